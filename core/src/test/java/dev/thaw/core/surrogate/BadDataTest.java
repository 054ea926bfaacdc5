package dev.thaw.core.surrogate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.curve.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: nothing that trials report breaks a forecast. Method: reports drawn from a rogues' gallery.
 */
class BadDataTest {
  private static final double[] ROGUES = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.MIN_VALUE,
    0,
    -0.0,
    1,
    -1,
    1e-12,
    1e12
  };

  private static double rogue(Random random) {
    return random.nextInt(3) == 0 ? random.nextDouble() : ROGUES[random.nextInt(ROGUES.length)];
  }

  private static double[] rogues(Random random, int count) {
    return random.ints(count, 0, 2).mapToDouble(i -> rogue(random)).toArray();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void predictsNumbersFromWhateverIsReported(long seed) {
    Random random = new Random(seed);
    List<double[]> reports = new ArrayList<>();
    for (int n = 0; n < 15; n++) {
      reports.add(rogues(random, random.nextInt(6)));
    }
    OutputTransform transform =
        OutputTransform.of(random.nextBoolean() ? Goal.MINIMIZE : Goal.MAXIMIZE, reports);
    List<CurveData> curves = new ArrayList<>();
    for (double[] report : reports) {
      curves.add(CurveData.of(rogues(random, random.nextInt(4)), transform.apply(report)));
      curves.add(CurveData.at(rogues(random, 2), rogues(random, 4), rogues(random, 4)));
    }
    int bases = 1 + random.nextInt(3);

    CurveHyperparameters theta =
        new CurveFit(3, 20).fit(CurveHyperparameters.initial(2, bases), curves).hyperparameters();
    CurveModel model = CurveModel.build(theta, curves);
    for (int step = 0; step < 40; step++) {
      model.observe(random.nextInt(model.size()), rogue(random), rogue(random));
      model.believe(random.nextInt(model.size()), random.nextInt(30));
    }

    for (int n = 0; n < model.size(); n++) {
      Prediction prediction = model.predict(n, 20);
      assertThat(prediction.mean()).as("mean of %d", n).isFinite();
      assertThat(prediction.variance()).as("variance of %d", n).isFinite().isNotNegative();
    }
    assertThat(model.predictNew(rogues(random, 2), 20).mean()).isFinite();
    assertThat(model.predictNew(rogues(random, 2), 20).variance()).isFinite().isNotNegative();
  }
}
