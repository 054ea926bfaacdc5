package dev.thaw.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivedParameterTest {

  private static final SearchSpace SPACE =
      SearchSpace.of(
          DerivedParameter.of("warmup", "steps / 3").rounded(),
          IntegerParameter.linear("steps", 10, 1000).withDefault(100),
          RealParameter.log("rate", 1e-4, 1).withDefault(0.01),
          DerivedParameter.of("last_rate", "rate / (1 + decay)"),
          DerivedParameter.of("least_rate", "last_rate / 10"),
          CategoricalParameter.of("schedule", "falling", "constant"),
          RealParameter.linear("decay", -1, 4).withDefault(1).when("schedule", "falling"));

  private static Map<String, Object> at(double steps, double rate, double decay) {
    return Map.of("steps", steps, "rate", rate, "schedule", "falling", "decay", decay);
  }

  @Test
  void followsFromTheOthersWhereverItIsDeclared() {
    assertThat(SPACE.defaults())
        .hasToString(
            "{warmup=33, steps=100, rate=0.01, last_rate=0.005, least_rate=5.0E-4,"
                + " schedule=falling, decay=1.0}");
  }

  @Test
  void hasNoCoordinate() {
    assertThat(SPACE.dimension()).isEqualTo(4);
    double[] point = SPACE.encode(SPACE.defaults());

    assertThat(SPACE.decode(point)).isEqualTo(SPACE.defaults());
  }

  @Test
  void isInactiveWhereOneIsThatItMentions() {
    Configuration constant = SPACE.configuration(Map.of("schedule", "constant"));

    assertThat(constant.asMap())
        .containsKey("warmup")
        .doesNotContainKeys("last_rate", "least_rate");
    assertThat(SPACE.admits(constant)).isTrue();
  }

  @Test
  void aConfigurationForWhichItIsNotFiniteIsNotAdmitted() {
    double[] point = SPACE.encode(SPACE.defaults());
    point[3] = 0;
    Configuration dividing = SPACE.decode(point);

    assertThat(dividing.get("decay")).contains(new RealValue(-1));
    assertThat(dividing.get("last_rate")).isEmpty();
    assertThat(SPACE.admits(dividing)).isFalse();
    assertThatThrownBy(() -> SPACE.configuration(at(100, 0.01, -1)))
        .hasMessageContaining("leads to a number that is not finite");
  }

  @Test
  void takesPartInConstraints() {
    SearchSpace strict = SPACE.withConstraints("last_rate >= 0.01");

    assertThat(strict.admits(strict.configuration(at(100, 0.5, 1)))).isTrue();
    assertThat(strict.admits(SPACE.configuration(at(100, 0.01, 1)))).isFalse();
  }

  @Test
  void whoWritesAConfigurationByHandMayLeaveItOutOrMustBeRight() {
    assertThat(SPACE.violations(at(100, 0.01, 1))).isEmpty();
    Map<String, Object> wrong =
        Map.of("steps", 100, "rate", 0.01, "schedule", "constant", "warmup", 34);

    assertThat(SPACE.violations(wrong))
        .containsExactly(
            "warmup (34) must be 33, which follows from the others.\nMaybe leave it out.");
  }

  @Test
  void aGridHasNoPointsOfIt() {
    assertThat(SPACE.gridSize(3)).isEqualTo(3L * 3 * 2 * 3);
    assertThat(SPACE.gridPoint(0, 3).get("warmup")).contains(new IntegerValue(3));
  }

  @ParameterizedTest
  @CsvSource({"0.30000000000000004, 0.3", "123456789012345, 1.2345678901E14", "0, 0", "-2.5, -2.5"})
  void realsHaveElevenSignificantDigits(double number, double expected) {
    assertThat(DerivedParameter.of("x", "y").value(number)).contains(new RealValue(expected));
  }

  @Test
  void wholeNumbersAreRoundedWithTiesToEven() {
    DerivedParameter whole = DerivedParameter.of("x", "y").rounded();

    assertThat(whole.value(2.5)).contains(new IntegerValue(2));
    assertThat(whole.value(-3.7)).contains(new IntegerValue(-4));
    assertThat(whole.value(1e300)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          y +             | formula (y +) cannot be read at character 4: expected a parameter
          2 * 3           | formula (2 * 3) must mention a parameter.
          z / 2           | formula (z / 2) must mention parameters of the search space, but z is none.
          x / 2           | formula (x / 2) must mention only derived parameters that are declared before x, and x is not.
          later / 2       | formula (later / 2) must mention only derived parameters that are declared before x, and later is not.
          y < 0.5         | the comparison is a boolean where a number is needed.
          kind            | kind is a text where a number is needed.
          """)
  void whatIsWrongWithAFormulaIsSaid(String formula, String message) {
    List<Parameter> parameters =
        List.of(
            RealParameter.linear("y", 0, 1),
            CategoricalParameter.of("kind", "a", "b"),
            DerivedParameter.of("x", formula),
            DerivedParameter.of("later", "y"));

    assertThat(SearchSpace.problems(parameters, List.of()))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("parameters.x.formula");
              assertThat(problem.message()).startsWith(message);
            });
  }

  @Test
  void nobodysConditionIsADerivedParameter() {
    List<Parameter> parameters =
        List.of(
            RealParameter.linear("y", 0, 1).when("x", 1),
            new DerivedParameter("x", "2 * z", false, Optional.empty()),
            RealParameter.linear("z", 0, 1));

    assertThat(SearchSpace.problems(parameters, List.of()))
        .extracting(SpaceProblem::message)
        .containsExactly(
            "when (x) must name a parameter that is chosen, not one that follows from others.");
  }
}
