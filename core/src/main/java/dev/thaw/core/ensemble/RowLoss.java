package dev.thaw.core.ensemble;

/** How bad the prediction for one row is; less is better. */
public enum RowLoss {
  /**
   * 1 if the class with the largest probability is not the true one, 0 if it is; of equal
   * probabilities the first counts.
   */
  ERROR {
    @Override
    double of(double[] prediction, double truth) {
      if (prediction.length == 1) {
        return (prediction[0] > 0.5 ? 1 : 0) == truth ? 0 : 1;
      }
      int best = 0;
      for (int i = 1; i < prediction.length; i++) {
        best = prediction[i] > prediction[best] ? i : best;
      }
      return best == truth ? 0 : 1;
    }
  },
  /**
   * The negative natural logarithm of the true class's probability, which counts as 1e-15 at least.
   */
  CROSS_ENTROPY {
    @Override
    double of(double[] prediction, double truth) {
      double probability =
          prediction.length > 1
              ? prediction[(int) truth]
              : truth == 1 ? prediction[0] : 1 - prediction[0];
      return -Math.log(Math.max(probability, LEAST));
    }
  },
  /** The square of the difference of a number. */
  SQUARED_ERROR {
    @Override
    double of(double[] prediction, double truth) {
      return (prediction[0] - truth) * (prediction[0] - truth);
    }
  };

  private static final double LEAST = 1e-15;

  /**
   * The loss of a row.
   *
   * @param prediction the probability of each class; of one number that of class 1, or the number
   *     that is predicted
   * @param truth the true class, from 0, or the true number
   */
  abstract double of(double[] prediction, double truth);

  /** Whether what is predicted are probabilities of classes. */
  public boolean isOfClasses() {
    return this != SQUARED_ERROR;
  }
}
