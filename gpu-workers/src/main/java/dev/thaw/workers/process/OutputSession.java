package dev.thaw.workers.process;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.launch.ProcessLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A session with a script that speaks no protocol. It is not led, only watched; it cannot be saved,
 * and a later session trains its epochs again.
 */
final class OutputSession implements TrainingSession {

  /** How often the log is looked at; epochs of such scripts take longer. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Script script;
  private final LogFollower follower;
  private final Set<String> names;
  private final int trial;
  private int lastEpoch;

  private OutputSession(Script script, LogFollower follower, Set<String> names, int trial) {
    this.script = script;
    this.follower = follower;
    this.names = names;
    this.trial = trial;
  }

  /** Starts the script, and waits until it is where its checkpoint is. */
  static OutputSession open(TrialSetup setup, ProcessOptions options, ProcessLedger ledger)
      throws IOException, InterruptedException {
    int retrain = RetrainMarker.epochsToRetrain(setup);
    if (setup.resumeFrom().isPresent() && retrain == 0) {
      throw new ScriptFailed(
          ScriptFailed.Kind.ERROR,
          "checkpoint (%s) was written by a script that speaks the protocol.\nMaybe the option metrics was added after that."
              .formatted(setup.resumeFrom().get().directory()));
    }
    Script script = new Script(setup, options, ledger, 0);
    try {
      var follower = script.follow(options.metrics());
      OutputSession session =
          new OutputSession(script, follower, options.metrics().keySet(), setup.trial());
      for (int epoch = 1; epoch <= retrain; epoch++) {
        session.trainEpoch(epoch);
      }
      return session;
    } catch (IOException | InterruptedException | RuntimeException e) {
      script.close();
      throw e;
    }
  }

  @Override
  public EpochResult trainEpoch(int epoch) throws IOException, InterruptedException {
    Optional<Map<String, Double>> metrics;
    try {
      metrics = awaitMetrics();
    } catch (IllegalArgumentException e) {
      throw script.failed(ScriptFailed.Kind.PROTOCOL, String.valueOf(e.getMessage()));
    }
    if (metrics.isEmpty()) {
      throw script.ended(
          "in epoch %d".formatted(epoch),
          "it trains fewer epochs than the study wants, or prints %s in another form than trainer.metrics says."
              .formatted(String.join(", ", names)));
    }
    lastEpoch = epoch;
    return new EpochResult(metrics.get());
  }

  private Optional<Map<String, Double>> awaitMetrics() throws IOException, InterruptedException {
    boolean over = false;
    Optional<Map<String, Double>> metrics = script.readLog(follower::next);
    while (metrics.isEmpty() && !over) {
      over = script.awaitExit(LOOK);
      // What was printed before the end is in the log after it.
      metrics = script.readLog(over ? follower::last : follower::next);
    }
    return metrics;
  }

  @Override
  public void save(Path directory) throws IOException {
    RetrainMarker.write(directory, trial, lastEpoch);
  }

  @Override
  public Set<Long> processes() {
    return script.processes();
  }

  @Override
  public void close() {
    script.close();
  }
}
