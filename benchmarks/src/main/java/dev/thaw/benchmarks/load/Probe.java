package dev.thaw.benchmarks.load;

import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.trial.SessionReport;
import dev.thaw.actors.trial.StudyReport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one worker measures. Latencies are measured within the process, by its monotonic clock: from
 * the moment when the simulated training says that an epoch has ended to the arrival of the
 * acknowledgement that covers it.
 */
final class Probe {

  private record Epoch(SessionId session, int epoch) {}

  private record Batch(String study, long number) {}

  private final Map<Epoch, Long> ended = new ConcurrentHashMap<>();
  private final Map<Batch, ReportBatch> underWay = new ConcurrentHashMap<>();
  private final Map<Integer, Long> freeSince = new ConcurrentHashMap<>();
  private final Map<Integer, Long> idleSince = new ConcurrentHashMap<>();
  private final Latencies acknowledge = new Latencies();
  private final Latencies freeToEpoch = new Latencies();
  private final Latencies idle = new Latencies();
  private final AtomicLong epochs = new AtomicLong();
  private final AtomicLong epochsTaken = new AtomicLong();
  private final AtomicLong reportsTaken = new AtomicLong();
  private final AtomicLong batchesTaken = new AtomicLong();
  private final AtomicLong batchesRepeated = new AtomicLong();
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong idleNanos = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong firstEpochNs = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong lastTakenNs = new AtomicLong(Long.MIN_VALUE);
  private volatile long since = System.nanoTime();

  /** Measures from now on. What is under way stays, so that its latency is counted. */
  void restart() {
    for (Latencies one : new Latencies[] {acknowledge, freeToEpoch, idle}) {
      one.clear();
    }
    for (AtomicLong one :
        new AtomicLong[] {
          epochs, epochsTaken, reportsTaken, batchesTaken, batchesRepeated, sessions, idleNanos
        }) {
      one.set(0);
    }
    since = System.nanoTime();
  }

  void opened() {
    open.incrementAndGet();
    sessions.incrementAndGet();
  }

  void closed(int slot) {
    open.decrementAndGet();
    freeSince.put(slot, System.nanoTime());
  }

  void epochBegins(int slot) {
    long now = System.nanoTime();
    firstEpochNs.accumulateAndGet(now, Math::min);
    Long free = freeSince.remove(slot);
    if (free != null) {
      freeToEpoch.record(now - free);
    }
    Long waiting = idleSince.remove(slot);
    if (waiting != null) {
      idle.record(now - waiting);
      idleNanos.addAndGet(now - Math.max(waiting, since));
    }
  }

  /** To be called before the epoch is reported. */
  void epochEnds(SessionId session, int slot, int epoch) {
    long now = System.nanoTime();
    idleSince.put(slot, now);
    ended.put(new Epoch(session, epoch), now);
    epochs.incrementAndGet();
  }

  /**
   * A batch leaves the process, perhaps once more.
   *
   * @param study whom it is for
   */
  void sent(String study, ReportBatch batch) {
    if (underWay.put(new Batch(study, batch.batch()), batch) != null) {
      batchesRepeated.incrementAndGet();
    }
  }

  /** An acknowledgement enters the process. */
  void taken(GpuNode.BatchTaken taken) {
    ReportBatch batch = underWay.remove(new Batch(taken.study(), taken.batch()));
    if (batch != null) {
      long now = System.nanoTime();
      batchesTaken.incrementAndGet();
      lastTakenNs.set(now);
      batch.reports().forEach(report -> count(taken.study(), report, now));
    }
  }

  private void count(String study, StudyReport report, long now) {
    reportsTaken.incrementAndGet();
    if (report instanceof SessionReport.EpochTrained trained) {
      var session = new SessionId(study, trained.trial(), trained.fence());
      Long from = ended.remove(new Epoch(session, trained.epoch()));
      if (from != null) {
        acknowledge.record(now - from);
        epochsTaken.incrementAndGet();
      }
    }
  }

  /** What was measured since the last {@link #restart}. */
  Measured read() {
    return new Measured(
        (System.nanoTime() - since) / 1e9,
        epochs.get(),
        epochsTaken.get(),
        reportsTaken.get(),
        batchesTaken.get(),
        batchesRepeated.get(),
        sessions.get(),
        open.get(),
        ended.size(),
        idleNanos.get() / 1e9,
        firstEpochNs.get(),
        lastTakenNs.get(),
        acknowledge.counts(),
        freeToEpoch.counts(),
        idle.counts(),
        ProcessFigures.now());
  }
}
