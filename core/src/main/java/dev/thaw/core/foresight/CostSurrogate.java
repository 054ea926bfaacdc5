package dev.thaw.core.foresight;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ModelInputs;
import dev.thaw.core.study.Kinds;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import dev.thaw.core.study.Trial;
import dev.thaw.core.surrogate.CostModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model of what the epochs of one study cost in seconds that follows the study as it goes. */
final class CostSurrogate {

  private final ModelInputs inputs;
  private CostModel model;

  /** How many epochs of each trial the model knows. */
  private int[] known = {};

  /** The inputs of each trial. */
  private final List<double[]> points = new ArrayList<>();

  CostSurrogate(ModelInputs inputs) {
    this.inputs = inputs;
    this.model = new CostModel(inputs.count());
  }

  CostModel model() {
    return model;
  }

  /** The expected logarithm of the seconds of one more epoch of a trial that it has followed. */
  double logSeconds(Trial trial) {
    return model.logSeconds(trial.number(), points.get(trial.number()));
  }

  /** The expected logarithm of the seconds of an epoch of a new configuration. */
  double logSeconds(Configuration configuration) {
    return model.logSeconds(inputs.of(configuration));
  }

  /** What the model calls a kind of node: the usual one, by which it counts, has no name there. */
  private static @Nullable String device(Kinds kinds, String label) {
    return label.equals(kinds.usual()) ? null : label;
  }

  /**
   * By what factor an epoch of a trial takes longer in its slot, or in the one that it would get,
   * than on a node of the usual kind.
   *
   * @param trial its number; {@link Timing#NEW} for one that does not exist yet
   */
  double slowness(StudyState state, int trial) {
    Kinds kinds = state.progress().kinds();
    if (kinds == null) {
      return 1;
    }
    String device = device(kinds, Timing.kind(state, trial));
    return device == null ? 1 : model.slowness(device);
  }

  /** Brings the model up to date with a study. */
  void follow(StudyState state) {
    int trials = state.progress().trials().size();
    if (trials < known.length) {
      model = new CostModel(inputs.count());
      known = new int[0];
      points.clear();
    }
    known = Arrays.copyOf(known, trials);
    for (Trial trial : state.progress().trials()) {
      follow(trial, state.progress().kinds());
    }
  }

  private void follow(Trial trial, @Nullable Kinds kinds) {
    int number = trial.number();
    if (number == points.size()) {
      points.add(inputs.of(trial.configuration()));
    }
    for (int epoch = known[number] + 1; epoch <= trial.epochs(); epoch++) {
      String label = kinds == null ? null : device(kinds, kinds.label(number, epoch));
      model.observe(number, points.get(number), trial.curve().seconds(epoch), label);
    }
    known[number] = Math.max(known[number], trial.epochs());
  }
}
