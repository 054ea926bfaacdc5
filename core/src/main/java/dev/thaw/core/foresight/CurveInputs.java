package dev.thaw.core.foresight;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ModelInputs;
import dev.thaw.core.study.Families;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.Arrays;

/**
 * The inputs of a learning curve: those of its configuration, and, where schedules depend on the
 * maximum, one more for the maximum that it is trained for. How much two curves for different
 * maxima have in common is then learned like everything else, as the length scale of that input: a
 * configuration that was trained for 9 epochs says something of the same one for 27, and no more
 * than it did so far.
 */
final class CurveInputs {

  private final ModelInputs inputs;
  private final boolean families;
  private final double lowest;
  private final double range;

  CurveInputs(StudySpec spec) {
    this.inputs = new ModelInputs(spec.space(), spec.fidelity().parameter());
    this.families = Families.matter(spec);
    this.lowest = Math.log(spec.fidelity().min());
    this.range = Math.max(Math.log(2), Math.log(spec.fidelity().max()) - lowest);
  }

  /** The number of inputs. */
  int count() {
    return inputs.count() + (families ? 1 : 0);
  }

  /** The inputs of a trial. */
  double[] of(StudyState state, Trial trial) {
    return of(trial.configuration(), Families.maximum(state, trial));
  }

  /** The inputs of a configuration that a trial has which is trained for a maximum. */
  double[] of(Configuration configuration, int maximum) {
    double[] own = inputs.of(configuration);
    return families ? with(own, maximum) : own;
  }

  /** Those of a new trial, as the maximum is now. */
  double[] ofNew(StudyState state, Configuration configuration) {
    return of(configuration, Reach.ceiling(state));
  }

  /** The inputs of configurations alone. */
  ModelInputs ofConfigurations() {
    return inputs;
  }

  /** Whether the same configuration has other inputs once the maximum has grown. */
  boolean dependOnTheMaximum() {
    return families;
  }

  /** The logarithm of the maximum, 0 for the least and 1 for the largest that there can be. */
  private double[] with(double[] own, int maximum) {
    double[] all = Arrays.copyOf(own, own.length + 1);
    all[own.length] = (Math.log(maximum) - lowest) / range;
    return all;
  }
}
