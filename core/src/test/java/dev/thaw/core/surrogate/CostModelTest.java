package dev.thaw.core.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: seconds are foretold from few epochs, stragglers or not. Method: simulated times. */
class CostModelTest {

  /** ln s = 1 + 2 x_0 + trial effect + noise; x_1 costs nothing; one epoch in 25 straggles. */
  private static CostModel simulated(long seed, int trials) {
    Random random = new Random(seed);
    CostModel model = new CostModel(2);
    for (int n = 0; n < trials; n++) {
      double[] point = {random.nextDouble(), random.nextDouble()};
      double effect = 0.3 * random.nextGaussian();
      for (int t = 0; t < 5; t++) {
        double straggle = random.nextInt(25) == 0 ? 3 : 0;
        double logarithm = 1 + 2 * point[0] + effect + 0.1 * random.nextGaussian() + straggle;
        model.observe(n, point, Math.exp(logarithm));
      }
    }
    return model;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void tellsWhatIsExpensive(long seed) {
    CostModel model = simulated(seed, 60);

    // A slope of 2 over [0, 1] has a standard deviation of 2 / sqrt(12).
    assertThat(model.effect(0)).isCloseTo(2 / Math.sqrt(12), within(0.15));
    assertThat(model.isExpensive(0)).isTrue();
    assertThat(model.isExpensive(1)).isFalse();
    assertThat(model.effect(0, 1)).isGreaterThan(model.effect(0));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void foretellsNewConfigurationsWithHonestQuantiles(long seed) {
    CostModel model = simulated(seed, 60);
    Random random = new Random(seed + 100);
    int below = 0;
    for (int k = 0; k < 2000; k++) {
      double[] point = {random.nextDouble(), random.nextDouble()};
      double seconds =
          Math.exp(1 + 2 * point[0] + 0.3 * random.nextGaussian() + 0.1 * random.nextGaussian());
      below += seconds <= model.epochsNew(point, 1).quantile(0.9) ? 1 : 0;
    }

    assertThat(below / 2000.0).isBetween(0.82, 0.97);
  }

  @Test
  void trustsATrialsOwnEpochsMost() {
    CostModel model = simulated(1, 40);
    double[] point = {0.5, 0.5};
    double before = model.epochs(99, point, 1).seconds();
    for (int t = 0; t < 20; t++) {
      model.observe(99, point, 60);
    }

    assertThat(before).isLessThan(15);
    assertThat(model.epochs(99, point, 1).seconds()).isCloseTo(60, within(3.0));
    assertThat(model.epochs(99, point, 1).logVariance())
        .isLessThan(model.epochsNew(point, 1).logVariance());
    assertThat(model.epochs(99, point, 10).seconds()).isCloseTo(600, within(30.0));
  }

  @Test
  void theLogarithmAloneIsThatOfTheCost() {
    CostModel model = simulated(1, 40);
    double[] point = {0.3, 0.6};

    assertThat(model.logSeconds(7, point)).isEqualTo(model.epochs(7, point, 1).logMean());
    assertThat(model.logSeconds(99, point)).isEqualTo(model.epochsNew(point, 1).logMean());
    assertThat(model.logSeconds(point)).isEqualTo(model.epochsNew(point, 1).logMean());
  }

  @Test
  void aTrialsOwnEpochsCountBeforeTheNextFit() {
    CostModel model = simulated(1, 60);
    double[] point = {0.5, 0.5};
    model.observe(99, point, 60);
    double one = model.logSeconds(99, point);
    model.observe(99, point, 600);
    model.observe(99, point, 600);

    assertThat(one).isCloseTo(Math.log(60), within(0.4));
    assertThat(model.logSeconds(99, point)).isGreaterThan(one + 1);
  }

  @Test
  void differencesAreAsSureAsTheDataMakeThem() {
    double[] low = {0, 0.5};
    double[] high = {1, 0.5};
    CostModel.Difference many = simulated(1, 100).difference(high, low);
    CostModel.Difference few = simulated(1, 6).difference(high, low);

    assertThat(many.mean()).isCloseTo(2, within(3 * Math.sqrt(many.variance())));
    assertThat(Math.sqrt(many.variance())).isLessThan(0.25);
    assertThat(few.variance()).isGreaterThan(4 * many.variance());
    assertThat(new CostModel(2).difference(high, low).mean()).isZero();
  }

  /**
   * ln s = 1 + 2 x_0 + trial effect + device effect + noise. A trial moves between devices.
   *
   * @param movers whether a trial trains on all devices in turn; otherwise on one
   */
  private static CostModel onDevices(long seed, boolean movers) {
    String[] labels = {"slow", "middling", "fast"};
    double[] effects = {0.7, 0, -0.7};
    Random random = new Random(seed);
    CostModel model = new CostModel(2);
    for (int n = 0; n < 60; n++) {
      double[] point = {random.nextDouble(), random.nextDouble()};
      double own = 0.3 * random.nextGaussian();
      for (int t = 0; t < 6; t++) {
        int device = movers ? t / 2 : n % 3;
        double logarithm = 1 + 2 * point[0] + own + effects[device] + 0.1 * random.nextGaussian();
        model.observe(n, point, Math.exp(logarithm), labels[device]);
      }
    }
    return model;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void learnsHowSlowDevicesAre(long seed) {
    CostModel model = onDevices(seed, true);

    assertThat(model.slowness("slow") / model.slowness("fast"))
        .isCloseTo(Math.exp(1.4), within(0.15));
    assertThat(model.slowness("middling") / model.slowness("fast"))
        .isCloseTo(Math.exp(0.7), within(0.1));
    assertThat(model.slowness("unheard of")).isEqualTo(1);
    assertThat(model.effect(0)).isCloseTo(2 / Math.sqrt(12), within(0.2));
  }

  @Test
  void trialsThatStayOnOneDeviceTellDevicesApartLessSurely() {
    double moved = 0;
    double stayed = 0;
    for (long seed = 1; seed <= 20; seed++) {
      moved += error(onDevices(seed, true)) / 20;
      stayed += error(onDevices(seed, false)) / 20;
    }

    assertThat(moved).isLessThan(0.03);
    assertThat(stayed).isBetween(moved, 0.15);
  }

  private static double error(CostModel model) {
    return Math.abs(Math.log(model.slowness("slow") / model.slowness("fast")) - 1.4);
  }

  @Test
  void aTrialIsForetoldForADeviceThatItWasNeverOn() {
    CostModel model = onDevices(1, true);
    double[] point = {0.5, 0.5};
    double before = model.epochs(99, point, 1).seconds();
    for (int t = 0; t < 20; t++) {
      // Three times as slow as others of its kind, seen on the fast device alone.
      model.observe(99, point, 3 * before * model.slowness("fast"), "fast");
    }

    assertThat(model.epochs(99, point, 1).seconds()).isCloseTo(3 * before, within(0.2 * before));
  }

  @Test
  void devicesOfOneLabelAreNotMixedUpWithWhatIsDearAnyway() {
    CostModel model = new CostModel(1);
    for (int n = 0; n < 40; n++) {
      double x = n / 39.0;
      model.observe(n, new double[] {x}, Math.exp(2 * x), n % 2 == 0 ? "a" : "b");
    }

    assertThat(model.slowness("a") / model.slowness("b")).isCloseTo(1, within(0.1));
  }

  @Test
  void doesNotMindAStraggler() {
    CostModel model = simulated(2, 40);
    double[] point = {0.5, 0.5};
    for (int t = 0; t < 9; t++) {
      model.observe(99, point, 10);
    }
    double before = model.epochs(99, point, 1).seconds();
    model.observe(99, point, 1000);

    assertThat(model.epochs(99, point, 1).seconds() / before).isCloseTo(1, within(0.05));
  }

  @Test
  void knowsNothingWithoutEpochs() {
    CostModel model = new CostModel(3);

    assertThat(model.isInformed()).isFalse();
    assertThat(model.epochsNew(new double[3], 4).seconds()).isEqualTo(4);
    assertThat(model.startSeconds()).isZero();
    assertThat(model.isExpensive(0)).isFalse();
  }

  @Test
  void dropsSecondsThatCannotBe() {
    CostModel model = new CostModel(1);
    for (double seconds : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      model.observe(0, new double[] {0.5}, seconds);
      model.observeStart(seconds);
    }

    assertThat(model.dropped()).isEqualTo(8);
    assertThat(model.isInformed()).isFalse();
  }

  @Test
  void remembersWhatStartingAndThawingCost() {
    CostModel model = new CostModel(1);
    for (double seconds : new double[] {3, 5, 100}) {
      model.observeStart(seconds);
      model.observeThaw(2 * seconds);
    }

    assertThat(model.startSeconds()).isEqualTo(5);
    assertThat(model.thawSeconds()).isEqualTo(10);
  }

  @Test
  void givesTheSameBitsForTheSameTimes() {
    double[] point = {0.2, 0.9};

    assertThat(simulated(3, 30).epochsNew(point, 2))
        .isEqualTo(simulated(3, 30).epochsNew(point, 2));
  }

  @ParameterizedTest(name = "quantile {0} = {1}")
  @CsvSource({
    "0.5, 0",
    "0.9, 1.2815515655446004",
    "0.025, -1.959963984540054",
    "0.001, -3.090232306167813",
    "0.999, 3.090232306167813"
  })
  void knowsNormalQuantiles(double probability, double z) {
    assertThat(NormalQuantile.at(probability)).isCloseTo(z, within(1e-8));
  }
}
