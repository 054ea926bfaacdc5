package dev.thaw.benchmarks.load;

import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SessionHost;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.SessionListener;
import dev.thaw.actors.session.SessionRequest;
import dev.thaw.actors.session.SlotListener;
import dev.thaw.actors.session.TrialTerms;
import dev.thaw.core.random.Draws;
import dev.thaw.core.study.CheckpointRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Slots in which nothing is computed: an epoch is a timer, its value a drawn learning curve, a
 * checkpoint a few bytes that are there at once.
 */
final class SimulatedHost implements SessionHost, AutoCloseable {

  private static final long CHECKPOINT_BYTES = 1000;

  private static final class Session {
    final SessionRequest request;
    volatile SessionListener listener;
    volatile int trained;
    volatile int training;

    Session(SessionRequest request, SessionListener listener) {
      this.request = request;
      this.listener = listener;
    }
  }

  private final int slots;
  private final double jitter;
  private final Probe probe;
  private final Map<String, String> metrics = new ConcurrentHashMap<>();
  private final Map<SessionId, Session> sessions = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
  private volatile Duration epochTime;

  /**
   * Offers slots.
   *
   * @param epochTime how long an epoch takes
   * @param jitter how far the pace of a trial lies from that at most, as a share of it, in 0..1
   */
  SimulatedHost(int slots, Duration epochTime, double jitter, Probe probe) {
    this.slots = slots;
    this.epochTime = epochTime;
    this.jitter = jitter;
    this.probe = probe;
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** From the next epoch on, each takes so long. */
  void epochTime(Duration time) {
    epochTime = time;
  }

  @Override
  public void watchSlots(SlotListener listener) {
    listener.offered(IntStream.range(0, slots).mapToObj(i -> new NodeSlot(i, i)).toList());
  }

  @Override
  public void admit(TrialTerms terms) {
    metrics.put(terms.study(), terms.metric());
  }

  @Override
  public void open(SessionId id, SessionRequest request, SessionListener listener) {
    Session known = sessions.putIfAbsent(id, new Session(request, listener));
    if (known == null) {
      probe.opened();
    } else {
      known.listener = listener;
    }
    listener.opened();
  }

  @Override
  public void trainEpoch(SessionId id, int epoch) {
    Session session = sessions.get(id);
    if (session == null) {
      return;
    }
    if (session.trained >= epoch) {
      answer(id, session, epoch, 0);
      return;
    }
    if (session.training == epoch) {
      return;
    }
    session.training = epoch;
    probe.epochBegins(session.request.slot());
    double pace = 1 + jitter * (2 * Draws.of(session.request.seed(), "pace", 0).uniform(0) - 1);
    long nanos = Math.round(epochTime.toNanos() * pace);
    timers.schedule(() -> ended(id, epoch, nanos / 1e9), nanos, TimeUnit.NANOSECONDS);
  }

  private void ended(SessionId id, int epoch, double seconds) {
    Session session = sessions.get(id);
    if (session != null) {
      session.trained = epoch;
      probe.epochEnds(id, session.request.slot(), epoch);
      answer(id, session, epoch, seconds);
    }
  }

  private void answer(SessionId id, Session session, int epoch, double seconds) {
    String metric = metrics.getOrDefault(id.study(), "loss");
    session.listener.epochTrained(
        epoch, Map.of(metric, value(session.request.seed(), epoch)), seconds);
  }

  /** Power laws that cross each other, as real curves do. */
  private static double value(long seed, int epoch) {
    Draws shape = Draws.of(seed, "curve", 0);
    double noise = 0.01 * (Draws.of(seed, "noise", epoch).uniform(0) - 0.5);
    return 0.1
        + 0.4 * shape.uniform(0)
        + 0.5 * shape.uniform(1) * Math.pow(epoch, -0.3 - 1.2 * shape.uniform(2))
        + noise;
  }

  @Override
  public void save(SessionId id, int epoch) {
    Session session = sessions.get(id);
    if (session != null) {
      session.listener.saved(epoch, CHECKPOINT_BYTES);
    }
  }

  @Override
  public void close(SessionId id) {
    @Nullable Session session = sessions.remove(id);
    if (session != null) {
      probe.closed(session.request.slot());
      session.listener.closed();
    }
  }

  @Override
  public void abort(SessionId id) {
    close(id);
  }

  @Override
  public void keepCheckpoints(
      String study, int trial, List<CheckpointRef> kept, CheckpointRef upTo) {}

  @Override
  public void close() {
    timers.shutdownNow();
  }
}
