package dev.thaw.workers.hypergradient;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Logistic regression with a bias on a few made-up rows, in plain Java: the smallest model that has
 * everything. The validation rows are others of the same kind.
 */
final class LogisticModel implements DifferentiableModel {

  private static final int INPUTS = 4;
  private static final int BATCH = 8;

  private final double[][] rows;
  private final double[][] others;
  private final double[] first = new double[INPUTS + 1];

  LogisticModel(int seed) {
    Random random = new Random(seed);
    rows = draw(random, 40);
    others = draw(random, 30);
    for (int i = 0; i < INPUTS; i++) {
      first[i] = random.nextGaussian();
    }
  }

  @Override
  public List<WeightGroup> groups() {
    return List.of(
        new WeightGroup("left", 1, true),
        new WeightGroup("right", INPUTS - 1, true),
        new WeightGroup("bias", 1, false));
  }

  @Override
  public double[] firstWeights() {
    return first.clone();
  }

  @Override
  public double trainingLoss(double[] weights, int step, double[] gradient) {
    return loss(rows, step * BATCH % rows.length, BATCH, weights, gradient);
  }

  @Override
  public void hessianVector(double[] weights, double[] vector, int step, double[] product) {
    Arrays.fill(product, 0);
    for (int i = 0; i < BATCH; i++) {
      double[] row = rows[step * BATCH % rows.length + i];
      double p = probability(row, weights);
      double along = 0;
      for (int k = 0; k <= INPUTS; k++) {
        along += row[k] * vector[k];
      }
      for (int k = 0; k <= INPUTS; k++) {
        product[k] += p * (1 - p) * along * row[k] / BATCH;
      }
    }
  }

  @Override
  public double validationLoss(double[] weights, double[] gradient) {
    return loss(others, 0, others.length, weights, gradient);
  }

  private static double loss(
      double[][] data, int from, int size, double[] weights, double[] gradient) {
    Arrays.fill(gradient, 0);
    double sum = 0;
    for (int i = from; i < from + size; i++) {
      double p = probability(data[i], weights);
      double label = data[i][INPUTS + 1];
      sum -= Math.log(label == 1 ? p : 1 - p);
      for (int k = 0; k <= INPUTS; k++) {
        gradient[k] += (p - label) * data[i][k] / size;
      }
    }
    return sum / size;
  }

  private static double probability(double[] row, double[] weights) {
    double sum = 0;
    for (int k = 0; k <= INPUTS; k++) {
      sum += row[k] * weights[k];
    }
    return 1 / (1 + Math.exp(-sum));
  }

  /** Features, a one for the bias, and a label that depends on two features and chance. */
  private static double[][] draw(Random random, int n) {
    double[][] drawn = new double[n][INPUTS + 2];
    for (double[] row : drawn) {
      for (int k = 0; k < INPUTS; k++) {
        row[k] = random.nextGaussian();
      }
      row[INPUTS] = 1;
      row[INPUTS + 1] = row[0] - row[1] + random.nextGaussian() > 0.3 ? 1 : 0;
    }
    return drawn;
  }
}
