package dev.thaw.workers.session;

import dev.thaw.actors.session.SessionHost;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.SessionListener;
import dev.thaw.actors.session.SessionRequest;
import dev.thaw.actors.session.SlotListener;
import dev.thaw.actors.session.TrialTerms;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Failure;
import dev.thaw.trainer.Trainer;
import dev.thaw.workers.slot.ProcessorSlots;
import dev.thaw.workers.slot.Slots;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session host of a node: one platform thread, {@code thaw-slot-N}, for each open session.
 *
 * <p>A session is opened, trained, saved and closed by its own thread, and its listener is called
 * from there. Whatever a trainer throws, errors such as {@link OutOfMemoryError} included, becomes
 * a {@link Failure}; the stack trace goes to the log.
 *
 * <p>An aborted session is interrupted. If that does not end it within the grace, it is answered
 * {@code closed} and its thread is left behind, counted by {@link #abandonedThreads}; then its
 * memory is <em>not</em> free. What such a thread still does is not heard, and the checkpoint that
 * it may be writing is thrown away.
 *
 * <p>A session that is opened after {@link #close} fails. An epoch that does not follow the last
 * one fails its session.
 *
 * <p>A session that is parked is closed for its listener, but its thread, and the processes of its
 * trainer, stay for a while; should its trial come back to the same devices and go on from where it
 * is, it serves the new lease.
 */
public final class ThreadedSessionHost implements SessionHost, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ThreadedSessionHost.class);
  // Orders to delete are small and each repeats what the one before left undone.
  private static final int MAX_KEEP_ORDERS = 10_000;
  private static final int PROCESSOR_SLOTS = 1_024;

  private final Map<String, Trainer> trainers;
  private final StudyPlaces places;
  private final Slots slots;
  private final SessionHostSettings settings;
  private final ConcurrentMap<SessionId, SessionThread> sessions = new ConcurrentHashMap<>();
  private final Map<SessionId, Voice> pasts = Collections.synchronizedMap(new Pasts());
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicInteger unparked = new AtomicInteger();
  private final Parking parking;
  private final ExecutorService deletions =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MAX_KEEP_ORDERS),
          Thread.ofPlatform().daemon().name("thaw-checkpoint-deletion").factory(),
          new ThreadPoolExecutor.AbortPolicy());
  private final ScheduledThreadPoolExecutor watch =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("thaw-session-watch").factory());
  private volatile boolean closing;

  /**
   * What the newest of the sessions that are over have said: whoever led one may have gone before
   * it heard the end.
   */
  private static final class Pasts extends LinkedHashMap<SessionId, Voice> {
    private static final long serialVersionUID = 1;
    private static final int MOST = 256;

    @Override
    protected boolean removeEldestEntry(Map.Entry<SessionId, Voice> eldest) {
      return size() > MOST;
    }
  }

  /**
   * A host for the sessions of one study, on the processor, with more slots than anybody asks for.
   *
   * @param trainers the trainers by name
   * @param place where the study keeps what its sessions leave
   */
  public ThreadedSessionHost(
      Map<String, Trainer> trainers, StudyPlace place, SessionHostSettings settings) {
    this(trainers, study -> place, new ProcessorSlots(PROCESSOR_SLOTS), settings);
  }

  /**
   * A host for the sessions of several studies.
   *
   * @param trainers the trainers by name
   * @param places where a study keeps what its sessions leave, by the study's name; one place for
   *     one name
   * @param slots where sessions train; closed with the host
   */
  public ThreadedSessionHost(
      Map<String, Trainer> trainers,
      StudyPlaces places,
      Slots slots,
      SessionHostSettings settings) {
    this.trainers = Collections.unmodifiableMap(new TreeMap<>(trainers));
    this.places = Objects.requireNonNull(places, "places");
    this.slots = Objects.requireNonNull(slots, "slots");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.parking = new Parking(settings.parkedMax(), this::abort);
  }

  @Override
  public void watchSlots(SlotListener listener) {
    slots.watch(listener);
  }

  @Override
  public @Nullable String store() {
    return places.store();
  }

  @Override
  public void admit(TrialTerms terms) {
    places.admit(terms);
  }

  StudyPlace place(String study) throws IOException {
    return places.of(study);
  }

  @Override
  public void adopt(SessionId id, SessionRequest request, SessionListener listener) {
    Voice past = sessions.containsKey(id) ? null : pasts.get(id);
    if (past == null) {
      open(id, request, listener);
    } else {
      past.attachToPast(listener);
    }
  }

  @Override
  public void open(SessionId id, SessionRequest request, SessionListener listener) {
    SessionThread running = sessions.get(id);
    if (running != null && running.attach(listener)) {
      return;
    }
    if (closing) {
      refuse(listener, "The node is shutting down.");
    } else if (!unpark(id, request, listener)) {
      var session = new SessionThread(id, request, listener, this);
      sessions.put(id, session);
      session.start();
    }
    if (closing) {
      abort(id);
    }
  }

  /** Lets a session that was kept for this trial go on; false if there is none of use. */
  private boolean unpark(SessionId id, SessionRequest request, SessionListener listener) {
    Optional<SessionThread> kept = parking.take(id);
    if (kept.isEmpty()) {
      return false;
    }
    SessionThread session = kept.get();
    if (!session.canServe(request)) {
      parking.evict(session);
      return false;
    }
    sessions.put(id, session);
    session.serve(id, request, listener);
    unparked.incrementAndGet();
    log.debug("{} goes on in the process that it had before", id);
    return true;
  }

  private static void refuse(SessionListener listener, String message) {
    Failure failure = new Failure(Failure.Kind.TRAINER_ERROR, message);
    Thread.ofPlatform().daemon().name("thaw-session-refusal").start(() -> listener.failed(failure));
  }

  @Override
  public void trainEpoch(SessionId id, int epoch) {
    order(id, new SessionThread.Order.TrainEpoch(epoch));
  }

  @Override
  public void save(SessionId id, int epoch) {
    order(id, new SessionThread.Order.Save(epoch));
  }

  @Override
  public void close(SessionId id) {
    order(id, new SessionThread.Order.Close());
  }

  @Override
  public void park(SessionId id) {
    order(id, new SessionThread.Order.Park());
  }

  private void order(SessionId id, SessionThread.Order order) {
    SessionThread session = sessions.get(id);
    if (session != null) {
      session.order(order);
      return;
    }
    Voice past = pasts.get(id);
    if (past != null) {
      past.repeat(order);
    }
  }

  @Override
  public void abort(SessionId id) {
    SessionThread session = sessions.get(id);
    if (session == null) {
      order(id, new SessionThread.Order.Close());
      return;
    }
    abort(session);
  }

  private void abort(SessionThread session) {
    session.abort();
    long graceNs = settings.abortGrace().toNanos();
    try {
      var unused = watch.schedule(session::giveUp, graceNs, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The host is closed: nobody waits for the answer any more.
      log.debug("{} is aborted without a limit", session.id(), e);
    }
  }

  @Override
  public void keepCheckpoints(
      String study, int trial, List<CheckpointRef> kept, CheckpointRef upTo) {
    List<CheckpointRef> copy = List.copyOf(kept);
    try {
      deletions.execute(() -> keep(study, trial, copy, upTo));
    } catch (RejectedExecutionException e) {
      log.warn("Checkpoints of trial {} of {} stay: {}", trial, study, e.getMessage());
    }
  }

  private void keep(String study, int trial, List<CheckpointRef> kept, CheckpointRef upTo) {
    try {
      places.of(study).checkpoints().keep(trial, kept, upTo);
    } catch (IOException | RuntimeException e) {
      log.warn("Some checkpoints of trial {} of {} could not be deleted", trial, study, e);
    }
  }

  @Override
  public double gpuIdle() {
    return slots.gpuIdle();
  }

  /** How many sessions are parked now. */
  public int parkedSessions() {
    return parking.size();
  }

  /** How many sessions have gone on in the process that they had before. */
  public int unparkedSessions() {
    return unparked.get();
  }

  /** How many sessions are open: they have not yet answered closed or failed. */
  public int openSessions() {
    return sessions.size();
  }

  /**
   * How many threads of aborted sessions were given up and have not ended since. Each may still
   * hold memory of its device.
   */
  public int abandonedThreads() {
    return abandoned.get();
  }

  /**
   * Aborts all sessions and waits until each has answered, at most a little longer than the grace;
   * then finishes what checkpoints are to be deleted, within the grace again.
   */
  @Override
  public void close() {
    closing = true;
    List<SessionThread> leaving = parking.close();
    List.copyOf(sessions.keySet()).forEach(this::abort);
    try {
      for (SessionThread session : leaving) {
        session.awaitGone(settings.abortGrace().plusSeconds(1));
      }
      for (SessionThread session : List.copyOf(sessions.values())) {
        session.awaitGone(settings.abortGrace().plusSeconds(1));
      }
      deletions.shutdown();
      deletions.awaitTermination(settings.abortGrace().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      deletions.shutdownNow();
      watch.shutdownNow();
      slots.close();
    }
  }

  SessionHostSettings settings() {
    return settings;
  }

  Trainer trainer(String name) throws SessionFailed {
    Trainer trainer = trainers.get(name);
    if (trainer == null) {
      throw new SessionFailed(
          Failure.Kind.TRAINER_ERROR,
          "trainer (%s) must be one of %s.\nMaybe its jar is missing on this node."
              .formatted(name, trainers.keySet()));
    }
    return trainer;
  }

  Slots slots() {
    return slots;
  }

  void makeRoom(int slot, boolean alone) throws InterruptedException {
    parking.makeRoom(slots, slot, alone, settings.abortGrace().plusSeconds(1));
  }

  boolean park(SessionId id, SessionThread session) {
    if (!parking.park(id, session)) {
      return false;
    }
    try {
      var unused =
          watch.schedule(
              () -> parking.evictIfPresent(id, session),
              settings.parkFor().toNanos(),
              TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("{} is parked without a limit, as the host is closing", id, e);
    }
    return true;
  }

  void parkedGone(SessionThread session) {
    parking.gone(session);
  }

  void forget(SessionThread.Lease over, SessionThread session) {
    pasts.put(over.id(), over.voice());
    sessions.remove(over.id(), session);
  }

  void threadAbandoned() {
    abandoned.incrementAndGet();
  }

  void abandonedThreadEnded() {
    abandoned.decrementAndGet();
  }
}
