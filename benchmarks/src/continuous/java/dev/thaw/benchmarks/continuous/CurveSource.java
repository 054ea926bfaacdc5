package dev.thaw.benchmarks.continuous;

import dev.thaw.core.space.Configuration;

/** The learning curves of all configurations of a search space, as a pure function. */
@FunctionalInterface
interface CurveSource {

  /** The whole curve of a configuration. */
  Curve of(Configuration configuration);

  /**
   * A learning curve.
   *
   * @param values the objective after epoch 1 to T
   * @param seconds how long each of these epochs takes, more than 0
   */
  record Curve(double[] values, double[] seconds) {

    private static final double SHORTEST = 1e-6;

    /**
     * The curve of a training whose checkpoints are numbered from the untrained network.
     *
     * @param values the objective at each checkpoint, of which the first counts for nothing
     * @param totals seconds until each checkpoint; where they fall, the highest so far counts
     */
    static Curve ofCheckpoints(double[] values, double[] totals) {
      int epochs = values.length - 1;
      double[] trained = new double[epochs];
      double[] seconds = new double[epochs];
      double before = totals[0];
      for (int i = 0; i < epochs; i++) {
        double after = Math.max(before, totals[i + 1]);
        trained[i] = values[i + 1];
        seconds[i] = Math.max(SHORTEST, after - before);
        before = after;
      }
      return new Curve(trained, seconds);
    }

    int epochs() {
      return values.length;
    }

    double last() {
      return values[values.length - 1];
    }
  }
}
