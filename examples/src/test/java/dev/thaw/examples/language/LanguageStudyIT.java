package dev.thaw.examples.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.app.engine.StateFile;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.core.random.Draws;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo and a study like it, run by the real program. */
final class LanguageStudyIT {

  /** Synchronous, so that every trial is frozen at its first rung, and a third of them thawed. */
  private static final String FREEZING =
      """
      study: freezing
      objective: {metric: error, goal: minimize}
      parameters:
        learning_rate: {type: real, min: 1e-3, max: 1.0, scale: log}
        optimizer: {type: categorical, values: [sgd, adam, rmsprop]}
        momentum: {type: real, min: 0.0, max: 0.99, when: {optimizer: [sgd]}}
        beta1: {type: real, min: 0.5, max: 0.99, when: {optimizer: [adam]}}
        batch_size: {type: integer, min: 32, max: 256, scale: log}
        depth: {type: integer, min: 1, max: 2}
        dropout: {type: real, min: 0.0, max: 0.6}
        ngram: {type: integer, min: 1, max: 4}
      fidelity: {name: epochs, min: 1, max: 9}
      scheduler: {name: successive-halving, eta: 3, trials: 9, sweeps: 1}
      baseline: false
      trainer: {name: language-identification, languages: 6, buckets: 256}
      resources: {slots: 2}
      seed: 5
      """;

  @TempDir private Path temp;

  @Test
  void runsTheDemoToItsEndOnASmallBudget() throws Exception {
    JsonNode json =
        Program.thaw(
            temp,
            "demo",
            "--set",
            "budget.epochs=12",
            "--set",
            "fidelity.max=3",
            "--set",
            "trainer.languages=6");

    assertThat(json.path("study").asText()).isEqualTo("language");
    assertThat(json.path("state").asText()).isEqualTo("ended");
    assertThat(json.path("epochs").asInt()).isEqualTo(12);
    assertThat(json.path("trials").path("failed").asInt()).isZero();
    assertThat(json.path("baseline").path("value").asDouble()).isBetween(0.0, 0.8);
    assertThat(json.path("best").path("value").asDouble())
        .isLessThanOrEqualTo(json.path("baseline").path("value").asDouble());
    assertThat(temp.resolve("study/report.html")).content().contains("<svg");
  }

  @Test
  void trainsAFrozenAndThawedTrialAsIfItHadNeverStopped() throws Exception {
    Path spec = Files.writeString(temp.resolve("spec.yaml"), FREEZING);

    Program.thaw(temp, "run", "-f", spec.toString());

    StudyState state =
        StateFile.read(new StudyFolder(temp.resolve("study")), "freezing").orElseThrow();
    assertThat(thawed()).isGreaterThanOrEqualTo(4);
    assertThat(state.progress().trials().size()).isEqualTo(9);
    for (Trial trial : state.progress().trials()) {
      assertThat(trial.curve().values())
          .as("trial %d: %s", trial.number(), trial.configuration())
          .containsExactly(uninterrupted(state, trial));
    }
  }

  /** How many leases went on from a checkpoint. */
  private long thawed() {
    return StudyJournal.read(temp.resolve("study"), StudySupervisor.persistenceId("freezing"))
        .stream()
        .flatMap(row -> row.recorded().steps().stream())
        .flatMap(step -> step.events().stream())
        .filter(event -> event instanceof StudyEvent.LeaseGranted e && e.resumeFrom() != null)
        .count();
  }

  /** The errors of a trial that this process trains without a pause. */
  private static double[] uninterrupted(StudyState state, Trial trial) throws Exception {
    var setup =
        new TrialSetup(
            "uninterrupted",
            trial.number(),
            trial.configuration().asMap(),
            Draws.of(state.spec().seed(), "trial", trial.number()).bits(0),
            state.spec().trainer().options(),
            TrainingSlot.onProcessor(0),
            Path.of("").toAbsolutePath(),
            Optional.empty());
    double[] errors = new double[trial.epochs()];
    try (var session = new LanguageTrainer().open(setup)) {
      for (int epoch = 1; epoch <= errors.length; epoch++) {
        errors[epoch - 1] = session.trainEpoch(epoch).metrics().getOrDefault("error", Double.NaN);
      }
    }
    return errors;
  }
}
