package dev.thaw.core.proposer;

import java.util.function.ToDoubleFunction;

/**
 * Draws from a density that is known but for a factor, one draw from the last: slice sampling along
 * a random line (Neal 2003, "Slice sampling", figures 3 and 5), which needs no step size to be
 * tuned.
 *
 * @param logDensity the logarithm of the density; NaN counts as nothing
 */
record SliceSampler(ToDoubleFunction<double[]> logDensity) {
  private static final double WIDTH = 1;
  private static final int STEPS_MAX = 50;
  private static final int SHRINKS_MAX = 100;

  /**
   * The draw after another one.
   *
   * @param at a point of positive density
   * @param from the first coordinate that may change
   * @param to the coordinate after the last that may change
   */
  double[] next(double[] at, int from, int to, Rolls rolls) {
    double[] line = direction(at.length, from, to, rolls);
    double level = logDensity.applyAsDouble(at) + StrictMath.log(1 - rolls.uniform());
    double high = WIDTH * rolls.uniform();
    double low = high - WIDTH;
    int up = rolls.below(STEPS_MAX);
    for (int i = 0; i < up && isInside(at, line, high, level); i++) {
      high += WIDTH;
    }
    for (int i = 0; i < STEPS_MAX - 1 - up && isInside(at, line, low, level); i++) {
      low -= WIDTH;
    }
    for (int i = 0; i < SHRINKS_MAX; i++) {
      double step = low + (high - low) * rolls.uniform();
      if (isInside(at, line, step, level)) {
        return moved(at, line, step);
      }
      if (step < 0) {
        low = step;
      } else {
        high = step;
      }
    }
    return at;
  }

  private boolean isInside(double[] at, double[] line, double step, double level) {
    return logDensity.applyAsDouble(moved(at, line, step)) >= level;
  }

  private static double[] moved(double[] at, double[] line, double step) {
    double[] moved = at.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * line[i];
    }
    return moved;
  }

  private static double[] direction(int length, int from, int to, Rolls rolls) {
    double[] line = new double[length];
    double squares = 0;
    for (int i = from; i < to; i++) {
      line[i] = rolls.normal();
      squares += line[i] * line[i];
    }
    for (int i = from; i < to; i++) {
      line[i] /= Math.sqrt(squares);
    }
    return line;
  }
}
