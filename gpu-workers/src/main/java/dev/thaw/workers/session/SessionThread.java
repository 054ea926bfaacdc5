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
import dev.thaw.workers.launch.ProcessorTime;
import dev.thaw.workers.slot.Slots;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One open session: its thread, the orders that wait, and the trainer's session, which nothing but
 * the thread touches, except to ask for its processes. Serves one lease after the other when it was
 * parked in between.
 */
final class SessionThread {

  private static final Logger log = LoggerFactory.getLogger(SessionThread.class);

  /** What a session can be told to do. */
  sealed interface Order {
    /** Train one epoch. */
    record TrainEpoch(int epoch) implements Order {}

    /** Write the checkpoint of the last epoch. */
    record Save(int epoch) implements Order {}

    /** End this lease, and wait for the next. */
    record Park() implements Order {}

    /** Tell the next lease that the session is open. */
    record Unpark() implements Order {}

    /** End. */
    record Close() implements Order {}
  }

  /** What a session serves: who asked for it, and who hears of it. */
  record Lease(SessionId id, SessionRequest request, Voice voice) {}

  private final ThreadedSessionHost host;
  private final Thread thread;
  private final BlockingQueue<Order> orders;
  private final CountDownLatch gone = new CountDownLatch(1);
  // Makes giving up and the thread's own last word exclude each other.
  private final Object ending = new Object();
  private volatile Lease lease;
  private volatile boolean aborted;
  private volatile boolean givenUp;
  private volatile boolean parked;
  private volatile @Nullable TrainingSession session;
  private Slots.@Nullable Tenancy tenancy;
  private boolean ended;
  private int lastEpoch;
  private int savedEpoch;
  private long savedFence;

  SessionThread(
      SessionId id, SessionRequest request, SessionListener listener, ThreadedSessionHost host) {
    this.lease = new Lease(id, request, new Voice(listener));
    this.host = host;
    // One more for the end, which must not be refused.
    this.orders = new ArrayBlockingQueue<>(host.settings().maxOrders() + 1);
    this.thread =
        Thread.ofPlatform().daemon().name("thaw-slot-" + request.slot()).unstarted(this::run);
  }

  void start() {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      log.error("No thread for {}", lease.id(), e);
      host.forget(lease, this);
      lease.voice().failed(SessionFailed.because(TRAINER_ERROR, "No thread", e).failure());
      gone.countDown();
    }
  }

  int slot() {
    return lease.request().slot();
  }

  void order(Order order) {
    if (orders.remainingCapacity() <= 1 || !orders.offer(order)) {
      throw new IllegalStateException(
          "%s has %d orders waiting, which is the limit.".formatted(lease.id(), orders.size()));
    }
  }

  /** Speaks to another listener from now on; false if the session is over. */
  boolean attach(SessionListener listener) {
    return lease.voice().attach(listener);
  }

  void abort() {
    aborted = true;
    thread.interrupt();
  }

  /** Answers for a thread that did not end in time, and leaves it to itself. */
  void giveUp() {
    synchronized (ending) {
      if (givenUp || ended) {
        return;
      }
      givenUp = true;
      host.threadAbandoned();
      Lease left = lease;
      log.warn("{} did not end when it was aborted; its thread {} is given up", left.id(), thread);
      abandonSlot("Trial %d did not end when it was aborted.".formatted(left.id().trial()));
      host.forget(left, this);
      host.parkedGone(this);
      left.voice().closed();
      gone.countDown();
    }
  }

  /** The lease that it serves, or has served last. */
  SessionId id() {
    return lease.id();
  }

  /** Whether this session, which is parked, is where the next one wants to go on from. */
  boolean canServe(SessionRequest next) {
    CheckpointRef from = next.resumeFrom();
    SessionRequest last = lease.request();
    return from != null
        && from.equals(new CheckpointRef(savedFence, savedEpoch))
        && savedEpoch == lastEpoch
        && next.trainer().equals(last.trainer())
        && next.options().equals(last.options())
        && next.parameters().equals(last.parameters())
        && next.seed() == last.seed()
        && host.slots().gpus(next.slot()).equals(host.slots().gpus(last.slot()))
        && !processes().isEmpty();
  }

  /** Takes a session that is parked into the service of another lease. */
  void serve(SessionId id, SessionRequest request, SessionListener listener) {
    // At once, so that an abort that comes before the thread has noticed answers the right one.
    lease = new Lease(id, request, new Voice(listener));
    parked = false;
    order(new Order.Unpark());
  }

  void awaitGone(Duration limit) throws InterruptedException {
    gone.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private Set<Long> processes() {
    TrainingSession open = session;
    return open == null ? Set.of() : open.processes();
  }

  private void run() {
    @Nullable Failure failure = null;
    lease.id().logged().forEach(MDC::put);
    try {
      open();
      if (session != null) {
        Objects.requireNonNull(tenancy).opened();
        lease.voice().opened();
        obey();
      }
    } catch (SessionFailed e) {
      failure = e.failure();
    } catch (Throwable thrown) {
      log.error("{} met a fault of the host", lease.id(), thrown);
      failure = SessionFailed.because(TRAINER_ERROR, "Running the session", thrown).failure();
    }
    failure = closeSession(failure);
    finish(failure);
  }

  private void open() throws SessionFailed {
    SessionRequest request = lease.request();
    Trainer trainer = host.trainer(request.trainer());
    Optional<Checkpoint> resumeFrom = checkpoint();
    lastEpoch = resumeFrom.map(Checkpoint::epoch).orElse(0);
    CheckpointRef ref = request.resumeFrom();
    if (ref != null) {
      savedEpoch = ref.epoch();
      savedFence = ref.fence();
    }
    if (!aborted) {
      makeRoom();
    }
    if (aborted || host.slots().isQuarantined(slot())) {
      // Closed without a failure: the slot is to blame, and the trial gets another.
      return;
    }
    synchronized (ending) {
      tenancy = host.slots().occupy(slot(), this::processes);
    }
    TrialSetup setup =
        new TrialSetup(
            lease.id().study(),
            lease.id().trial(),
            request.parameters(),
            request.seed(),
            request.options(),
            host.slots().slot(request.slot()),
            attempt(TRAINER_ERROR, "Finding the study's folder", this::place).folder(),
            resumeFrom,
            request.maximum() == null ? OptionalInt.empty() : OptionalInt.of(request.maximum()));
    session =
        attempt(
            TRAINER_ERROR,
            "Opening the session",
            () -> OnlineSession.open(trainer, setup, request.steering()));
  }

  private StudyPlace place() throws IOException {
    return host.place(lease.id().study());
  }

  private void makeRoom() throws SessionFailed {
    Boolean unused =
        attempt(
            TRAINER_ERROR,
            "Making room",
            () -> {
              host.makeRoom(slot(), lease.request().alone());
              return true;
            });
  }

  private Optional<Checkpoint> checkpoint() throws SessionFailed {
    CheckpointRef ref = lease.request().resumeFrom();
    if (ref == null) {
      return Optional.empty();
    }
    CheckpointLookup lookup =
        attempt(
            CHECKPOINT_READ,
            "Opening checkpoint " + ref,
            () -> place().checkpoints().open(ref.writtenBy(lease.id().trial()), ref));
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
      case Order.Park() -> park();
      case Order.Unpark() -> unpark();
      case Order.Close() -> false;
    };
  }

  private boolean train(int epoch) throws SessionFailed {
    if (lease.voice().repeatTrained(epoch)) {
      return true;
    }
    if (epoch != lastEpoch + 1) {
      throw new SessionFailed(
          TRAINER_ERROR,
          "Epoch (%d) must be %d, one more than the last one.".formatted(epoch, lastEpoch + 1));
    }
    TrainingSession open = Objects.requireNonNull(session);
    Set<Long> processesBefore = open.processes();
    OptionalDouble workedBefore = worked(open);
    long start = System.nanoTime();
    EpochResult result =
        attempt(TRAINER_ERROR, "Training epoch " + epoch, () -> open.trainEpoch(epoch));
    double seconds = (System.nanoTime() - start) / 1e9;
    lastEpoch = epoch;
    if (!open.processes().equals(processesBefore)) {
      workedBefore = OptionalDouble.of(0); // They were started for this epoch, to go back.
    }
    Double processorSeconds = processorSeconds(result, workedBefore, worked(open));
    Map<String, Double> inEffect = open instanceof OnlineSession online ? online.inEffect() : null;
    lease.voice().trained(epoch, result.metrics(), seconds, processorSeconds, inEffect);
    // Afterwards, as looking at the GPUs may take longer than an epoch.
    Objects.requireNonNull(tenancy).epochTrained();
    return true;
  }

  /** How long processors have worked for a session so far; of one without processes, its thread. */
  private OptionalDouble worked(TrainingSession open) {
    if (!lease.request().onProcessors()) {
      return OptionalDouble.empty();
    }
    Set<Long> processes = open.processes();
    return processes.isEmpty() ? ProcessorTime.ofThisThread() : ProcessorTime.of(processes);
  }

  private @Nullable Double processorSeconds(
      EpochResult result, OptionalDouble before, OptionalDouble after) {
    if (!lease.request().onProcessors()) {
      return null;
    }
    if (result.processorSeconds().isPresent()) {
      return result.processorSeconds().getAsDouble();
    }
    boolean measured = before.isPresent() && after.isPresent();
    return measured ? Math.max(0, after.getAsDouble() - before.getAsDouble()) : null;
  }

  private boolean save(int epoch) throws SessionFailed {
    if (lease.voice().repeatSaved(epoch)) {
      return true;
    }
    if (epoch != lastEpoch || epoch < 1) {
      throw new SessionFailed(
          CHECKPOINT_WRITE,
          "Epoch (%d) must be %d, the last one trained.".formatted(epoch, lastEpoch));
    }
    TrainingSession open = Objects.requireNonNull(session);
    SessionId id = lease.id();
    CheckpointRef ref = new CheckpointRef(id.fence(), epoch);
    StoredCheckpoint saved =
        attempt(
            CHECKPOINT_WRITE,
            "Saving epoch " + epoch,
            () ->
                place()
                    .checkpoints()
                    .write(id.trial(), ref, folder -> saveUnlessGivenUp(open, folder)));
    savedEpoch = epoch;
    savedFence = id.fence();
    lease.voice().saved(epoch, saved.bytes());
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

  /**
   * Ends the lease; true if the session stays. Only one with processes of its own is worth keeping:
   * the start of one is what parking saves.
   */
  private boolean park() {
    Lease over = lease;
    TrainingSession open = Objects.requireNonNull(session);
    if (savedEpoch != lastEpoch || !open.canWait() || processes().isEmpty()) {
      return false;
    }
    parked = true;
    if (!host.park(over.id(), this)) {
      parked = false;
      return false;
    }
    host.forget(over, this);
    over.voice().closed();
    return true;
  }

  private boolean unpark() {
    lease.id().logged().forEach(MDC::put);
    Objects.requireNonNull(tenancy).move(slot());
    lease.voice().opened();
    return true;
  }

  private <T> T attempt(Failure.Kind kind, String doing, Callable<@Nullable T> work)
      throws SessionFailed {
    try {
      return Objects.requireNonNull(work.call(), "the trainer returned null");
    } catch (Throwable thrown) {
      // Errors too: a trainer without memory or native library must not take its node with it.
      if (aborted) {
        log.debug("{} was aborted. {}", lease.id(), doing, thrown);
      } else {
        log.warn("{} failed. {}", lease.id(), doing, thrown);
      }
      throw SessionFailed.because(kind, doing, thrown);
    }
  }

  private @Nullable Failure closeSession(@Nullable Failure failure) {
    TrainingSession open = session;
    if (open == null) {
      return failure;
    }
    // An abort has had its effect; freeing memory should not be interrupted by it.
    Thread.interrupted();
    try {
      open.close();
      return failure;
    } catch (Throwable thrown) {
      log.warn("{} could not be closed", lease.id(), thrown);
      return failure != null
          ? failure
          : SessionFailed.because(TRAINER_ERROR, "Closing the session", thrown).failure();
    }
  }

  private void finish(@Nullable Failure failure) {
    moveOut();
    synchronized (ending) {
      ended = true;
    }
    if (givenUp) {
      log.info("{} has ended after it was given up", lease.id());
      host.abandonedThreadEnded();
    } else {
      host.forget(lease, this);
      sayLastWord(failure);
    }
    gone.countDown();
  }

  /** Before the last word, which says that the slot is free. */
  private void moveOut() {
    try {
      Slots.Tenancy stay = tenancy;
      if (stay != null) {
        stay.end();
      }
    } catch (RuntimeException | Error fault) {
      // Whoever waits for the last word must get it; the slot is another matter.
      log.error("{} could not make sure that its slot is free", lease.id(), fault);
      abandonSlot("It could not be made sure that its memory is free: " + fault);
    }
  }

  private void abandonSlot(String reason) {
    Slots.Tenancy stay = tenancy;
    try {
      if (stay != null) {
        stay.abandon(reason);
      }
    } catch (RuntimeException fault) {
      log.error("The slot of {} could not be taken out of the offer", lease.id(), fault);
    }
  }

  private void sayLastWord(@Nullable Failure failure) {
    if (parked) {
      host.parkedGone(this);
    } else if (failure == null || aborted) {
      lease.voice().closed();
    } else {
      lease.voice().failed(failure);
    }
  }
}
