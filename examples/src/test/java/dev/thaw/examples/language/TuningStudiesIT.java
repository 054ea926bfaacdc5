package dev.thaw.examples.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.core.study.Lineage;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: studies whose trials tune themselves run. Method: the samples, with small budgets. */
final class TuningStudiesIT {

  private static final Path STUDIES = Path.of("../conf/studies");

  @TempDir private Path temp;

  @Test
  void trialsThatTuneDozensOfHyperparametersAreFrozenAndThawed() throws Exception {
    JsonNode json = halving("hypergradients.yaml", "trainer.steps=30");

    assertThat(json.path("state").asText()).isEqualTo("ended");
    assertThat(json.path("trials").path("failed").asInt()).isZero();
    // Guessing among four languages has a loss of ln 4.
    assertThat(json.path("best").path("value").asDouble()).isBetween(0.1, Math.log(4));
    assertThat(thawed("hypergradients")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void warmModelsThatAreRegularisedLaterAreFrozenAndThawed() throws Exception {
    JsonNode json = halving("annealing.yaml", "trainer.buckets=64");

    assertThat(json.path("state").asText()).isEqualTo("ended");
    assertThat(json.path("trials").path("failed").asInt()).isZero();
    assertThat(json.path("best").path("value").asDouble()).isBetween(0.01, 0.75);
    assertThat(thawed("annealing")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void aPopulationGoesOnFromTheWeightsOfItsBestAndEndsWithASchedule() throws Exception {
    JsonNode json =
        Program.thaw(
            temp,
            "run",
            "-f",
            STUDIES.resolve("population.yaml").toString(),
            "--set",
            "scheduler.population=4",
            "--set",
            "scheduler.interval=2",
            "--set",
            "fidelity.max=6",
            "--set",
            "resources.slots=1",
            "--set",
            "trainer.languages=4",
            "--set",
            "trainer.buckets=64");

    assertThat(json.path("state").asText()).isEqualTo("ended");
    assertThat(json.path("trials").path("failed").asInt()).isZero();
    // Four members, of which one was replaced at each of two comparisons; each epoch is paid once.
    assertThat(json.path("trials").path("started").asInt()).isEqualTo(6);
    assertThat(json.path("epochs").asInt()).isEqualTo(4 * 6);
    StudyState state = Objects.requireNonNull(state("population"));
    int forks = 0;
    for (Trial fork : state.progress().trials()) {
      Lineage lineage = fork.lineage();
      if (lineage != null) {
        forks++;
        int epoch = lineage.checkpoint().epoch();
        double after = fork.curve().value(epoch + 1);
        // It begins nearer to where its parent was than to where its parent had begun.
        assertThat(Math.abs(after - fork.curve().value(epoch)))
            .isLessThan(Math.abs(after - fork.curve().value(1)));
      }
    }
    assertThat(forks).isEqualTo(2);
  }

  private @Nullable StudyState state(String study) {
    @Nullable StudyState state = null;
    for (var row : StudyJournal.read(temp.resolve("study"), StudySupervisor.persistenceId(study))) {
      for (Step step : row.recorded().steps()) {
        state = Study.evolve(state, step);
      }
    }
    return state;
  }

  /** Three trials, of which the best is thawed and trained to its third epoch. */
  private JsonNode halving(String study, String setting) throws Exception {
    return Program.thaw(
        temp,
        "run",
        "-f",
        STUDIES.resolve(study).toString(),
        "--set",
        "scheduler.name=successive-halving",
        "--set",
        "scheduler.eta=3",
        "--set",
        "scheduler.trials=3",
        "--set",
        "scheduler.sweeps=1",
        "--set",
        "fidelity.max=3",
        "--set",
        "baseline=false",
        "--set",
        "trainer.languages=4",
        "--set",
        setting);
  }

  /** How many leases went on from a checkpoint. */
  private long thawed(String study) {
    return StudyJournal.read(temp.resolve("study"), StudySupervisor.persistenceId(study)).stream()
        .flatMap(row -> row.recorded().steps().stream())
        .flatMap(step -> step.events().stream())
        .filter(event -> event instanceof StudyEvent.LeaseGranted e && e.resumeFrom() != null)
        .count();
  }
}
