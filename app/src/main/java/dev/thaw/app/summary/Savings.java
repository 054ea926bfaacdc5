package dev.thaw.app.summary;

import dev.thaw.core.study.Families;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import dev.thaw.core.study.Trial;

/**
 * What early stopping spared, against training every started trial to the end.
 *
 * @param trainedEpochs all epochs that were trained, those trained again included
 * @param fullEpochs the epochs that full training would have cost
 * @param trainedSeconds what sessions reported for the trained epochs
 * @param fullSeconds an estimate for full training: every trial goes on at its own mean pace, and a
 *     trial that never reported has the pace of the whole study
 */
public record Savings(
    long trainedEpochs, long fullEpochs, double trainedSeconds, double fullSeconds) {

  /** The savings of a study so far. */
  public static Savings of(StudyState state) {
    var spending = state.progress().spending();
    int max = state.spec().fidelity().max();
    boolean inSeconds = state.spec().fidelity().isInSeconds();
    double meanPace =
        spending.allEpochs() == 0 ? 0 : spending.trainingSeconds() / spending.allEpochs();
    double fullSeconds = 0;
    int forks = 0;
    for (Trial trial : state.progress().trials()) {
      if (Families.isRenewed(state, trial)) {
        continue;
      }
      if (trial.lineage() != null) {
        forks++; // It takes the place of another one, and would not be trained by itself.
        continue;
      }
      boolean reported = trial.epochs() > 0;
      double pace = reported ? trial.curve().totalSeconds() / trial.epochs() : meanPace;
      fullSeconds += inSeconds ? max * Timing.clockPerEffort(state, trial.number()) : pace * max;
    }
    return new Savings(
        spending.allEpochs(),
        Math.round((state.trialsSpent() - forks) * Reach.fullestTraining(state)),
        spending.trainingSeconds(),
        fullSeconds);
  }

  /** The epochs that were spared; negative if failures cost more than early stopping spared. */
  public long savedEpochs() {
    return fullEpochs - trainedEpochs;
  }

  /** The share of full training that was spared, at most 1; 0 before the first trial. */
  public double share() {
    return fullEpochs == 0 ? 0 : (double) savedEpochs() / fullEpochs;
  }

  /** The seconds of training that were spared, at least 0; an estimate. */
  public double savedSeconds() {
    return Math.max(0, fullSeconds - trainedSeconds);
  }
}
