package dev.thaw.app.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.app.summary.Figures;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A page of the list of all trials.
 *
 * @param total how many trials the whole list has
 * @param next what to ask for after this page; null if it is the last one
 * @param trials the trials of the page
 */
public record TrialLines(
    int total,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer next,
    List<TrialLine> trials) {

  public TrialLines {
    trials = List.copyOf(trials);
  }

  /** In which order trials are listed. */
  public enum Order {
    /** By number. */
    NUMBER,
    /** By best value, best first; who has none comes last, and ties go by number. */
    BEST
  }

  /**
   * A page.
   *
   * @param statuses the words of the statuses that are listed; empty for all
   * @param skip how many trials of the list to leave out at its beginning
   * @param limit how many to show at most
   */
  static TrialLines of(StudyState state, Set<String> statuses, Order order, int skip, int limit) {
    List<Trial> all = new ArrayList<>();
    for (Trial trial : state.progress().trials()) {
      if (statuses.isEmpty() || statuses.contains(Figures.word(trial.status()))) {
        all.add(trial);
      }
    }
    if (order == Order.BEST) {
      all.sort(Comparator.comparingDouble(trial -> score(state, trial)));
    }
    int from = Math.min(skip, all.size());
    int to = (int) Math.min(all.size(), (long) from + limit);
    List<TrialLine> lines = all.subList(from, to).stream().map(TrialLine::of).toList();
    return new TrialLines(all.size(), to < all.size() ? to : null, lines);
  }

  /** NaN, which sorts last, without a value. */
  private static double score(StudyState state, Trial trial) {
    return trial.bestEpoch() == 0
        ? Double.NaN
        : state.score(trial.curve().value(trial.bestEpoch()));
  }
}
