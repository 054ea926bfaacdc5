package dev.thaw.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EncodingTest {

  static Stream<Long> seeds() {
    return Stream.iterate(0L, seed -> seed + 1).limit(300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void decodingInvertsEncodingExactly(long seed) {
    SearchSpace space = RandomSpaces.of(seed);

    for (int i = 0; i < 50; i++) {
      Configuration configuration = space.decode(RandomSpaces.point(space, seed, i));
      assertThat(space.decode(space.encode(configuration)))
          .as("space seed %d, point %d, %s", seed, i, space)
          .isEqualTo(configuration);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readingWhatWasDecodedChangesNothing(long seed) {
    SearchSpace space = RandomSpaces.of(seed);

    for (int i = 0; i < 20; i++) {
      Configuration configuration = space.decode(RandomSpaces.point(space, seed, i));
      assertThat(space.violations(configuration.asMap())).as("space seed %d", seed).isEmpty();
      assertThat(space.configuration(configuration.asMap()))
          .as("space seed %d, point %d, %s", seed, i, space)
          .isEqualTo(configuration);
    }
  }

  static Stream<Arguments> ordered() {
    return Stream.<Parameter>of(
            RealParameter.linear("x", -3, 7),
            RealParameter.linear("x", 1e15, 1e15 + 3),
            RealParameter.linear("x", 0.1 + 0.2, 1.0 / 3),
            RealParameter.linear("x", 0, Double.MIN_VALUE * 9),
            RealParameter.linear("x", -8e307, 8e307),
            RealParameter.log("x", 1e-300, 1e300),
            RealParameter.log("x", 1.0 / 3, 2.0 / 3),
            RealParameter.log("x", 1, Math.nextUp(1.0)),
            RealParameter.logit("x", 1e-15, 1 - 1e-15),
            RealParameter.linear("x", 0, 1).withStep(0.1),
            RealParameter.log("x", 0.001, 1).withStep(0.001),
            RealParameter.logit("x", 0.01, 0.99).withStep(0.01),
            IntegerParameter.linear("x", -5, 5),
            IntegerParameter.linear("x", 0, 1L << 39),
            IntegerParameter.log("x", 1, 1L << 39),
            IntegerParameter.log("x", 1, 2),
            IntegerParameter.log("x", 8, 1000).withStep(16),
            OrdinalParameter.of("x", 1, 2, 3, 4, 5))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("ordered")
  void decodingAndEncodingNeverDecrease(Parameter parameter) {
    SearchSpace space = SearchSpace.of(parameter);
    double last = Double.NEGATIVE_INFINITY;
    double lastCode = Double.NEGATIVE_INFINITY;

    for (int i = 0; i <= 4_000; i++) {
      Configuration configuration = space.decode(new double[] {i / 4_000.0});
      double x = Axis.number(configuration.get("x").orElseThrow());
      double code = space.encode(configuration)[0];
      assertThat(x).isGreaterThanOrEqualTo(last);
      assertThat(code).isBetween(0.0, 1.0).isGreaterThanOrEqualTo(lastCode);
      assertThat(x > last).isEqualTo(code > lastCode);
      assertThat(space.decode(new double[] {code})).isEqualTo(configuration);
      last = x;
      lastCode = code;
    }
  }

  @ParameterizedTest
  @MethodSource("ordered")
  void theEndsOfTheCoordinateAreTheBounds(Parameter parameter) {
    SearchSpace space = SearchSpace.of(parameter);
    List<Value> grid = Axis.of(parameter).grid(2);

    Value first = space.decode(new double[] {0}).get("x").orElseThrow();
    Value last = space.decode(new double[] {1}).get("x").orElseThrow();

    assertThat(first).isEqualTo(grid.getFirst());
    if (!(parameter instanceof OrdinalParameter)) {
      assertThat(last).isEqualTo(grid.getLast());
    }
  }

  @Test
  void everyWholeNumberOwnsABinAndIsEncodedAsItsCentre() {
    SearchSpace space = SearchSpace.of(IntegerParameter.linear("x", 1, 4));

    assertThat(IntStream.range(0, 8).mapToObj(i -> space.decode(new double[] {i / 8.0 + 0.01})))
        .extracting(c -> c.asMap().get("x"))
        .containsExactly(1L, 1L, 2L, 2L, 3L, 3L, 4L, 4L);
    assertThat(space.encode(space.configuration(Map.of("x", 3)))).containsExactly(0.625);
  }

  @Test
  void aLogarithmicIntegerGivesSmallNumbersWiderBins() {
    SearchSpace space = SearchSpace.of(IntegerParameter.log("x", 1, 1024));

    double one = space.encode(space.configuration(Map.of("x", 1)))[0];
    double two = space.encode(space.configuration(Map.of("x", 2)))[0];
    double last = space.encode(space.configuration(Map.of("x", 1023)))[0];

    assertThat(two - one).isCloseTo(0.1, within(0.02));
    assertThat(last).isGreaterThan(0.999);
  }

  @Test
  void everyLogarithmicIntegerSurvivesTheWayThereAndBack() {
    SearchSpace space = SearchSpace.of(IntegerParameter.log("x", 1, 5_000));

    for (long x = 1; x <= 5_000; x++) {
      Configuration configuration = space.configuration(Map.of("x", x));
      assertThat(space.decode(space.encode(configuration))).isEqualTo(configuration);
    }
  }

  @Test
  void theMiddleOfALogarithmicScaleIsTheGeometricMean() {
    SearchSpace space = SearchSpace.of(RealParameter.log("rate", 1e-6, 1e-2));

    assertThat(space.decode(new double[] {0.5})).hasToString("{rate=1.0E-4}");
  }

  @Test
  void stepsAreCountedInDecimals() {
    SearchSpace space = SearchSpace.of(RealParameter.linear("x", 0, 1).withStep(0.1));

    assertThat(IntStream.range(0, 11).mapToObj(i -> space.decode(new double[] {(i + 0.5) / 11})))
        .extracting(c -> c.asMap().get("x"))
        .containsExactly(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
  }

  @Test
  void valuesAreRoundedToAReadableNumberOfDigits() {
    SearchSpace space =
        SearchSpace.of(RealParameter.log("rate", 1e-5, 1), RealParameter.linear("x", 0, 1));

    assertThat(space.decode(new double[] {0.1234567890123, 1.0 / 3}))
        .hasToString("{rate=4.142704395E-5, x=0.3333333333}");
  }

  @Test
  void anInactiveCoordinateIsThatOfTheDefault() {
    SearchSpace space =
        SearchSpace.of(
            CategoricalParameter.of("optimizer", "sgd", "adam"),
            RealParameter.linear("momentum", 0, 1).withDefault(0.9).when("optimizer", "sgd"),
            RealParameter.linear("nesterov", 0, 1).when("optimizer", "sgd"));
    Configuration adam = space.configuration(Map.of("optimizer", "adam"));

    assertThat(space.encode(adam)).containsExactly(0.75, 0.9, 0.5);
    assertThat(space.decode(new double[] {0.75, 0.1, 0.1})).isEqualTo(adam);
  }

  @Test
  void constantsHaveNoCoordinate() {
    SearchSpace space =
        SearchSpace.of(
            ConstantParameter.of("epochs", 10),
            RealParameter.linear("x", 0, 1),
            ConstantParameter.of("name", "net"));

    assertThat(space.dimension()).isEqualTo(1);
    assertThat(space.coordinate(0).name()).isEqualTo("x");
    assertThat(space.decode(new double[] {0.5})).hasToString("{epochs=10, x=0.5, name=net}");
  }

  @Test
  void coordinatesOutsideTheCubeCountAsItsFaces() {
    SearchSpace space = SearchSpace.of(IntegerParameter.linear("x", 1, 4));

    assertThat(space.decode(new double[] {-3})).hasToString("{x=1}");
    assertThat(space.decode(new double[] {Double.POSITIVE_INFINITY})).hasToString("{x=4}");
  }

  @Test
  void refusesPointsOfAnotherSizeAndWithoutANumber() {
    SearchSpace space = SearchSpace.of(IntegerParameter.linear("x", 1, 4));

    assertThatThrownBy(() -> space.decode(new double[2])).hasMessageContaining("2 coordinates");
    assertThatThrownBy(() -> space.decode(new double[] {Double.NaN}))
        .hasMessage("unit[0], the coordinate of x, must be a number but is NaN.");
  }

  @Test
  void refusesToEncodeAConfigurationOfAnotherSpace() {
    SearchSpace space = SearchSpace.of(IntegerParameter.linear("x", 1, 4));
    var stranger = Configuration.of(List.of("y"), List.of(new IntegerValue(1)));
    var outside = Configuration.of(List.of("x"), List.of(new IntegerValue(9)));

    assertThatThrownBy(() -> space.encode(stranger)).hasMessageContaining("({y=1}) must have");
    assertThatThrownBy(() -> space.encode(outside))
        .hasMessage("value (9) must be a whole number from 1 to 4.");
  }

  @Test
  void aChildMayBeDeclaredBeforeItsParent() {
    SearchSpace space =
        SearchSpace.of(
            new RealParameter(
                "momentum",
                0,
                1,
                Scale.LINEAR,
                OptionalDouble.empty(),
                Optional.of(When.of("optimizer", "sgd")),
                Optional.empty()),
            CategoricalParameter.of("optimizer", "sgd", "adam"));

    assertThat(space.decode(new double[] {0.5, 0})).hasToString("{momentum=0.5, optimizer=sgd}");
    assertThat(space.decode(new double[] {0.5, 1})).hasToString("{optimizer=adam}");
  }
}
