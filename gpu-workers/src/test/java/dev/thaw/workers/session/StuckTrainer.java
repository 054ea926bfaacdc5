package dev.thaw.workers.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does not come back from training (or from saving) until it is released or interrupted. */
final class StuckTrainer implements Trainer {

  /** What it gets stuck in, and whether an interrupt frees it. */
  enum Way {
    TRAINING_UNTIL_INTERRUPTED,
    TRAINING_WHATEVER_HAPPENS,
    SAVING_WHATEVER_HAPPENS
  }

  private final Way way;
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean closedInterrupted;

  StuckTrainer(Way way) {
    this.way = way;
  }

  @Override
  public String name() {
    return "stuck";
  }

  @Override
  public TrainingSession open(TrialSetup setup) {
    return new Session();
  }

  void awaitStuck() throws InterruptedException {
    assertThat(entered.await(20, TimeUnit.SECONDS)).as("stuck").isTrue();
  }

  void release() {
    released.countDown();
  }

  void awaitClosed() throws InterruptedException {
    assertThat(closed.await(20, TimeUnit.SECONDS)).as("closed").isTrue();
  }

  /** Whether the thread was still marked as interrupted when the session was closed. */
  boolean closedInterrupted() {
    return closedInterrupted;
  }

  private final class Session implements TrainingSession {
    @Override
    public EpochResult trainEpoch(int epoch) throws InterruptedException {
      switch (way) {
        case TRAINING_UNTIL_INTERRUPTED -> awaitPolitely();
        case TRAINING_WHATEVER_HAPPENS -> ignoreInterrupts();
        case SAVING_WHATEVER_HAPPENS -> {}
      }
      return EpochResult.of("loss", epoch);
    }

    @Override
    public void save(Path directory) throws IOException {
      Files.writeString(directory.resolve("model.bin"), "zombie");
      if (way == Way.SAVING_WHATEVER_HAPPENS) {
        ignoreInterrupts();
      }
    }

    private void awaitPolitely() throws InterruptedException {
      entered.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw e;
      }
    }

    private void ignoreInterrupts() {
      entered.countDown();
      boolean waiting = true;
      while (waiting) {
        try {
          released.await();
          waiting = false;
        } catch (InterruptedException e) {
          // As native code does: the interrupt is lost.
          waiting = true;
        }
      }
    }

    @Override
    public void close() {
      closedInterrupted = Thread.currentThread().isInterrupted();
      closed.countDown();
    }
  }
}
