package dev.thaw.app.feed;

import java.util.List;

/**
 * The learning curves of a study.
 *
 * @param row the row of the journal up to which they go; what comes later is in the rows behind it
 * @param study its name
 * @param metric what it optimises
 * @param goal {@code minimize} or {@code maximize}
 * @param fidelity what is counted along the curves
 * @param maximum as far as trials are trained
 * @param total how many trials the study has
 * @param trials those that are shown, by number; fewer than the total if it is large: the best, all
 *     that hold slots, and an even sample of the others
 */
public record Curves(
    long row,
    String study,
    String metric,
    String goal,
    String fidelity,
    int maximum,
    int total,
    List<TrialCurve> trials) {

  public Curves {
    trials = List.copyOf(trials);
  }
}
