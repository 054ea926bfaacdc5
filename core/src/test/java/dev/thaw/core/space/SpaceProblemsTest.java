package dev.thaw.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpaceProblemsTest {
  private static final RealParameter X = RealParameter.linear("x", 0, 1);

  static Stream<Arguments> wrongParameters() {
    return Stream.of(
        wrong(
            RealParameter.linear("a", 2, 1),
            "parameters.a.min",
            "min (2.0) must be less than max (1.0).\nMaybe they are swapped."),
        wrong(
            IntegerParameter.linear("a", 3, 3),
            "parameters.a.min",
            "min (3) must be less than max (3).\nMaybe make it a constant."),
        wrong(RealParameter.linear("a", 0, Double.NaN), "parameters.a.max", "must be finite"),
        wrong(
            RealParameter.linear("a", -1e308, 1e308),
            "parameters.a.max",
            "must be at most 1.8e308"),
        wrong(
            RealParameter.log("a", 0, 1),
            "parameters.a.min",
            "min (0) must be positive on the log scale."),
        wrong(
            IntegerParameter.log("a", 0, 9),
            "parameters.a.min",
            "min (0) must be positive on the log scale."),
        wrong(
            RealParameter.logit("a", 0, 0.5),
            "parameters.a.min",
            "min (0) must be strictly between 0 and 1"),
        wrong(
            RealParameter.logit("a", 0.5, 1),
            "parameters.a.max",
            "max (1) must be strictly between 0 and 1"),
        wrong(X.withStep(0), "parameters.x.step", "step (0) must be a positive number."),
        wrong(X.withStep(Double.NaN), "parameters.x.step", "step (NaN) must be a positive number."),
        wrong(
            X.withStep(1.5),
            "parameters.x.step",
            "step (1.5) must leave at least two values from min (0) to max (1).\n"
                + "Maybe use a step of at most 1."),
        wrong(X.withStep(1e-13), "parameters.x.step", "must leave at most 2^40 values"),
        wrong(
            IntegerParameter.linear("a", 0, 9).withStep(-1),
            "parameters.a.step",
            "step (-1) must be a positive number."),
        wrong(
            IntegerParameter.linear("a", 0, Long.MAX_VALUE),
            "parameters.a.max",
            "must be from -2^53 to 2^53"),
        wrong(
            IntegerParameter.linear("a", 0, 1L << 50),
            "parameters.a.step",
            "must leave at most 2^40 values"),
        wrong(
            CategoricalParameter.of("a"),
            "parameters.a.values",
            "values (none) must hold at least two values."),
        wrong(OrdinalParameter.of("a", 1), "parameters.a.values", "Maybe make it a constant."),
        wrong(
            CategoricalParameter.of("a", "b", "c", "b"),
            "parameters.a.values[2]",
            "value (b) must be listed only once."),
        wrong(
            CategoricalParameter.of("a", 1, 1.0),
            "parameters.a.values[1]",
            "value (1.0) must be listed only once."),
        wrong(
            X.withDefault(2),
            "parameters.x.default",
            "default (2.0) must be a number from 0.0 to 1.0."),
        wrong(
            X.withStep(0.25).withDefault(0.3),
            "parameters.x.default",
            "default (0.3) must be a number from 0.0 to 1.0 in steps of 0.25."),
        wrong(
            IntegerParameter.linear("a", 1, 9).withStep(2).withDefault(4),
            "parameters.a.default",
            "default (4) must be a whole number from 1 to 9 in steps of 2."),
        wrong(
            CategoricalParameter.of("a", "b", "c").withDefault("d"),
            "parameters.a.default",
            "default (d) must be one of b, c."),
        wrong(
            RealParameter.linear("1a", 0, 1),
            "parameters[0].name",
            "name (1a) must start with a letter"),
        wrong(X.when("x", 1), "parameters.x.when", "when (x) must name another parameter."),
        wrong(
            X.when("y", 1),
            "parameters.x.when",
            "when (y) must name a parameter of the search space.\nMaybe you mean x."));
  }

  private static Arguments wrong(Parameter parameter, String path, String message) {
    return Arguments.of(parameter, path, message);
  }

  @ParameterizedTest
  @MethodSource("wrongParameters")
  void findsWhatIsWrongWithOneParameter(Parameter parameter, String path, String message) {
    List<SpaceProblem> problems = SearchSpace.problems(List.of(parameter), List.of());

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().path()).isEqualTo(path);
    assertThat(problems.getFirst().message()).contains(message);
  }

  static Stream<Arguments> wrongConstraints() {
    return Stream.of(
        Arguments.of("widht < 3", "but widht is none.\nMaybe you mean width."),
        Arguments.of("1 < 2", "must mention a parameter"),
        Arguments.of("width", "width is a number where a boolean is needed."),
        Arguments.of("width + 1", "the calculation is a number where a boolean is needed."),
        Arguments.of("optimizer < 3", "optimizer is a text where a number is needed."),
        Arguments.of(
            "optimizer == 3", "optimizer is a text and can never equal 3.0, which is a number."),
        Arguments.of(
            "optimizer == 'sdg'", "optimizer can never equal sdg; it must be one of sgd, adam."),
        Arguments.of("mixed > 1", "mixed is a mix of kinds where a number is needed."),
        Arguments.of("not width", "width is a number where a boolean is needed."),
        Arguments.of("width > 1 and optimizer", "optimizer is a text where a boolean is needed."),
        Arguments.of(
            "width == 33 or width > 90",
            "constraint (width == 33 or width > 90) does not hold for width = 32."));
  }

  @ParameterizedTest
  @MethodSource("wrongConstraints")
  void findsWhatIsWrongWithAConstraint(String text, String message) {
    List<Parameter> parameters =
        List.of(
            IntegerParameter.linear("width", 1, 100).withDefault(32),
            CategoricalParameter.of("optimizer", "sgd", "adam"),
            CategoricalParameter.of("mixed", 1, "auto"));

    List<SpaceProblem> problems = SearchSpace.problems(parameters, List.of(Constraint.parse(text)));

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().path()).isEqualTo("constraints[0]");
    assertThat(problems.getFirst().message()).contains(message);
  }

  @Test
  void listsAllProblemsInTheOrderOfTheDescription() {
    List<Parameter> parameters =
        List.of(
            RealParameter.log("rate", 0, 1),
            RealParameter.linear("momentum", 1, 0).when("optimiser", "sgd"),
            CategoricalParameter.of("optimizer", "sgd"),
            RealParameter.linear("rate", 0, 1));

    assertThat(SearchSpace.problems(parameters, List.of(Constraint.parse("speed > 1"))))
        .extracting(SpaceProblem::path)
        .containsExactly(
            "parameters.rate.min",
            "parameters.momentum.min",
            "parameters.momentum.when",
            "parameters.optimizer.values",
            "parameters.rate",
            "constraints[0]");
  }

  @Test
  void findsAParameterThatIsListedTwice() {
    assertThat(SearchSpace.problems(List.of(X, X), List.of()))
        .extracting(SpaceProblem::toString)
        .containsExactly(
            "parameters.x: name (x) must be given to one parameter only.\nMaybe rename one.");
  }

  @Test
  void findsACycleOfConditionsOnce() {
    List<Parameter> parameters =
        List.of(
            CategoricalParameter.of("leaf", 1, 2).when("a", 1),
            CategoricalParameter.of("a", 1, 2).when("b", 1),
            CategoricalParameter.of("b", 1, 2).when("c", 1),
            CategoricalParameter.of("c", 1, 2).when("a", 1));

    assertThat(SearchSpace.problems(parameters, List.of()))
        .extracting(SpaceProblem::toString)
        .containsExactly(
            "parameters.a.when: when (a -> b -> c -> a) must not lead back to the parameter itself."
                + "\nMaybe remove one of these conditions.");
  }

  @Test
  void findsActivatingValuesThatTheParentCannotTake() {
    List<Parameter> parameters =
        List.of(
            CategoricalParameter.of("optimizer", "sgd", "adam"),
            X.when("optimizer", "sgd", "rmsprop"),
            RealParameter.linear("y", 0, 1).when("optimizer"));

    assertThat(SearchSpace.problems(parameters, List.of()))
        .extracting(SpaceProblem::toString)
        .containsExactly(
            "parameters.x.when.optimizer: when lists rmsprop, which optimizer cannot be;"
                + " it must be one of sgd, adam.",
            "parameters.y.when: when (optimizer) must list at least one value of it.");
  }

  @Test
  void blamesDefaultsForAConstraintOnlyIfAllOfThemAreDeclared() {
    var declared = IntegerParameter.linear("a", 1, 9).withDefault(9);
    var undeclared = IntegerParameter.linear("b", 1, 9);
    List<Constraint> constraint = List.of(Constraint.parse("a < b"));

    assertThat(SearchSpace.problems(List.of(declared, undeclared), constraint)).isEmpty();
    assertThat(SearchSpace.problems(List.of(declared, undeclared.withDefault(9)), constraint))
        .hasSize(1);
  }

  @Test
  void refusesAnEmptySpace() {
    assertThat(SearchSpace.problems(List.of(), List.of()))
        .extracting(SpaceProblem::path)
        .containsExactly("parameters");
  }

  @Test
  void theConstructorThrowsTheFirstProblem() {
    assertThatThrownBy(() -> SearchSpace.of(RealParameter.log("rate", -1, 1), X.withStep(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("parameters.rate.min: min (-1) must be positive on the log scale.");
  }
}
