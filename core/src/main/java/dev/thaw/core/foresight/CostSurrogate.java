package dev.thaw.core.foresight;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.surrogate.CostModel;
import java.util.Arrays;

/** A model of what the epochs of one study cost in seconds that follows the study as it goes. */
final class CostSurrogate {

  private final ModelInputs inputs;
  private CostModel model;

  /** How many epochs of each trial the model knows. */
  private int[] known = {};

  CostSurrogate(ModelInputs inputs) {
    this.inputs = inputs;
    this.model = new CostModel(inputs.count());
  }

  CostModel model() {
    return model;
  }

  /** The expected logarithm of the seconds of one more epoch of a trial. */
  double logSeconds(Trial trial) {
    return model.logSeconds(trial.number(), inputs.of(trial.configuration()));
  }

  /** The expected logarithm of the seconds of an epoch of a new configuration. */
  double logSeconds(Configuration configuration) {
    return model.logSeconds(inputs.of(configuration));
  }

  /** Brings the model up to date with a study. */
  void follow(StudyState state) {
    int trials = state.progress().trials().size();
    if (trials < known.length) {
      model = new CostModel(inputs.count());
      known = new int[0];
    }
    known = Arrays.copyOf(known, trials);
    for (Trial trial : state.progress().trials()) {
      int number = trial.number();
      if (trial.epochs() > known[number]) {
        double[] point = inputs.of(trial.configuration());
        for (int epoch = known[number] + 1; epoch <= trial.epochs(); epoch++) {
          model.observe(number, point, trial.curve().seconds(epoch));
        }
        known[number] = trial.epochs();
      }
    }
  }
}
