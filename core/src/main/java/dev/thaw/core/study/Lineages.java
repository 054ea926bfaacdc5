package dev.thaw.core.study;

import dev.thaw.core.space.Configuration;
import java.util.ArrayList;
import java.util.List;

/** With what values the weights of a forked trial were trained: what is found is a schedule. */
public final class Lineages {

  private Lineages() {}

  /**
   * Epochs that were trained with one configuration.
   *
   * @param trial the trial that trained them
   * @param from the first of them, at least 1
   * @param to the last of them
   * @param configuration that trial's configuration
   */
  public record Stretch(int trial, int from, int to, Configuration configuration) {}

  /**
   * The epochs behind the weights of a trial, the first ones first: those of the trials that it was
   * forked from, and its own. One stretch where it was not forked; one less where it has no epoch
   * of its own.
   *
   * @param epoch up to which, 1 to the length of its curve
   */
  public static List<Stretch> schedule(StudyState state, int trial, int epoch) {
    List<Stretch> stretches = new ArrayList<>();
    Trial at = state.trial(trial);
    int to = epoch;
    while (true) {
      int from = at.firstEpoch();
      if (from < to) {
        stretches.addFirst(new Stretch(at.number(), from + 1, to, at.configuration()));
        to = from;
      }
      Lineage lineage = at.lineage();
      if (lineage == null) {
        return List.copyOf(stretches);
      }
      at = state.trial(lineage.parent());
    }
  }
}
