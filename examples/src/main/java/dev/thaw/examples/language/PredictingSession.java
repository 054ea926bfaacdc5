package dev.thaw.examples.language;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A session whose checkpoints also hold the probabilities of the validation phrases. */
final class PredictingSession implements TrainingSession {

  private final LanguageSession session;
  private int epoch;

  /**
   * Goes on.
   *
   * @param epoch the last epoch that was trained, 0 for none
   */
  PredictingSession(LanguageSession session, int epoch) {
    this.session = session;
    this.epoch = epoch;
  }

  @Override
  public void change(Map<String, Object> changed) {
    session.change(changed);
  }

  @Override
  public EpochResult trainEpoch(int next) throws InterruptedException {
    EpochResult result = session.trainEpoch(next);
    epoch = next;
    return result;
  }

  @Override
  public void save(Path directory) throws IOException {
    session.save(directory);
    NpyFile.write(directory.resolve("predictions-%d.npy".formatted(epoch)), session.predictions());
  }

  @Override
  public void close() {
    session.close();
  }
}
