package dev.thaw.workers.session;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Throws at one moment and works at all others. */
final class FailingTrainer implements Trainer {

  /** When to throw. */
  enum Moment {
    OPEN,
    TRAIN,
    SAVE,
    CLOSE
  }

  final AtomicInteger closed = new AtomicInteger();
  private final Moment moment;
  private final Throwable thrown;

  FailingTrainer(Moment moment, Throwable thrown) {
    this.moment = moment;
    this.thrown = thrown;
  }

  @Override
  public String name() {
    return "failing";
  }

  @Override
  public TrainingSession open(TrialSetup setup) {
    throwAt(Moment.OPEN);
    return new Session();
  }

  private void throwAt(Moment now) {
    if (now == moment) {
      FailingTrainer.<RuntimeException>throwUnchecked(thrown);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void throwUnchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private final class Session implements TrainingSession {
    @Override
    public EpochResult trainEpoch(int epoch) {
      throwAt(Moment.TRAIN);
      return EpochResult.of("loss", epoch);
    }

    @Override
    public void save(Path directory) throws IOException {
      Files.writeString(directory.resolve("half.bin"), "half");
      throwAt(Moment.SAVE);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      throwAt(Moment.CLOSE);
    }
  }
}
