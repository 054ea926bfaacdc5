package dev.thaw.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.journal.JournalCodec;
import dev.thaw.core.random.Draws;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.core.testing.Checkers;
import dev.thaw.workers.checkpoint.CheckpointLookup;
import dev.thaw.workers.checkpoint.FolderCheckpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the process of a study by SIGKILL, ten times over at random moments, and looks for what is
 * missing, double or damaged. {@code -Dthaw.kill.seed} repeats the moments of a run.
 */
final class KillNineIT {

  private static final int KILLS = 10;
  private static final int GUIDED_KILLS = 4;
  private static final long SEED = Long.getLong("thaw.kill.seed", System.nanoTime());
  private static final String SPEC =
      """
      study: killed
      objective: {metric: loss, goal: minimize}
      parameters:
        learning_rate: {type: real, min: 1e-4, max: 1.0, scale: log, default: 0.01}
        optimizer: {type: categorical, values: [sgd, adam], default: sgd}
        momentum: {type: real, min: 0.0, max: 0.99, default: 0.9, when: {optimizer: [sgd]}}
        width: {type: integer, min: 16, max: 128, scale: log, default: 64}
      fidelity: {name: epochs, min: 1, max: 27}
      scheduler: {name: asha, eta: 3}
      trainer: {name: counting, epochMillis: 40}
      resources: {slots: 2}
      budget: {trials: 120}
      checkpoints: {every: 2}
      seed: 11
      """;

  /** Few rows between snapshots, so that most recoveries begin with one. */
  private static final List<String> OPTIONS = List.of("-Dthaw.study.snapshot-every=40");

  @TempDir private Path temp;

  @Test
  void losesNothingHoweverOftenItIsKilled() throws IOException {
    checkEnd(killAndEnd(SPEC, KILLS));
  }

  @Test
  void losesNothingWhereAnAdviserDecides() throws IOException {
    String guided =
        SPEC.replace("{name: asha, eta: 3}", "{name: thaw}")
            .replace("{trials: 120}", "{epochs: 250}");
    Replay end = killAndEnd(guided, GUIDED_KILLS);

    Checkers.checkEnd(Objects.requireNonNull(end.state()));
    assertThat(end.events(StudyEvent.AdviceKept.class)).isNotEmpty();
    assertThat(end.state().progress().spending().allEpochs()).isEqualTo(250);
  }

  /** Kills the process so many times, and then lets the study end. */
  private Replay killAndEnd(String spec, int kills) throws IOException {
    System.out.printf("KillNineIT: -Dthaw.kill.seed=%d%n", SEED);
    var random = new SplittableRandom(SEED);
    Files.writeString(temp.resolve("spec.yaml"), spec);
    Replay known = Replay.NOTHING;

    for (int kill = 1; kill <= kills; kill++) {
      try (ThawProcess process = start()) {
        killAtSomeMoment(process, kill % 3 == 0, random);
      }
      known = checkAfterKill(kill, known);
    }

    try (ThawProcess last = start()) {
      assertThat(last.exitCode()).as(last.err()).isZero();
      assertThat(last.json().path("state").asText()).isEqualTo("ended");
      assertThat(last.json().path("trials").path("failed").asInt()).isZero();
    }
    return checkAfterKill(kills + 1, known);
  }

  private ThawProcess start() {
    return ThawProcess.start(
        temp, OPTIONS, "run", "-f", "spec.yaml", "--dir", folder().toString(), "--json");
  }

  private Path folder() {
    return temp.resolve("study");
  }

  /** Either during the start, or while models are trained. */
  private static void killAtSomeMoment(
      ThawProcess process, boolean early, SplittableRandom random) {
    long delayMs = early ? random.nextLong(50, 1_500) : random.nextLong(300, 1_500);
    if (!early) {
      process.awaitProgress();
    }
    assertThat(process.hasEndedWithin(Duration.ofMillis(delayMs)))
        .as("ended before it was killed: %s %s", process.out(), process.err())
        .isFalse();
    process.kill();
  }

  private Replay checkAfterKill(int kill, Replay before) throws IOException {
    Replay now = Replay.of(folder(), "killed", temp.resolve("copy-" + kill));
    System.out.printf(
        "KillNineIT: after life %d: %d rows, %d trials, %d epochs%n",
        kill,
        now.rows().size(),
        now.trials().size(),
        now.events(StudyEvent.EpochRecorded.class).size());

    assertThat(now.rows().stream().limit(before.rows().size()))
        .as("the rows that were there before life %d", kill)
        .containsExactlyElementsOf(before.rows());
    checkCurvesGrewFrom(before.state(), now);
    checkCurvesGrewFrom(whatOthersWereTold(), now);
    checkCurves(now);
    checkStoredCheckpoints(now);
    checkNamedCheckpoints(now);
    return now;
  }

  /** The newest state that readers in other processes could see before the kill. */
  private @Nullable StudyState whatOthersWereTold() throws IOException {
    Path copy = folder().resolve("state.cbor");
    return Files.exists(copy) ? new JournalCodec().decodeState(Files.readAllBytes(copy)) : null;
  }

  private static void checkCurvesGrewFrom(@Nullable StudyState earlier, Replay now) {
    if (earlier == null) {
      return;
    }
    assertThat(now.trials().size()).isGreaterThanOrEqualTo(earlier.progress().trials().size());
    for (Trial trial : earlier.progress().trials()) {
      double[] longer = now.trials().get(trial.number()).curve().values();
      assertThat(Arrays.copyOf(longer, trial.epochs()))
          .as("what was known of trial %d", trial.number())
          .containsExactly(trial.curve().values());
    }
  }

  /** Every curve, and every epoch that was trained again, is what an uninterrupted trial yields. */
  private static void checkCurves(Replay now) {
    for (Trial trial : now.trials()) {
      assertThat(trial.curve().values())
          .as("curve of trial %d", trial.number())
          .containsExactly(reference(now, trial, trial.epochs()));
    }
    for (StudyEvent.EpochRetrained again : now.events(StudyEvent.EpochRetrained.class)) {
      Trial trial = now.trials().get(again.trial());
      assertThat(again.value())
          .as("epoch %d of trial %d, trained again", again.epoch(), again.trial())
          .isEqualTo(trial.curve().value(again.epoch()));
    }
  }

  private static double[] reference(Replay now, Trial trial, int epochs) {
    long studySeed = Objects.requireNonNull(now.state()).spec().seed();
    long seed = Draws.of(studySeed, "trial", trial.number()).bits(0);
    return CountingTrainer.curve(trial.configuration().asMap(), seed, epochs);
  }

  /** Whatever bears the name of a checkpoint is complete, whether the journal knows it or not. */
  private void checkStoredCheckpoints(Replay now) throws IOException {
    Pattern name = Pattern.compile(".*/trial-(\\d+)/fence-(\\d+)-epoch-(\\d+)");
    Path root = folder().resolve("checkpoints");
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root, 2)) {
      for (Path path : paths.toList()) {
        Matcher matcher = name.matcher(path.toString());
        if (matcher.matches()) {
          var ref =
              new CheckpointRef(
                  Long.parseLong(matcher.group(2)), Integer.parseInt(matcher.group(3)));
          checkIntact(Integer.parseInt(matcher.group(1)), ref, now);
        }
      }
    }
  }

  /**
   * A trial that may go on, or is complete, has what it would go on from, and its best. Those of
   * trials that were stopped or failed are deleted, and none of them is asked for again.
   */
  private void checkNamedCheckpoints(Replay now) {
    for (Trial trial : now.trials()) {
      boolean deleted =
          trial.status() == TrialStatus.STOPPED || trial.status() == TrialStatus.FAILED;
      for (CheckpointRef ref : new CheckpointRef[] {trial.latest(), trial.best()}) {
        if (ref != null && !deleted) {
          checkIntact(trial.number(), ref, now);
        }
      }
    }
  }

  private void checkIntact(int trial, CheckpointRef ref, Replay now) {
    var store = new FolderCheckpoints(folder().resolve("checkpoints"));
    assertThat(store.open(trial, ref))
        .as(() -> "%s of trial %d:\n%s".formatted(ref, trial, now.storyOf(trial)))
        .isInstanceOf(CheckpointLookup.Intact.class);
  }

  private static void checkEnd(Replay end) {
    StudyState state = Objects.requireNonNull(end.state());
    Checkers.checkEnd(state);
    assertThat(end.trials()).hasSize(120);
    long lost =
        end.events(StudyEvent.LeaseGranted.class).stream()
            .filter(lease -> lease.resumeFrom() != null)
            .filter(
                lease ->
                    lease.reason() instanceof Reason.Owed(Reason.Interruption why, int from)
                        && why == Reason.Interruption.LEASE_LOST)
            .count();
    System.out.printf(
        "KillNineIT: %d leases went on from a checkpoint after a kill, %d epochs trained again%n",
        lost, end.events(StudyEvent.EpochRetrained.class).size());
    assertThat(lost).as("leases that went on from a checkpoint after a kill").isPositive();
  }
}
