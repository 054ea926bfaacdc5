package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.space.OrdinalParameter;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecOverridesTest {

  @Test
  void replacesAValue() {
    assertThat(Texts.minimal("fidelity.max=27").fidelity().max()).isEqualTo(27);
  }

  @Test
  void createsTheMappingsOnTheWay() {
    assertThat(Texts.minimal("resources.slots=4").resources().slots()).isEqualTo(4);
  }

  @Test
  void takesADurationAsItIsWritten() {
    assertThat(Texts.minimal("budget.wallClock=90s").budget().wallClock())
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void takesListsAndMappingsInFlowStyle() {
    assertThat(Texts.minimal("parameters.p={type: ordinal, values: [1, 2]}").space().parameter("p"))
        .contains(OrdinalParameter.of("p", 1L, 2L));
  }

  @Test
  void reachesTheStagesOfParametersThatAreExpensive() {
    StudySpec.Growth growth =
        Texts.minimal(
                "fidelity.max=27", "fidelity.growth.from=3", "fidelity.growth.stages.rate=down")
            .fidelity()
            .growth();

    assertThat(growth).isNotNull();
    assertThat(growth.stages()).containsEntry("rate", StudySpec.Growth.Expensive.DOWN);
  }

  @Test
  void takesAnEqualsSignInTheValue() {
    assertThat(Texts.minimal("trainer.flag=a=b").trainer().options()).containsEntry("flag", "a=b");
  }

  @Test
  void addsToAListAndReplacesWithinIt() {
    assertThat(
            Texts.minimal(
                    "constraints=['rate < 0.5']",
                    "constraints[1]=rate < 0.4",
                    "constraints[0]=rate < 0.6")
                .space()
                .constraints())
        .extracting(Object::toString)
        .containsExactly("rate < 0.6", "rate < 0.4");
  }

  @Test
  void letsTheLastOneWin() {
    assertThat(Texts.minimal("seed=3", "seed=4").seed()).isEqualTo(4);
  }

  @Test
  void reachesAParameterWithADotInItsName() {
    String yaml = Texts.MINIMAL.replace("rate:", "sgd.rate:");

    assertThat(Texts.read(yaml, "parameters.sgd.rate.default=0.5").space().parameter("sgd.rate"))
        .hasValueSatisfying(p -> assertThat(p.defaultValue()).isPresent());
  }

  @Test
  void doesNotPointAtALineForWhatIsNotInTheFile() {
    assertThat(Texts.errors("fidelity.max=0").getFirst().line()).isZero();
  }

  @ParameterizedTest(name = "{0}: maybe {1}")
  @CsvSource({
    "fidelty.max=3, fidelity.max",
    "budget.wallclok=90s, budget.wallClock",
    "parameters.rat.min=3, parameters.rate.min",
    "sead=3, seed",
    "fidelity.max.x=3, fidelity.max"
  })
  void suggestsTheNearestPathForOneThatIsNone(String override, String nearest) {
    SpecError error = Texts.errors(override).getFirst();

    assertThat(error.message())
        .isEqualTo("--set %s names nothing that a study has.".formatted(override));
    assertThat(error.advice()).contains("Maybe " + nearest + ".");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "seed, --set seed must be a path",
    "=3, --set =3 must be a path",
    "'seed=[1', '--set seed=[1 does not have a value that is YAML.'",
    "constraints[4]=rate < 1, --set constraints[4]=rate < 1 goes through something"
  })
  void refusesWhatIsNoOverride(String override, String message) {
    assertThat(Texts.errors(override).getFirst().message()).startsWith(message);
  }
}
