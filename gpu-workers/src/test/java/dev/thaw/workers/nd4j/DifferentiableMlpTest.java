package dev.thaw.workers.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.workers.hypergradient.Differences;
import dev.thaw.workers.hypergradient.Hypergradients;
import dev.thaw.workers.hypergradient.Ratio;
import dev.thaw.workers.hypergradient.TrainingRule;
import dev.thaw.workers.hypergradient.WayBack;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DifferentiableMlpTest {

  private static final int INPUTS = 6;
  private static final TrainingRule RULE = new TrainingRule(40, 4, new Ratio(9, 10));

  @ParameterizedTest
  @CsvSource({"1, 0, TANH", "2, 1, TANH", "3, 2, TANH", "4, 1, RECTIFIED", "5, 2, RECTIFIED"})
  void itsGradientsAndHessianAreThoseOfItsLoss(int seed, int depth, HiddenUnit unit) {
    try (var model = model(seed, depth, unit)) {
      Random random = new Random(seed);
      double[] at = Arrays.stream(model.firstWeights()).map(w -> w + 0.1).toArray();
      double[] along = random.doubles(at.length, -1, 1).toArray();
      double[] above = moved(at, along, 1e-6);
      double[] below = moved(at, along, -1e-6);
      double[] gradient = new double[at.length];
      double[] high = new double[at.length];
      double[] low = new double[at.length];

      model.trainingLoss(at, 3, gradient);
      double slope =
          (model.trainingLoss(above, 3, high) - model.trainingLoss(below, 3, low)) / 2e-6;
      double[] product = new double[at.length];
      model.hessianVector(at, along, 3, product);

      assertThat(dot(gradient, along)).isCloseTo(slope, within(1e-8));
      for (int i = 0; i < at.length; i++) {
        assertThat(product[i])
            .as("row %d of the Hessian, seed %d", i, seed)
            .isCloseTo((high[i] - low[i]) / 2e-6, within(1e-8));
      }
      slope = (model.validationLoss(above, high) - model.validationLoss(below, low)) / 2e-6;
      model.validationLoss(at, gradient);
      assertThat(dot(gradient, along)).isCloseTo(slope, within(1e-8));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, TANH", "2, TANH", "3, TANH", "4, RECTIFIED"})
  void itsExactHypergradientsAgreeWithFiniteDifferences(int seed, HiddenUnit unit)
      throws Exception {
    try (var model = model(seed, 1, unit)) {
      var exact = new Hypergradients(model, RULE, new WayBack.Exact());
      double[] at = varied(exact);
      double[] gradient = exact.at(at).gradient();

      for (int i = 0; i < at.length; i++) {
        assertThat(gradient[i])
            .as("by %s, seed %d", exact.hyperparameters().names().get(i), seed)
            .isCloseTo(Differences.by(exact, at, i, 1e-4), within(1e-7));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aStraightLinePointsTheSameWayAndMoreKnotsMoreSo(int seed) throws Exception {
    try (var model = model(seed, 1, HiddenUnit.TANH)) {
      double[] at = varied(new Hypergradients(model, RULE, new WayBack.Exact()));
      double[] exact = gradient(model, new WayBack.Exact(), at);
      double one = Differences.cosine(exact, gradient(model, new WayBack.Lines(1), at));
      double eight = Differences.cosine(exact, gradient(model, new WayBack.Lines(8), at));

      assertThat(one).as("seed %d", seed).isGreaterThan(0.6);
      assertThat(eight).as("seed %d", seed).isGreaterThan(0.99).isGreaterThan(one);
    }
  }

  @Test
  void itScoresWeightsAsTheClassifierDoes() throws Exception {
    MlpSettings settings = settings(7, 1);
    Samples rows = rows(7, 300);
    try (var model = new DifferentiableMlp(settings, HiddenUnit.RECTIFIED, rows, rows);
        var classifier = new MlpClassifier(settings)) {
      double[] first = model.firstWeights();

      Score score = model.evaluate(first, rows);

      assertThat(score.error()).isEqualTo(classifier.evaluate(rows).error());
      assertThat(score.logLoss()).isCloseTo(classifier.evaluate(rows).logLoss(), within(1e-6));
      assertThat(model.validationLoss(first, new double[first.length]))
          .isCloseTo(score.logLoss(), within(1e-12));
    }
  }

  @Test
  void everyPassSeesTheSamplesInAnotherOrder() {
    try (var model = model(3, 0, HiddenUnit.TANH)) {
      double[] at = model.firstWeights();
      double[] gradient = new double[at.length];

      double first = model.trainingLoss(at, 0, gradient);

      // 50 rows in batches of 16: the fourth step begins the second pass.
      assertThat(model.trainingLoss(at, 3, gradient)).isNotEqualTo(first);
      assertThat(model.trainingLoss(at, 0, gradient)).isEqualTo(first);
    }
  }

  @Test
  void refusesSamplesOfAnotherWidth() {
    Samples narrow = Samples.ofInputs(2).add(new float[] {1, 0}, 0).build();

    assertThatThrownBy(
            () -> new DifferentiableMlp(settings(1, 1), HiddenUnit.TANH, rows(1, 5), narrow))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 rows of 2 inputs");
  }

  private static double[] gradient(DifferentiableMlp model, WayBack wayBack, double[] at)
      throws InterruptedException {
    return new Hypergradients(model, RULE, wayBack).at(at).gradient();
  }

  private static double[] varied(Hypergradients all) {
    double[] at = all.hyperparameters().all(0.3, 0.02, 0.5);
    for (int i = 0; i < at.length; i++) {
      at[i] += 0.05 * (i % 7 - 3);
    }
    return at;
  }

  private static double[] moved(double[] at, double[] along, double by) {
    double[] moved = at.clone();
    Arrays.setAll(moved, i -> at[i] + by * along[i]);
    return moved;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static DifferentiableMlp model(int seed, int depth, HiddenUnit unit) {
    return new DifferentiableMlp(settings(seed, depth), unit, rows(seed, 50), rows(-seed, 30));
  }

  private static MlpSettings settings(int seed, int depth) {
    return new MlpSettings(INPUTS, 3, 5, depth, 0, 0, new Optimizer.Sgd(0, false), 1, 16, seed);
  }

  private static Samples rows(int seed, int n) {
    Random random = new Random(seed);
    Samples.Builder rows = Samples.ofInputs(INPUTS);
    for (int row = 0; row < n; row++) {
      float[] features = new float[INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        features[i] = random.nextFloat(-1, 1);
      }
      double score = features[0] - features[1] * features[2] + random.nextGaussian() * 0.2;
      rows.add(features, score < -0.3 ? 0 : score < 0.3 ? 1 : 2);
    }
    return rows.build();
  }
}
