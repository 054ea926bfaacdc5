package dev.thaw.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.SobolSuggestion;
import dev.thaw.core.suggest.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriorTest {

  private static final SearchSpace SPACE =
      SearchSpace.of(
          RealParameter.log("rate", 1e-5, 1),
          RealParameter.linear("decay", 0, 10),
          RealParameter.logit("keep", 0.01, 0.99),
          IntegerParameter.linear("layers", 1, 9),
          new OrdinalParameter(
              "batch",
              Stream.of(16, 64, 256).map(Value::of).toList(),
              Optional.empty(),
              Optional.empty()));

  private static double number(Configuration one, String name) {
    return Axis.number(one.get(name).orElseThrow());
  }

  private static double[] half() {
    double[] half = new double[SPACE.dimension()];
    Arrays.fill(half, 0.5);
    return half;
  }

  private static SearchSpace with(Prior... priors) {
    return SPACE.withPriors(List.of(priors));
  }

  @Test
  void leavesPointsAloneWithoutPriors() {
    double[] point = {0.1, 0.2, 0.3, 0.4, 0.5};

    assertThat(SPACE.likely(point)).containsExactly(point);
    assertThat(SPACE.logPrior(SPACE.defaults())).isZero();
    assertThat(with(Prior.of("decay", 5, 1)).likely(point)[0]).isEqualTo(0.1);
  }

  @Test
  void hasItsMedianNearTheCenterOnEveryScale() {
    SearchSpace space =
        with(
            Prior.of("rate", 1e-3, 1.5),
            Prior.of("decay", 4, 0.5),
            Prior.of("keep", 0.9, 1.5),
            Prior.of("layers", 6, 0.5));

    Configuration median = space.decode(space.likely(half()));

    assertThat(number(median, "rate")).isCloseTo(1e-3, within(2e-5));
    assertThat(number(median, "decay")).isCloseTo(4, within(0.02));
    assertThat(number(median, "keep")).isCloseTo(0.9, within(0.01));
    assertThat(number(median, "layers")).isEqualTo(6);
  }

  @Test
  void hasASixthOfTheNormalPartBelowOneSpreadUnderTheCenter() {
    SearchSpace space = with(Prior.of("rate", 1e-3, 3), Prior.of("decay", 5, 1));
    double sixth = 0.9 * (0.5 - 0.3413447);
    double rate = 0.4 - Math.log(3) / Math.log(1e5);

    double[] quantile = {sixth + 0.1 * rate, sixth + 0.1 * 0.4, 0.5, 0.5, 0.5};
    Configuration below = space.decode(space.likely(quantile));

    assertThat(number(below, "rate")).isCloseTo(1e-3 / 3, within(1e-6));
    assertThat(number(below, "decay")).isCloseTo(4, within(1e-4));
  }

  @Test
  void staysWithinTheBoundsEvenAtTheirEdge() {
    SearchSpace space = with(Prior.of("rate", 1, 2), Prior.of("decay", 0, 1));

    for (double u : new double[] {0, 1e-12, 0.25, 0.5, 1 - 1e-12, 1}) {
      double[] point = space.likely(new double[] {u, u, 0.5, 0.5, 0.5});
      assertThat(point[0]).isBetween(0.0, 1.0);
      assertThat(point[1]).isBetween(0.0, 1.0);
    }
    Configuration median = space.decode(space.likely(half()));
    assertThat(number(median, "decay")).isCloseTo(0.75, within(0.01));
  }

  @Test
  void hasADensityThatIntegratesToOne() {
    SearchSpace space = with(Prior.of("decay", 1, 2));

    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      double[] point = half();
      point[1] = (i + 0.5) / 10_000;
      sum += Math.exp(space.logPrior(space.decode(point))) / 10_000;
    }

    assertThat(sum).isCloseTo(1, within(1e-4));
  }

  @ParameterizedTest(name = "{0}: batch {1}, rate {2}")
  @CsvSource({
    "LINEAR, 16, 0.00625",
    "LINEAR, 64, 0.025",
    "LINEAR, 256, 0.1",
    "SQUARE_ROOT, 16, 0.025",
    "SQUARE_ROOT, 64, 0.05",
    "SQUARE_ROOT, 256, 0.1"
  })
  void movesTheCenterWithTheOtherParameter(Prior.Rule rule, int batch, double rate) {
    SearchSpace space = with(Prior.of("rate", 0.1, 1.2).movingWith("batch", 256, rule));
    double[] point = half();
    point[4] = SPACE.encode(SPACE.configuration(Map.of("batch", batch)))[4];

    assertThat(number(space.decode(space.likely(point)), "rate"))
        .isCloseTo(rate, within(0.03 * rate));
    Configuration there = SPACE.configuration(Map.of("batch", batch, "rate", rate));
    Configuration elsewhere = SPACE.configuration(Map.of("batch", batch, "rate", rate / 2));
    assertThat(space.logPrior(there)).isGreaterThan(space.logPrior(elsewhere) + 3);
  }

  @Test
  void keepsAMovingCenterWithinTheBounds() {
    SearchSpace space = with(Prior.of("rate", 1, 1.01).movingWith("batch", 16, Prior.Rule.LINEAR));
    double[] point = half();
    point[4] = 0.9;

    assertThat(number(space.decode(space.likely(point)), "rate")).isCloseTo(1, within(0.02));
  }

  static Stream<Suggestion> suggestions() {
    return Stream.of(new RandomSuggestion(), new SobolSuggestion());
  }

  @ParameterizedTest
  @MethodSource("suggestions")
  void decidesWhatIsSuggested(Suggestion suggestion) {
    SearchSpace space = with(Prior.of("rate", 1e-3, 3));

    long near =
        IntStream.range(0, 1_000)
            .mapToDouble(i -> number(suggestion.suggest(space, 1, i).orElseThrow(), "rate"))
            .filter(rate -> rate > 1e-3 / 3 && rate < 3e-3)
            .count();

    assertThat(near).isBetween(590L, 680L);
  }

  @Test
  void belongsToTheSpaceAndStaysWithConstraintsAndRows() {
    SearchSpace space = with(Prior.of("decay", 4, 1));

    assertThat(space).isNotEqualTo(SPACE).isEqualTo(with(Prior.of("decay", 4, 1)));
    assertThat(space.withConstraints("decay > 1").priors()).isEqualTo(space.priors());
    assertThat(space.restrictedTo(List.of(space.defaults())).priors()).isEqualTo(space.priors());
    assertThat(SPACE.toString()).doesNotContain("priors");
    assertThat(space.toString()).contains("priors");
  }

  private static void refused(String path, String message, Prior... priors) {
    assertThat(SearchSpace.priorProblems(SPACE.parameters(), List.of(priors)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo(path);
              assertThat(problem.message()).startsWith(message);
            });
    assertThatThrownBy(() -> with(priors)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isRefusedWithTheNameTheValueAndTheConstraint() {
    refused(
        "parameters.decay.prior.around",
        "around (11.0) must be from min (0.0) to max (10.0).",
        Prior.of("decay", 11, 1));
    refused(
        "parameters.rate.prior.spread",
        "spread (1.0) must be a factor above 1 on this scale.\nMaybe use 3x.",
        Prior.of("rate", 1e-3, 1));
    refused(
        "parameters.decay.prior.spread",
        "spread (NaN) must be a positive number",
        Prior.of("decay", 1, Double.NaN));
    refused(
        "parameters.batch.prior",
        "prior (of batch) must be of a real or integer parameter.",
        Prior.of("batch", 64, 2));
    refused(
        "parameters.ratte.prior",
        "prior (of ratte) must be of a parameter.\nMaybe you mean rate.",
        Prior.of("ratte", 64, 2));
    refused(
        "parameters.decay.prior",
        "prior (of decay) must be given once.",
        Prior.of("decay", 1, 1),
        Prior.of("decay", 2, 1));
  }

  @ParameterizedTest(name = "with {0}")
  @ValueSource(strings = {"bach", "decay", "rate"})
  void isRefusedWithAnotherThatItCannotMoveWith(String other) {
    refused(
        "parameters.rate.prior.with",
        "with (%s) must be".formatted(other),
        Prior.of("rate", 0.1, 3).movingWith(other, 1, Prior.Rule.LINEAR));
  }

  @Test
  void isRefusedWhereTheOtherMovesToo() {
    refused(
        "parameters.rate.prior.with",
        "with (layers) must be a parameter whose own prior is not with another.",
        Prior.of("rate", 0.1, 3).movingWith("layers", 4, Prior.Rule.LINEAR),
        Prior.of("layers", 3, 1).movingWith("batch", 16, Prior.Rule.LINEAR));
    refused(
        "parameters.rate.prior.at",
        "at (0.0) must be a positive number.",
        Prior.of("rate", 0.1, 3).movingWith("batch", 0, Prior.Rule.LINEAR));
  }
}
