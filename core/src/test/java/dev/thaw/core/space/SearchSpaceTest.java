package dev.thaw.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  private static final SearchSpace SPACE =
      SearchSpace.of(
              RealParameter.log("rate", 1e-4, 1).withDefault(0.01),
              IntegerParameter.linear("width", 8, 64).withStep(8),
              CategoricalParameter.of("optimizer", "sgd", "adam"),
              RealParameter.linear("momentum", 0, 1).when("optimizer", "sgd"),
              ConstantParameter.of("seeded", true))
          .withConstraints("width <= 32 or rate < 0.1");

  @Test
  void defaultsAreDeclaredOrInTheMiddleOrFirst() {
    assertThat(SPACE.defaults())
        .hasToString("{rate=0.01, width=40, optimizer=sgd, momentum=0.5, seeded=true}");
  }

  @Test
  void fillsInTheDefaultsOfActiveParametersOnly() {
    assertThat(SPACE.configuration(Map.of("optimizer", "adam", "width", 16.0)))
        .hasToString("{rate=0.01, width=16, optimizer=adam, seeded=true}");
  }

  @Test
  void listsEverythingThatIsWrongWithAHandWrittenConfiguration() {
    Map<String, Object> written =
        Map.of("rate", 5, "width", 12, "optimizer", "adam", "momentum", 0.5, "colour", 1);

    assertThat(SPACE.violations(written))
        .containsExactly(
            "colour is not a parameter of the search space."
                + "\nMaybe one of rate, width, optimizer, momentum, seeded.",
            "rate (5) must be a number from 1.0E-4 to 1.0.",
            "width (12) must be a whole number from 8 to 64 in steps of 8.",
            "momentum (0.5) must be left out, because it is active only when optimizer is sgd.",
            "seeded is missing; it must be true.");
  }

  @Test
  void listsViolatedConstraints() {
    Map<String, Object> written =
        Map.of("rate", 0.5, "width", 64, "optimizer", "adam", "seeded", true);

    assertThat(SPACE.violations(written))
        .containsExactly(
            "constraint (width <= 32 or rate < 0.1) does not hold for width = 64, rate = 0.5.");
    assertThatThrownBy(() -> SPACE.configuration(written)).hasMessageContaining("width = 64");
  }

  @Test
  void refusesValuesThatAreNoValues() {
    assertThat(
            SPACE.violations(Map.of("rate", Double.NaN, "width", List.of(8), "optimizer", "sgd")))
        .contains(
            "rate (NaN) must be a number from 1.0E-4 to 1.0.",
            "width ([8]) must be a whole number from 8 to 64 in steps of 8.");
  }

  @Test
  void admitsWhatMeetsTheConstraints() {
    assertThat(SPACE.admits(SPACE.decode(new double[] {0, 1, 0, 0}))).isTrue();
    assertThat(SPACE.admits(SPACE.decode(new double[] {1, 1, 0, 0}))).isFalse();
  }

  @Test
  void givesTheTypesThatTrainersExpect() {
    assertThat(SPACE.defaults().asMap().values())
        .extracting(Object::getClass)
        .isEqualTo(List.of(Double.class, Long.class, String.class, Double.class, Boolean.class));
  }

  @Test
  void configurationsShareNamesAndListedValues() {
    Configuration one = SPACE.decode(new double[] {0.1, 0.1, 0.1, 0.1});
    Configuration other = SPACE.decode(new double[] {0.2, 0.2, 0.2, 0.2});

    assertThat(one.names()).isSameAs(other.names()).isSameAs(SPACE.names());
    assertThat(one.at(2)).isSameAs(other.at(2));
  }

  @Test
  void adoptsAnEqualConfigurationThatWasReadFromAJournal() {
    Configuration original = SPACE.defaults();
    Configuration read =
        Configuration.of(new ArrayList<>(original.names()), new ArrayList<>(original.values()));

    Configuration adopted = SPACE.adopt(read);

    assertThat(adopted).isEqualTo(read).isEqualTo(original).hasSameHashCodeAs(original);
    assertThat(adopted.names()).isSameAs(SPACE.names());
  }

  @Test
  void configurationsDifferByOneValueOrItsAbsence() {
    Configuration sgd = SPACE.decode(new double[] {0.1, 0.1, 0.1, 0.1});
    Configuration adam = SPACE.decode(new double[] {0.1, 0.1, 0.9, 0.1});

    assertThat(sgd).isNotEqualTo(adam);
    assertThat(adam.get("momentum")).isEmpty();
    assertThat(adam.get("unknown")).isEmpty();
    assertThat(sgd.get("momentum")).contains(new RealValue(0.1));
  }

  @Test
  void configurationsRefuseUnevenListsAndRepeatedNames() {
    assertThatThrownBy(() -> Configuration.of(List.of("a"), List.of()))
        .hasMessage("values (0 of them) must be as many as names (1).");
    assertThatThrownBy(
            () ->
                Configuration.of(
                    List.of("a", "a"), List.of(FlagValue.of(true), FlagValue.of(true))))
        .hasMessage("names ([a, a]) must be different.");
  }

  @Test
  void spacesAreEqualByTheirDescription() {
    SearchSpace again = new SearchSpace(SPACE.parameters(), SPACE.constraints());

    assertThat(again).isEqualTo(SPACE).hasSameHashCodeAs(SPACE).isNotSameAs(SPACE);
    assertThat(again).isNotEqualTo(new SearchSpace(SPACE.parameters(), List.of()));
  }

  @Test
  void negativeZeroIsZero() {
    assertThat(new RealValue(-0.0)).isEqualTo(new RealValue(0.0));
  }

  @Test
  void conditionsMayNameNumbersThatAreWrittenDifferently() {
    SearchSpace space =
        SearchSpace.of(
            IntegerParameter.linear("layers", 1, 2),
            RealParameter.linear("x", 0, 1).when("layers", 2.0));

    assertThat(space.decode(new double[] {0.9, 0.5})).hasToString("{layers=2, x=0.5}");
  }

  @Test
  void aChildOfAnInactiveParameterIsInactive() {
    SearchSpace space =
        SearchSpace.of(
            CategoricalParameter.of("a", 1, 2),
            CategoricalParameter.of("b", 1, 2).when("a", 1),
            CategoricalParameter.of("c", 1, 2).when("b", 1, 2));

    assertThat(space.decode(new double[] {0.9, 0.1, 0.1})).hasToString("{a=2}");
  }
}
