package dev.thaw.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A draft says what a file says. */
class StudyDraftTest {

  private static final StudyDraft DRAFT =
      StudyDraft.named("digits")
          .maximize("accuracy")
          .logReal("rate", 1e-4, 1)
          .integer("width", 16, 128)
          .choice("optimizer", "sgd", "adam")
          .epochs(27)
          .trials(40)
          .wallClock(Duration.ofMinutes(90))
          .slots(2)
          .seed(7)
          .with("scheduler", Map.of("name", "asha", "eta", 3))
          .with("trainer", Map.of("name", "asked"));

  @Test
  void itIsTheStudyOfTheSameFile() throws Exception {
    StudySpec file =
        SpecReader.read(
            """
            study: digits
            objective: {metric: accuracy, goal: maximize}
            parameters:
              rate: {type: real, min: 1e-4, max: 1.0, scale: log}
              width: {type: integer, min: 16, max: 128}
              optimizer: {type: categorical, values: [sgd, adam]}
            fidelity: {name: epochs, min: 1, max: 27}
            budget: {trials: 40, wallClock: 90m}
            resources: {slots: 2}
            seed: 7
            scheduler: {name: asha, eta: 3}
            trainer: {name: asked}
            """,
            "the file",
            List.of());

    assertThat(DRAFT.spec()).isEqualTo(file);
  }

  @Test
  void eachStepLeavesTheDraftBeforeAsItWas() {
    StudyDraft longer = DRAFT.epochs(81);

    assertThat(DRAFT.spec().fidelity().max()).isEqualTo(27);
    assertThat(longer.spec().fidelity().max()).isEqualTo(81);
  }

  @Test
  void whatIsWrongIsSaidAsByTheCommandLineAllAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DRAFT.real("dropout", 0.5, 0.1).with("sheduler", "asha").spec())
        .withMessageContaining("dropout")
        .withMessageContaining("sheduler")
        .withMessageContaining("Maybe scheduler");
  }

  @Test
  void timesAreRoundedUpToSecondsAndAreLongerThanNothing() {
    assertThat(DRAFT.wallClock(Duration.ofMillis(500)).spec().budget().wallClock())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(DRAFT.wallClock(Duration.ofMillis(1900)).spec().budget().wallClock())
        .isEqualTo(Duration.ofSeconds(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DRAFT.wallClock(Duration.ZERO))
        .withMessage("wallClock (0s) must be positive.");
  }

  @Test
  @SuppressWarnings("NullAway")
  void whatIsMissingIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DRAFT.choice("optimizer", "sgd", "adam", null))
        .withMessage("value 3 of parameter optimizer must not be null.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DRAFT.choice("optimizer", (Object[]) null))
        .withMessage("the values of parameter optimizer must not be null.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StudyDraft.named(null))
        .withMessage("study must not be null.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DRAFT.maximize(null))
        .withMessage("metric must not be null.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DRAFT.wallClock(null))
        .withMessage("wallClock must not be null.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DRAFT.with("trainer", null))
        .withMessage("trainer must not be null.");
  }
}
