package dev.thaw.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.workers.checkpoint.FolderCheckpoints;
import dev.thaw.workers.session.SessionHostSettings;
import dev.thaw.workers.session.StudyPlace;
import dev.thaw.workers.session.ThreadedSessionHost;
import dev.thaw.workers.session.Trainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One study in which every trial but one meets another fault, each tried twice. */
final class MisbehavingTrainersIT {

  private static final String SPEC =
      """
      study: faulty
      objective: {metric: loss, goal: minimize}
      parameters:
        fault: {type: categorical, values: [%s]}
      fidelity: {name: epochs, min: 1, max: 3}
      scheduler: {name: full}
      suggest: {name: grid}
      baseline: false
      trainer: {name: faulty}
      resources: {slots: 2}
      maxRestarts: 1
      epochTimeLimit: 1s
      """;

  private static final String FAULTS =
      "none, throws, throws-once, nan, infinite, silent, memory, refuses, disk, sulks, hangs";

  @TempDir private static Path temp;

  @SuppressWarnings("NullAway.Init")
  private static JsonNode json;

  @SuppressWarnings("NullAway.Init")
  private static Replay replay;

  @BeforeAll
  static void runTheStudy() throws IOException {
    Files.writeString(temp.resolve("spec.yaml"), SPEC.formatted(FAULTS));
    try (var run =
        ThawProcess.start(temp, List.of(), "run", "-f", "spec.yaml", "--dir", "study", "--json")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
      json = run.json();
    }
    replay = Replay.of(temp.resolve("study"), "faulty", temp.resolve("copy"));
  }

  @Test
  void endsTheStudyAndCountsWhoFailed() {
    assertThat(json.path("state").asText()).isEqualTo("ended");
    assertThat(json.path("trials").path("started").asInt()).isEqualTo(11);
    assertThat(json.path("trials").path("failed").asInt()).isEqualTo(1);
    assertThat(json.path("trials").path("infeasible").asInt()).isEqualTo(7);
    assertThat(json.path("trials").path("completed").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "throws, TRAINER_ERROR, the batch is empty",
    "refuses, TRAINER_ERROR, no such model",
    "nan, NON_FINITE_METRIC, NaN",
    "infinite, NON_FINITE_METRIC, Infinity",
    "silent, MISSING_METRIC, accuracy",
    "hangs, EPOCH_TIMEOUT, epochTimeLimit",
    "disk, CHECKPOINT_WRITE, No space left on device"
  })
  void failsTheTrialWithTheReasonAfterOneRestart(String fault, Failure.Kind kind, String words) {
    Reason reason = replay.reasonOf(trial(fault));

    assertThat(reason).isInstanceOf(Reason.RestartsSpent.class);
    var spent = (Reason.RestartsSpent) reason;
    assertThat(spent.failure().kind()).isEqualTo(kind);
    assertThat(spent.failure().message()).contains(words);
    assertThat(spent.restarts()).isEqualTo(1);
    assertThat(failures(trial(fault))).hasSize(2);
  }

  /** The slots share the machine's memory: a neighbour may have been the cause the first time. */
  @Test
  void triesATrialThatRanOutOfMemoryAloneBeforeItCostsARestart() {
    Trial memory = trial("memory");

    assertThat(replay.events(StudyEvent.TrialUnpacked.class))
        .containsExactly(new StudyEvent.TrialUnpacked(memory.number()));
    assertThat(replay.reasonOf(memory)).isInstanceOf(Reason.RestartsSpent.class);
    var spent = (Reason.RestartsSpent) replay.reasonOf(memory);
    assertThat(spent.failure().kind()).isEqualTo(Failure.Kind.OUT_OF_MEMORY);
    assertThat(spent.failure().message()).contains("no memory on the device");
    assertThat(spent.restarts()).isEqualTo(1);
    assertThat(failures(memory)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"throws", "throws-once", "memory", "nan", "silent", "hangs"})
  void triesAgainFromTheCheckpointOfTheEpochBefore(String fault) {
    CheckpointRef from = replay.leases(trial(fault)).getLast().resumeFrom();

    assertThat(from).extracting(CheckpointRef::epoch).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"none, 0", "throws-once, 1", "sulks, 0"})
  void completesTheTrialsThatRecoverOrNeverFailed(String fault, int restarts) {
    assertThat(trial(fault).status()).isEqualTo(TrialStatus.COMPLETED);
    assertThat(trial(fault).curve().values()).containsExactly(1, 2, 3);
    assertThat(trial(fault).restarts()).isEqualTo(restarts);
  }

  @Test
  void leavesNoPartOfACheckpointThatCouldNotBeWritten() throws IOException {
    Path folder = temp.resolve("study/checkpoints/trial-%05d".formatted(trial("disk").number()));

    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void endsTheStudyWithACodeOfItsOwnIfNoTrialEverHasAValue() throws IOException {
    Files.writeString(temp.resolve("hopeless.yaml"), SPEC.formatted("refuses, refuses-too"));

    try (var run =
        ThawProcess.start(
            temp, List.of(), "run", "-f", "hopeless.yaml", "--dir", "hopeless", "--json")) {

      assertThat(run.exitCode()).as(run.err()).isEqualTo(5);
      assertThat(run.json().path("best").isNull()).isTrue();
      assertThat(run.json().path("trials").path("infeasible").asInt()).isEqualTo(2);
    }
  }

  @Test
  void givesUpTheThreadOfATrainerThatIgnoresInterrupts() throws Exception {
    var folder = new StudyFolder(temp.resolve("deaf"));
    StudySpec spec = spec("none, deaf");
    var settings = SessionHostSettings.defaults().withAbortGrace(Duration.ofMillis(200));
    var store = new FolderCheckpoints(folder.places().checkpoints());

    try (var host =
            new ThreadedSessionHost(
                Trainers.installed(), new StudyPlace(store, folder.directory()), settings);
        var study = LocalStudy.open(spec, folder, host, state -> {})) {
      Optional<StudyState> end = study.awaitEnd(Duration.ofSeconds(30));

      assertThat(end).isPresent();
      assertThat(statuses(end.get()))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("none", TrialStatus.COMPLETED, "deaf", TrialStatus.INFEASIBLE));
      assertThat(host.abandonedThreads()).isEqualTo(2);
    }
  }

  private static StudySpec spec(String faults) throws BadSpecException {
    return SpecReader.read(SPEC.formatted(faults), "the test's spec", List.of());
  }

  private static Map<String, TrialStatus> statuses(StudyState state) {
    return Stream.iterate(0, number -> number + 1)
        .limit(state.progress().trials().size())
        .map(state::trial)
        .collect(Collectors.toMap(MisbehavingTrainersIT::fault, Trial::status));
  }

  private static String fault(Trial trial) {
    return String.valueOf(trial.configuration().asMap().get("fault"));
  }

  private static Trial trial(String fault) {
    return replay.trials().stream()
        .filter(trial -> fault(trial).equals(fault))
        .findFirst()
        .orElseThrow();
  }

  /** A trial that was sent away for one that trains alone has more leases than failures. */
  private static List<StudyEvent.SessionErred> failures(Trial trial) {
    return replay.events(StudyEvent.SessionErred.class).stream()
        .filter(failure -> failure.trial() == trial.number())
        .toList();
  }
}
