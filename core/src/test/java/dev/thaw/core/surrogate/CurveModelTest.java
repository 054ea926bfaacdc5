package dev.thaw.core.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.surrogate.DenseCurves.Spot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the fast model is the Gaussian process of its definition. Method: random curves, compared
 * with a dense process over all values; and with itself, rebuilt.
 */
class CurveModelTest {
  private static final Offset<Double> CLOSE = within(1e-9);

  /** Bases, whether some curves are irregular, and a seed. */
  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (int bases = 1; bases <= 3; bases++) {
      for (long seed = 1; seed <= 4; seed++) {
        cases.add(Arguments.of(bases, false, seed));
        cases.add(Arguments.of(bases, true, seed));
      }
    }
    return cases;
  }

  private static Spot spot(CurveModel model, int trial, double epoch) {
    return new Spot(trial, model.curve(trial).point(), epoch);
  }

  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("cases")
  void hasTheEvidenceOfTheDenseProcess(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveHyperparameters theta = random.hyperparameters(bases);
    List<CurveData> curves = random.curves(12, irregular);

    double evidence = CurveModel.build(theta, curves).logEvidence();

    assertThat(evidence).isCloseTo(new DenseCurves(theta, curves).logEvidence(), CLOSE);
  }

  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("cases")
  void predictsKnownCurvesAsTheDenseProcess(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveHyperparameters theta = random.hyperparameters(bases);
    List<CurveData> curves = random.curves(12, irregular);
    CurveModel model = CurveModel.build(theta, curves);
    DenseCurves dense = new DenseCurves(theta, curves);

    for (int n = 0; n < curves.size(); n++) {
      for (double epoch : new double[] {1, 4, 12.5, 50, Double.POSITIVE_INFINITY}) {
        double[][] expected = dense.predict(List.of(spot(model, n, epoch)));

        Prediction prediction = model.predict(n, epoch);

        assertThat(prediction.mean())
            .as("mean of %d at %s", n, epoch)
            .isCloseTo(expected[0][0], CLOSE);
        assertThat(prediction.variance())
            .as("variance of %d at %s", n, epoch)
            .isCloseTo(expected[1][0], CLOSE);
        assertThat(prediction.noise()).isEqualTo(theta.noiseVariance());
      }
    }
  }

  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("cases")
  void predictsNewCurvesAsTheDenseProcess(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveHyperparameters theta = random.hyperparameters(bases);
    List<CurveData> curves = random.curves(12, irregular);
    CurveModel model = CurveModel.build(theta, curves);
    DenseCurves dense = new DenseCurves(theta, curves);
    double[][] points = random.points(9);
    Candidates candidates = Candidates.of(points);

    for (double epoch : new double[] {1, 7, 51}) {
      double[] means = model.means(candidates, epoch);
      double[] variances = model.variances(candidates, new int[] {8, 0, 3}, epoch);

      for (int i = 0; i < points.length; i++) {
        double[][] expected = dense.predict(List.of(new Spot(-1, points[i], epoch)));
        assertThat(means[i]).isCloseTo(expected[0][0], CLOSE);
        Prediction alone = model.predictNew(points[i], epoch);
        assertThat(alone.mean()).isCloseTo(expected[0][0], CLOSE);
        assertThat(alone.variance()).isCloseTo(expected[1][0], CLOSE);
      }
      assertThat(variances[0]).isCloseTo(model.predictNew(points[8], epoch).variance(), CLOSE);
      assertThat(variances[1]).isCloseTo(model.predictNew(points[0], epoch).variance(), CLOSE);
      assertThat(variances[2]).isCloseTo(model.predictNew(points[3], epoch).variance(), CLOSE);
    }
  }

  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("cases")
  void predictsTogetherAsTheDenseProcess(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveHyperparameters theta = random.hyperparameters(bases);
    List<CurveData> curves = random.curves(10, irregular);
    CurveModel model = CurveModel.build(theta, curves);
    double[][] points = random.points(2);
    List<Query> queries = mixedQueries(points);

    JointPrediction joint = model.joint(queries);

    assertSame(joint, new DenseCurves(theta, curves).predict(spots(queries, model, points)));
  }

  private static List<Query> mixedQueries(double[][] points) {
    Candidates fresh = Candidates.of(points);
    return List.of(
        new Query.Known(1, 3),
        new Query.Known(1, 51),
        new Query.Known(2, 20),
        new Query.Known(4, 51),
        new Query.Fresh(fresh, 0, 1),
        new Query.Fresh(fresh, 0, 51),
        new Query.Fresh(fresh, 1, 51));
  }

  private static List<Spot> spots(List<Query> queries, CurveModel model, double[][] points) {
    return queries.stream()
        .map(
            query ->
                switch (query) {
                  case Query.Known(int trial, double epoch) -> spot(model, trial, epoch);
                  case Query.Fresh(Candidates _, int index, double epoch) ->
                      new Spot(-1 - index, points[index], epoch);
                })
        .toList();
  }

  private static void assertSame(JointPrediction joint, double[][] expected) {
    for (int i = 0; i < joint.size(); i++) {
      assertThat(joint.mean(i)).as("mean %d", i).isCloseTo(expected[0][i], CLOSE);
      for (int j = 0; j < joint.size(); j++) {
        assertThat(joint.covariance(i, j))
            .as("covariance %d, %d", i, j)
            .isCloseTo(expected[i + 1][j], CLOSE);
      }
    }
  }

  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("cases")
  void believesAsIfItHadSeenItsOwnMeans(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveHyperparameters theta = random.hyperparameters(bases);
    List<CurveData> curves = new ArrayList<>(random.curves(9, irregular));
    curves.add(CurveData.of(random.point()));
    CurveModel model = CurveModel.build(theta, curves);
    double[][] points = random.points(2);
    List<Query> queries = mixedQueries(points);
    DenseCurves dense = new DenseCurves(theta, curves);
    int[][] beliefs = {{9, 1}, {1, 30}, {4, 14}, {9, 3}};
    for (int[] belief : beliefs) {
      believe(dense, model, belief[0], belief[1]);
    }

    for (int[] belief : beliefs) {
      model.believe(belief[0], belief[1]);
    }

    assertSame(model.joint(queries), dense.predict(spots(queries, model, points)));
    double[][] known = dense.predict(List.of(spot(model, 9, 51)));
    assertThat(model.predict(9, 51).variance()).isCloseTo(known[1][0], CLOSE);
    double[][] fresh = dense.predict(List.of(new Spot(-1, points[0], 51)));
    assertThat(model.predictNew(points[0], 51).variance()).isCloseTo(fresh[1][0], CLOSE);
    assertThat(model.predictNew(points[0], 51).mean()).isCloseTo(fresh[0][0], CLOSE);
  }

  private static void believe(DenseCurves dense, CurveModel model, int trial, int epoch) {
    CurveData curve = model.curve(trial);
    double last = curve.size() == 0 ? 0 : curve.epoch(curve.size() - 1);
    List<Spot> spots = new ArrayList<>();
    for (double next = Math.floor(last) + 1; next <= epoch; next++) {
      spots.add(spot(model, trial, next));
    }
    double[][] means = spots.isEmpty() ? new double[1][0] : dense.predict(spots);
    for (int i = 0; i < spots.size(); i++) {
      if (!(trial == 9 && epoch == 3 && i == 0)) {
        dense.observe(spots.get(i), means[0][i]);
      }
    }
  }

  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("cases")
  void forgetsWhatItBelieved(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveModel model = CurveModel.build(random.hyperparameters(bases), random.curves(8, irregular));
    Prediction before = model.predict(4, 51);

    model.believe(4, 30);
    double shrunk = model.predict(4, 51).variance();
    model.forget();

    assertThat(shrunk).isLessThan(before.variance());
    assertThat(model.predict(4, 51)).isEqualTo(before);
  }

  /** Steps of an incremental test, and whether it holds predictions cached meanwhile. */
  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("cases")
  void growsIntoTheModelThatIsBuiltAtOnce(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveModel model = CurveModel.build(random.hyperparameters(bases), List.of());
    Candidates candidates = Candidates.of(random.points(20));
    int[] all = IntStream.range(0, 20).toArray();

    for (int step = 0; step < 400; step++) {
      growBy(model, random, irregular);
      if (step % 7 == 0) {
        model.variances(candidates, new int[] {random.below(20), random.below(20)}, 51);
        model.predict(random.below(model.size()), 51);
      }
      if (step % 50 == 49) {
        model.believe(0, model.observed(0) + 2);
        model.predict(0, 51);
        model.forget();
      }
    }

    CurveModel rebuilt = model.rebuilt();
    assertThat(model.logEvidence()).isCloseTo(rebuilt.logEvidence(), within(1e-7));
    assertThat(model.means(candidates, 51)).containsExactly(rebuilt.means(candidates, 51), CLOSE);
    double[] incremental = model.variances(candidates, all, 51);
    assertThat(incremental)
        .containsExactly(rebuilt.variances(Candidates.of(points(candidates)), all, 51), CLOSE);
    for (int n = 0; n < model.size(); n++) {
      assertThat(model.predict(n, 51).mean()).isCloseTo(rebuilt.predict(n, 51).mean(), CLOSE);
      assertThat(model.predict(n, 51).variance())
          .isCloseTo(rebuilt.predict(n, 51).variance(), CLOSE);
    }
  }

  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("cases")
  void takesInManyCurvesAtOnceWhenItIsAsked(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveHyperparameters theta = random.hyperparameters(bases);
    List<CurveData> curves = random.curves(40, irregular);
    CurveModel model = CurveModel.build(theta, List.of());

    curves.forEach(model::add);

    assertThat(model.predict(3, 51)).isEqualTo(CurveModel.build(theta, curves).predict(3, 51));
    assertThat(model.health().rebuilds()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("cases")
  void takesInSeveralValuesOfOneCurveAtOnce(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveModel model = CurveModel.build(random.hyperparameters(bases), random.curves(9, irregular));
    int trial = model.add(random.regular(2));
    model.predict(trial, 51);

    for (int epoch = 3; epoch < 9; epoch++) {
      model.observe(trial, epoch, 0.1 * epoch);
    }

    double mean = model.rebuilt().predict(0, 51).mean();
    assertThat(model.predict(0, 51).mean()).isCloseTo(mean, CLOSE);
    assertThat(model.health().rebuilds()).isEqualTo(1);
  }

  private static double[][] points(Candidates candidates) {
    double[][] points = new double[candidates.size()][];
    for (int i = 0; i < points.length; i++) {
      points[i] = candidates.point(i);
    }
    return points;
  }

  /** One more trial, or one more value of a trial. */
  private static void growBy(CurveModel model, RandomCurves random, boolean irregular) {
    if (model.size() == 0 || random.below(6) == 0) {
      model.add(random.regular(random.below(3)));
      return;
    }
    int trial = random.below(model.size());
    CurveData curve = model.curve(trial);
    double last = curve.size() == 0 ? 0 : curve.epoch(curve.size() - 1);
    double epoch = irregular && trial % 3 == 1 ? last + 0.6 : last + 1;
    model.observe(trial, epoch, random.value(curve.point(), epoch));
  }

  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("cases")
  void givesTheSameBitsForTheSameCalls(int bases, boolean irregular, long seed) {
    assertThat(story(bases, irregular, seed)).containsExactly(story(bases, irregular, seed));
  }

  private static double[] story(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveModel model = CurveModel.build(random.hyperparameters(bases), List.of());
    Candidates candidates = Candidates.of(random.points(10));
    double[] told = new double[0];
    for (int step = 0; step < 60; step++) {
      growBy(model, random, irregular);
      double[] some = model.variances(candidates, new int[] {step % 10, (3 * step) % 10}, 51);
      told = IntStream.range(0, told.length + some.length).mapToDouble(told(told, some)).toArray();
    }
    double[] means = model.means(candidates, 51);
    return IntStream.range(0, told.length + means.length).mapToDouble(told(told, means)).toArray();
  }

  private static java.util.function.IntToDoubleFunction told(double[] first, double[] then) {
    return i -> i < first.length ? first[i] : then[i - first.length];
  }

  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("cases")
  void copiesGoTheirOwnWay(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveModel model = CurveModel.build(random.hyperparameters(bases), random.curves(8, irregular));
    Prediction before = model.predict(4, 51);
    CurveModel copy = model.copy();

    int observed = copy.observed(4);
    double last = observed == 0 ? 0 : copy.curve(4).epoch(observed - 1);
    copy.observe(4, last + 1, 3);
    copy.add(random.regular(3));

    assertThat(model.predict(4, 51)).isEqualTo(before);
    assertThat(model.size()).isEqualTo(8);
    assertThat(copy.predict(4, 51).mean())
        .isCloseTo(copy.rebuilt().predict(4, 51).mean(), CLOSE)
        .isNotEqualTo(before.mean());
  }

  @ParameterizedTest(name = "{0} bases, irregular {1}, seed {2}")
  @MethodSource("cases")
  void doesNotMindTheOrderOfTrials(int bases, boolean irregular, long seed) {
    RandomCurves random = new RandomCurves(seed);
    CurveHyperparameters theta = random.hyperparameters(bases);
    List<CurveData> curves = random.curves(8, irregular);

    CurveModel model = CurveModel.build(theta, curves);
    CurveModel turned = CurveModel.build(theta, curves.reversed());

    assertThat(turned.logEvidence()).isCloseTo(model.logEvidence(), CLOSE);
    for (int n = 0; n < 8; n++) {
      assertThat(turned.predict(7 - n, 51).mean()).isCloseTo(model.predict(n, 51).mean(), CLOSE);
    }
  }

  @Test
  void returnsThePriorUnderHugeNoise() {
    RandomCurves random = new RandomCurves(1);
    double[] vector = random.hyperparameters(1).vector();
    vector[RandomCurves.INPUTS + 4] = Math.log(1e14);
    CurveHyperparameters theta = CurveHyperparameters.of(vector, RandomCurves.INPUTS);

    CurveModel model = CurveModel.build(theta, random.curves(9, false));

    double mean = new DenseCurves(theta, List.of()).mean(51);
    for (int n = 0; n < 9; n++) {
      assertThat(model.predict(n, 51).mean()).isCloseTo(mean, CLOSE);
      assertThat(model.predict(n, Double.POSITIVE_INFINITY).variance())
          .isCloseTo(theta.variance(0), CLOSE);
    }
  }

  @Test
  void predictsThePriorWithoutTrials() {
    CurveHyperparameters theta = CurveHyperparameters.initial(2, 1);
    CurveModel model = CurveModel.build(theta, List.of());

    Prediction prediction = model.predictNew(new double[] {0.5, 0.5}, 51);

    assertThat(prediction.mean()).isEqualTo(new DenseCurves(theta, List.of()).mean(51), CLOSE);
    assertThat(model.logEvidence()).isZero();
  }

  @Test
  void dropsWhatItCannotUseAndCountsIt() {
    CurveHyperparameters theta = CurveHyperparameters.initial(1, 1);
    double[] point = {0.3};
    CurveData bad =
        CurveData.at(
            point,
            new double[] {1, 2, 2, Double.NaN, 3, 4},
            new double[] {1, 0.9, 0.8, 0.7, Double.POSITIVE_INFINITY, 0.6});

    CurveModel model = CurveModel.build(theta, List.of(bad));
    model.observe(0, 3, 0.5);

    assertThat(model.health().dropped()).isEqualTo(4);
    assertThat(model.curve(0))
        .isEqualTo(CurveData.at(point, new double[] {1, 2, 4}, new double[] {1, 0.9, 0.6}));
  }

  @Test
  void survivesEqualPointsConstantCurvesAndPointsThatAreNoNumbers() {
    double[] vector = CurveHyperparameters.initial(2, 1).vector();
    vector[vector.length - 3] = Math.log(1e-9);
    CurveHyperparameters theta = CurveHyperparameters.of(vector, 2);
    List<CurveData> curves = new ArrayList<>();
    for (int n = 0; n < 60; n++) {
      double[] values = new double[n % 20 + 1];
      Arrays.fill(values, 0.25);
      curves.add(CurveData.of(new double[] {n % 2 == 0 ? 0.5 : Double.NaN, 0.1}, values));
    }

    CurveModel model = CurveModel.build(theta, curves);

    for (int n = 0; n < 60; n++) {
      assertThat(model.predict(n, 51).mean()).isBetween(-1.0, 1.0);
      assertThat(model.predict(n, 51).variance()).isNotNegative().isFinite();
    }
    assertThat(model.health().degraded()).isFalse();
  }

  @Test
  void survivesHugeValues() {
    CurveHyperparameters theta = CurveHyperparameters.initial(1, 2);
    List<CurveData> curves =
        List.of(
            CurveData.of(new double[] {0.1}, 1e150, 1e-150),
            CurveData.of(new double[] {0.2}, 1),
            CurveData.of(new double[] {0.3}));

    CurveModel model = CurveModel.build(theta, curves);

    assertThat(model.predict(2, 51).mean()).isFinite();
    assertThat(model.predict(0, 51).variance()).isFinite();
  }
}
