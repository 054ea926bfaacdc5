package dev.thaw.benchmarks.prediction;

import java.util.List;
import java.util.Optional;

/** A way to foretell the last values of curves. */
interface Predictor {

  /** What it is called in reports. */
  String name();

  /**
   * Foretells targets of a context.
   *
   * @return one forecast for each target, in their order; empty where it has nothing to say
   */
  List<Optional<Forecast>> predict(Context context, List<Target> targets);
}
