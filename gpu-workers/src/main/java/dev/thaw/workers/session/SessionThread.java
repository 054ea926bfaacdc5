package dev.thaw.workers.session;

import static dev.thaw.core.study.Failure.Kind.CHECKPOINT_DAMAGED;
import static dev.thaw.core.study.Failure.Kind.CHECKPOINT_READ;
import static dev.thaw.core.study.Failure.Kind.CHECKPOINT_WRITE;
import static dev.thaw.core.study.Failure.Kind.TRAINER_ERROR;

import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.SessionListener;
import dev.thaw.actors.session.SessionRequest;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Failure;
import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.checkpoint.CheckpointLookup;
import dev.thaw.workers.checkpoint.StoredCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open session: its thread, the orders that wait, and the trainer's session, which nothing but
 * the thread touches.
 */
final class SessionThread {

  private static final Logger log = LoggerFactory.getLogger(SessionThread.class);

  /** What a session can be told to do. */
  sealed interface Order {
    /** Train one epoch. */
    record TrainEpoch(int epoch) implements Order {}

    /** Write the checkpoint of the last epoch. */
    record Save(int epoch) implements Order {}

    /** End. */
    record Close() implements Order {}
  }

  private final SessionId id;
  private final SessionRequest request;
  private final SessionListener listener;
  private final ThreadedSessionHost host;
  private final StudyPlace place;
  private final Thread thread;
  private final BlockingQueue<Order> orders;
  private final CountDownLatch end = new CountDownLatch(1);
  // Held while the listener is called, so that giving up and a late answer do not cross.
  private final Object speaking = new Object();
  private volatile boolean aborted;
  private volatile boolean givenUp;
  private boolean over;
  private @Nullable TrainingSession session;
  private int lastEpoch;

  SessionThread(
      SessionId id,
      SessionRequest request,
      SessionListener listener,
      ThreadedSessionHost host,
      StudyPlace place) {
    this.id = id;
    this.request = request;
    this.listener = listener;
    this.host = host;
    this.place = place;
    this.orders = new ArrayBlockingQueue<>(host.settings().maxOrders());
    this.thread =
        Thread.ofPlatform().daemon().name("thaw-slot-" + request.slot()).unstarted(this::run);
  }

  void start() {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      log.error("No thread for {}", id, e);
      Failure failure = SessionFailed.because(TRAINER_ERROR, "No thread", e).failure();
      conclude(last -> last.failed(failure));
    }
  }

  void order(Order order) {
    if (!orders.offer(order)) {
      throw new IllegalStateException(
          "%s has %d orders waiting, which is the limit.".formatted(id, orders.size()));
    }
  }

  void abort() {
    aborted = true;
    thread.interrupt();
  }

  /** Answers for a thread that did not end in time, and leaves it to itself. */
  void giveUp() {
    synchronized (speaking) {
      if (over) {
        return;
      }
      givenUp = true;
      host.threadAbandoned();
      log.warn("{} did not end when it was aborted; its thread {} is given up", id, thread);
      conclude(SessionListener::closed);
    }
  }

  boolean awaitEnd(Duration limit) throws InterruptedException {
    return end.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void run() {
    @Nullable Failure failure = null;
    try {
      open();
      if (session != null) {
        say(SessionListener::opened);
        obey();
      }
    } catch (SessionFailed e) {
      failure = e.failure();
    } catch (Throwable thrown) {
      log.error("{} met a fault of the host", id, thrown);
      failure = SessionFailed.because(TRAINER_ERROR, "Running the session", thrown).failure();
    }
    failure = closeSession(failure);
    finish(failure);
  }

  private void open() throws SessionFailed {
    Trainer trainer = host.trainer(request.trainer());
    Optional<Checkpoint> resumeFrom = checkpoint();
    lastEpoch = resumeFrom.map(Checkpoint::epoch).orElse(0);
    TrialSetup setup =
        new TrialSetup(
            id.study(),
            id.trial(),
            request.parameters(),
            request.seed(),
            request.options(),
            host.slot(request.slot()),
            place.folder(),
            resumeFrom);
    if (!aborted) {
      session = attempt(TRAINER_ERROR, "Opening the session", () -> trainer.open(setup));
    }
  }

  private Optional<Checkpoint> checkpoint() throws SessionFailed {
    CheckpointRef ref = request.resumeFrom();
    if (ref == null) {
      return Optional.empty();
    }
    CheckpointLookup lookup =
        attempt(
            CHECKPOINT_READ,
            "Opening checkpoint " + ref,
            () -> place.checkpoints().open(id.trial(), ref));
    return switch (lookup) {
      case CheckpointLookup.Intact(StoredCheckpoint found) -> Optional.of(found.forTrainer());
      case CheckpointLookup.Damaged(String message) ->
          throw new SessionFailed(CHECKPOINT_DAMAGED, message);
    };
  }

  private void obey() throws SessionFailed {
    boolean open = true;
    while (open && !aborted) {
      Order order;
      try {
        order = orders.take();
      } catch (InterruptedException e) {
        // An abort, which ends the loop; or the rest of something that the trainer did.
        continue;
      }
      if (!aborted) {
        open = obey(order);
      }
    }
  }

  private boolean obey(Order order) throws SessionFailed {
    return switch (order) {
      case Order.TrainEpoch(int epoch) -> train(epoch);
      case Order.Save(int epoch) -> save(epoch);
      case Order.Close() -> false;
    };
  }

  private boolean train(int epoch) throws SessionFailed {
    if (epoch != lastEpoch + 1) {
      throw new SessionFailed(
          TRAINER_ERROR,
          "Epoch (%d) must be %d, one more than the last one.".formatted(epoch, lastEpoch + 1));
    }
    TrainingSession open = Objects.requireNonNull(session);
    long start = System.nanoTime();
    EpochResult result =
        attempt(TRAINER_ERROR, "Training epoch " + epoch, () -> open.trainEpoch(epoch));
    double seconds = (System.nanoTime() - start) / 1e9;
    lastEpoch = epoch;
    say(heard -> heard.epochTrained(epoch, result.metrics(), seconds));
    return true;
  }

  private boolean save(int epoch) throws SessionFailed {
    if (epoch != lastEpoch || epoch < 1) {
      throw new SessionFailed(
          CHECKPOINT_WRITE,
          "Epoch (%d) must be %d, the last one trained.".formatted(epoch, lastEpoch));
    }
    TrainingSession open = Objects.requireNonNull(session);
    CheckpointRef ref = new CheckpointRef(id.fence(), epoch);
    StoredCheckpoint saved =
        attempt(
            CHECKPOINT_WRITE,
            "Saving epoch " + epoch,
            () ->
                place
                    .checkpoints()
                    .write(id.trial(), ref, folder -> saveUnlessGivenUp(open, folder)));
    say(heard -> heard.saved(epoch, saved.bytes()));
    return true;
  }

  /**
   * A session that was given up meanwhile leaves no checkpoint. Should it be given up while its
   * files are being forced to the disk, one does appear; its fence makes it harmless, since nobody
   * goes on from a name that was never reported.
   */
  private void saveUnlessGivenUp(TrainingSession open, Path folder) throws IOException {
    open.save(folder);
    if (givenUp) {
      throw new IOException("the session was given up while it was saved");
    }
  }

  private <T> T attempt(Failure.Kind kind, String doing, Callable<@Nullable T> work)
      throws SessionFailed {
    try {
      return Objects.requireNonNull(work.call(), "the trainer returned null");
    } catch (Throwable thrown) {
      // Errors too: a trainer without memory or native library must not take its node with it.
      if (aborted) {
        log.debug("{} was aborted. {}", id, doing, thrown);
      } else {
        log.warn("{} failed. {}", id, doing, thrown);
      }
      throw SessionFailed.because(kind, doing, thrown);
    }
  }

  private @Nullable Failure closeSession(@Nullable Failure failure) {
    TrainingSession open = session;
    session = null;
    if (open == null) {
      return failure;
    }
    // An abort has had its effect; freeing memory should not be interrupted by it.
    Thread.interrupted();
    try {
      open.close();
      return failure;
    } catch (Throwable thrown) {
      log.warn("{} could not be closed", id, thrown);
      return failure != null
          ? failure
          : SessionFailed.because(TRAINER_ERROR, "Closing the session", thrown).failure();
    }
  }

  private void finish(@Nullable Failure failure) {
    synchronized (speaking) {
      if (givenUp) {
        log.info("{} has ended after it was given up", id);
        host.abandonedThreadEnded();
      } else if (failure == null || aborted) {
        conclude(SessionListener::closed);
      } else {
        conclude(last -> last.failed(failure));
      }
    }
  }

  private void say(Consumer<SessionListener> word) {
    synchronized (speaking) {
      if (!over) {
        tell(word);
      }
    }
  }

  private void conclude(Consumer<SessionListener> lastWord) {
    synchronized (speaking) {
      if (over) {
        return;
      }
      over = true;
      host.forget(id, this);
      tell(lastWord);
      end.countDown();
    }
  }

  private void tell(Consumer<SessionListener> word) {
    try {
      word.accept(listener);
    } catch (RuntimeException e) {
      log.error("The listener of {} threw", id, e);
    }
  }
}
