package dev.thaw.core.surrogate;

import java.util.ArrayList;
import java.util.List;

/**
 * The curve model as one dense Gaussian process over all values, straight from its definition:
 * slow, and independent of everything that makes the model fast.
 */
final class DenseCurves {
  /** A value of one curve; curves are told apart by their number. */
  static final class Spot {
    private final int curve;
    private final double[] point;
    private final double epoch;

    Spot(int curve, double[] point, double epoch) {
      this.curve = curve;
      this.point = point;
      this.epoch = epoch;
    }
  }

  private final CurveHyperparameters theta;
  private final List<Spot> spots = new ArrayList<>();
  private final List<Double> residuals = new ArrayList<>();

  DenseCurves(CurveHyperparameters theta, List<CurveData> curves) {
    this.theta = theta;
    for (int n = 0; n < curves.size(); n++) {
      CurveData curve = curves.get(n);
      for (int i = 0; i < curve.size(); i++) {
        observe(new Spot(n, curve.point(), curve.epoch(i)), curve.value(i));
      }
    }
  }

  void observe(Spot spot, double value) {
    spots.add(spot);
    residuals.add(value - mean(spot.epoch));
  }

  double mean(double epoch) {
    return theta.mean() + theta.decay() * kappa(epoch, theta.beta());
  }

  private double kappa(double u, double beta) {
    return Double.isInfinite(u) ? 0 : Math.pow(beta / (u + beta), theta.alpha());
  }

  private double phi(int j, double t) {
    double beta = theta.beta();
    double[] bases = {1, kappa(t, beta), kappa(t, 4 * beta + 8) - kappa(t, beta)};
    return bases[j];
  }

  private double kernel(double[] a, double[] b) {
    double squared = 0;
    for (int i = 0; i < a.length; i++) {
      squared += Math.pow((a[i] - b[i]) / theta.lengthScale(i), 2);
    }
    double r = Math.sqrt(5 * squared);
    return (1 + r + r * r / 3) * Math.exp(-r);
  }

  double covariance(Spot a, Spot b) {
    double sum = 0;
    for (int j = 0; j < theta.bases(); j++) {
      sum += phi(j, a.epoch) * theta.variance(j) * phi(j, b.epoch);
    }
    sum *= kernel(a.point, b.point);
    if (a.curve == b.curve) {
      sum += theta.curveVariance() * kappa(a.epoch + b.epoch, theta.beta());
    }
    return sum;
  }

  private double[][] factor() {
    int n = spots.size();
    double[][] lower = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = covariance(spots.get(i), spots.get(j)) + (i == j ? theta.noiseVariance() : 0);
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }
    return lower;
  }

  private static double[] whiten(double[][] lower, double[] b) {
    double[] z = b.clone();
    for (int i = 0; i < z.length; i++) {
      for (int k = 0; k < i; k++) {
        z[i] -= lower[i][k] * z[k];
      }
      z[i] /= lower[i][i];
    }
    return z;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private double[] column(Spot spot) {
    return spots.stream().mapToDouble(s -> covariance(s, spot)).toArray();
  }

  private double[] target() {
    return residuals.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Latent means, then the latent covariance row by row. */
  double[][] predict(List<Spot> queries) {
    double[][] lower = factor();
    double[] z = whiten(lower, target());
    int q = queries.size();
    double[][] columns = new double[q][];
    double[][] result = new double[q + 1][q];
    for (int i = 0; i < q; i++) {
      columns[i] = whiten(lower, column(queries.get(i)));
      result[0][i] = mean(queries.get(i).epoch) + dot(columns[i], z);
    }
    for (int i = 0; i < q; i++) {
      for (int j = 0; j < q; j++) {
        result[i + 1][j] = covariance(queries.get(i), queries.get(j)) - dot(columns[i], columns[j]);
      }
    }
    return result;
  }

  double logEvidence() {
    double[][] lower = factor();
    double[] z = whiten(lower, target());
    double sum = -0.5 * (dot(z, z) + z.length * Math.log(2 * Math.PI));
    for (int i = 0; i < z.length; i++) {
      sum -= Math.log(lower[i][i]);
    }
    return sum;
  }
}
