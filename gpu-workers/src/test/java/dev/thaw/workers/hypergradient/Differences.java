package dev.thaw.workers.hypergradient;

/** What hypergradients are compared with. */
public final class Differences {

  private Differences() {}

  /** The central difference of the validation loss by the logarithm of a hyperparameter. */
  public static double by(Hypergradients all, double[] at, int hyperparameter, double step)
      throws InterruptedException {
    double[] shifted = at.clone();
    shifted[hyperparameter] = at[hyperparameter] + step;
    double above = all.lossAt(shifted);
    shifted[hyperparameter] = at[hyperparameter] - step;
    return (above - all.lossAt(shifted)) / (2 * step);
  }

  /** The cosine of the angle between two vectors. */
  public static double cosine(double[] a, double[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
