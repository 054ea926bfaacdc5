package dev.thaw.workers.nd4j;

/** What the hidden units of a {@link DifferentiableMlp} put out, of the sum that goes into them. */
public enum HiddenUnit {
  /** The sum, or 0 if it is negative, as in {@link MlpClassifier}. Its curvature is taken as 0. */
  RECTIFIED {
    @Override
    double output(double sum) {
      return Math.max(0, sum);
    }

    @Override
    double slope(double output) {
      return output > 0 ? 1 : 0;
    }

    @Override
    double curvature(double output) {
      return 0;
    }
  },

  /** The hyperbolic tangent of the sum, which is smooth. */
  TANH {
    @Override
    double output(double sum) {
      return Math.tanh(sum);
    }

    @Override
    double slope(double output) {
      return 1 - output * output;
    }

    @Override
    double curvature(double output) {
      return -2 * output * (1 - output * output);
    }
  };

  abstract double output(double sum);

  /** The first derivative, where the unit puts out {@code output}. */
  abstract double slope(double output);

  /** The second derivative, where the unit puts out {@code output}. */
  abstract double curvature(double output);
}
