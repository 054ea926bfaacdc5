package dev.thaw.examples.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.core.study.Lineage;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
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

  @Test
  void ratesThatFallOnAScheduleFallInEachTrialAndAreInTheJournal() throws Exception {
    JsonNode json = halving("controllers.yaml", "trainer.buckets=64");

    assertThat(json.path("state").asText()).isEqualTo("ended");
    assertThat(json.path("trials").path("failed").asInt()).isZero();
    assertThat(thawed("controllers")).isGreaterThanOrEqualTo(1);
    StudyState state = Objects.requireNonNull(state("controllers"));
    Trial longest = state.trial(json.path("best").path("trial").asInt());
    assertThat(rates(longest.number()))
        .hasSize(longest.epochs())
        .isSortedAccordingTo(Comparator.reverseOrder())
        .doesNotHaveDuplicates();
  }

  /** The learning rates of a trial's epochs, as the journal has them. */
  private List<Double> rates(int trial) {
    return StudyJournal.read(temp.resolve("study"), StudySupervisor.persistenceId("controllers"))
        .stream()
        .flatMap(row -> row.recorded().steps().stream())
        .map(Step::input)
        .filter(input -> input instanceof StudyInput.EpochReported in && in.trial() == trial)
        .map(input -> Objects.requireNonNull(((StudyInput.EpochReported) input).inEffect()))
        .map(inEffect -> Objects.requireNonNull(inEffect.get("learning_rate")))
        .toList();
  }

  @Test
  void twoObjectivesEndInAFrontWithoutADominatedTrial() throws Exception {
    JsonNode json =
        Program.thaw(
            temp,
            "run",
            "-f",
            STUDIES.resolve("objectives.yaml").toString(),
            "--set",
            "fidelity.max=3",
            "--set",
            "budget.epochs=24",
            "--set",
            "suggest.initial=4",
            "--set",
            "trainer.languages=4",
            "--set",
            "trainer.buckets=64");

    assertThat(json.path("state").asText()).isEqualTo("ended");
    List<JsonNode> front = new ArrayList<>();
    json.path("front").path("trials").forEach(front::add);
    assertThat(front).isNotEmpty();
    for (int i = 1; i < front.size(); i++) {
      double[] before = values(front.get(i - 1));
      double[] after = values(front.get(i));
      assertThat(after[0]).isGreaterThanOrEqualTo(before[0]);
      assertThat(after[1]).isLessThan(before[1]);
    }
  }

  private static double[] values(JsonNode trial) {
    return StreamSupport.stream(trial.path("values").spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  @Test
  void aRaceDropsConfigurationsByTheirFoldsAndTrainsTheRestOnAll() throws Exception {
    JsonNode json =
        Program.thaw(
            temp,
            "run",
            "-f",
            STUDIES.resolve("race.yaml").toString(),
            "--set",
            "scheduler.trials=6",
            "--set",
            "scheduler.minFolds=3",
            "--set",
            "scheduler.sweeps=1",
            "--set",
            "fidelity.max=6",
            "--set",
            "trainer.folds=6",
            "--set",
            "trainer.passes=1",
            "--set",
            "trainer.languages=4",
            "--set",
            "trainer.buckets=64");

    assertThat(json.path("state").asText()).isEqualTo("ended");
    assertThat(json.path("trials").path("started").asInt()).isEqualTo(6);
    StudyState state = Objects.requireNonNull(state("race"));
    int folds = 0;
    for (Trial trial : state.progress().trials()) {
      folds += trial.epochs();
      boolean whole = trial.epochs() == 6;
      assertThat(trial.status()).isEqualTo(whole ? TrialStatus.COMPLETED : TrialStatus.STOPPED);
      assertThat(trial.epochs()).isGreaterThanOrEqualTo(3);
    }
    assertThat(json.path("epochs").asInt()).isEqualTo(folds).isLessThan(6 * 6);
    assertThat(Objects.requireNonNull(state.progress().best()).epoch()).isEqualTo(6);
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
