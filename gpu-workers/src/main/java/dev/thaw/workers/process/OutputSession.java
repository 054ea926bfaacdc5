package dev.thaw.workers.process;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A session with a script that speaks no protocol. It is not led, only watched; it cannot be saved,
 * and a later session trains its epochs again.
 */
final class OutputSession implements TrainingSession {

  private final Script script;
  private int lastEpoch;

  private OutputSession(Script script) {
    this.script = script;
  }

  /** Starts the script, and waits until it is where its checkpoint is. */
  static OutputSession open(TrialSetup setup, ProcessOptions options)
      throws IOException, InterruptedException {
    int retrain = RetrainMarker.epochsToRetrain(setup.resumeFrom());
    if (setup.resumeFrom().isPresent() && retrain == 0) {
      throw new ScriptFailed(
          ScriptFailed.Kind.ERROR,
          "checkpoint (%s) was written by a script that speaks the protocol.\nMaybe the option metrics was added after that."
              .formatted(setup.resumeFrom().get().directory()));
    }
    OutputSession session = new OutputSession(new Script(setup, options, 0));
    try {
      for (int epoch = 1; epoch <= retrain; epoch++) {
        session.trainEpoch(epoch);
      }
      return session;
    } catch (IOException | InterruptedException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public EpochResult trainEpoch(int epoch) throws IOException, InterruptedException {
    String doing = "in epoch %d".formatted(epoch);
    Event event = script.next(null);
    return switch (event) {
      case Event.Printed(var metrics) -> {
        lastEpoch = epoch;
        yield new EpochResult(metrics);
      }
      case Event.Garbage(String line, String reason) ->
          throw script.failed(
              ScriptFailed.Kind.PROTOCOL,
              "The script printed a line %s that cannot be read (%s): %.200s"
                  .formatted(doing, reason, line));
      case null, default ->
          throw script.ended(
              doing,
              "it trains fewer epochs than the study wants, or prints its metrics in another"
                  + " form.");
    };
  }

  @Override
  public void save(Path directory) throws IOException {
    RetrainMarker.write(directory, lastEpoch);
  }

  @Override
  public void close() {
    script.close();
  }
}
