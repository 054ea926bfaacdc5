package dev.thaw.core.foresight;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.proposer.Observed;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the trials of a study showed at the rungs that they reached. */
final class Shown {

  private static final Comparator<Observed> BY_TRIAL =
      Comparator.comparingInt(Observed::trial).thenComparingInt(Observed::level);

  private Shown() {}

  /**
   * All of it, by number of the trial, then by level. What could not be trained shows NaN at the
   * first rung.
   */
  static List<Observed> at(StudyState state) {
    List<Observed> observed = new ArrayList<>();
    for (Bracket bracket : state.searched()) {
      for (int rung = 0; rung <= bracket.top(); rung++) {
        Rung here = bracket.rungs().get(rung);
        for (Map.Entry<Standing, Boolean> entry : here.arrived()) {
          Trial trial = state.trial(entry.getKey().trial());
          double seconds = seconds(trial, trial.epochsAt(rung, here.epochs()));
          observed.add(
              new Observed(
                  trial.number(),
                  trial.configuration(),
                  here.epochs(),
                  entry.getKey().score(),
                  seconds));
        }
      }
    }
    for (Trial trial : state.candidates()) {
      if (trial.status() == TrialStatus.INFEASIBLE && trial.rung() == 0) {
        int level = state.bracket(trial.bracket()).rungs().getFirst().epochs();
        double seconds = trial.curve().totalSeconds();
        observed.add(
            new Observed(trial.number(), trial.configuration(), level, Double.NaN, seconds));
      }
    }
    observed.sort(BY_TRIAL);
    return observed;
  }

  private static double seconds(Trial trial, int epochs) {
    double seconds = 0;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      seconds += trial.curve().seconds(epoch);
    }
    return seconds;
  }
}
