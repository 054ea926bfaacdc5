package dev.thaw.actors.meter;

import dev.thaw.actors.trial.SessionReport;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;

/** What a node measures. */
public final class NodeMeters implements AutoCloseable {
  private static final double NS_PER_SECOND = 1e9;

  private final Family family;
  private final Clock clock;
  private final Counter epochs;
  private final Counter checkpoints;
  private final Counter checkpointBytes;
  private int slots;
  private int busy;
  private long sinceNs;
  private double idleSeconds;
  private volatile int leases;
  private volatile int outbox;
  private volatile double gpuIdle = Double.NaN;

  NodeMeters(Family family, Clock clock) {
    this.family = family;
    this.clock = clock;
    sinceNs = clock.monotonicTime();
    epochs = family.counter("thaw.node.epochs", null, "Epochs that were trained");
    checkpoints = family.counter("thaw.node.checkpoints", null, "Checkpoints that were written");
    checkpointBytes = family.counter("thaw.node.checkpoint", "bytes", "Their size");
    family.gauge("thaw.node.slots", "Slots that the node offers", this::slots);
    family.gauge("thaw.node.slots.busy", "Slots in which a session is open", this::busy);
    family.total(
        "thaw.node.slots.idle", "seconds", "Time of slots without a session", this::idleSeconds);
    family.gauge(
        "thaw.node.gpu.idle.ratio", "Share of its GPUs that computes nothing", () -> gpuIdle);
    family.gauge("thaw.node.leases", "Leases that the node carries out", () -> leases);
    family.gauge("thaw.node.outbox", "Reports that are not acknowledged", () -> outbox);
  }

  /** The node offers so many slots, and sessions are open in so many of them. */
  public synchronized void slots(int offered, int inUse) {
    idleSeconds = idleSeconds();
    sinceNs = clock.monotonicTime();
    slots = offered;
    busy = inUse;
  }

  private synchronized double slots() {
    return slots;
  }

  private synchronized double busy() {
    return busy;
  }

  private synchronized double idleSeconds() {
    double passed = (clock.monotonicTime() - sinceNs) / NS_PER_SECOND;
    return idleSeconds + passed * Math.max(0, slots - busy);
  }

  /** The driver says that this share of the node's GPUs is idle, in 0..1; NaN for none there. */
  public void gpuIdle(double share) {
    gpuIdle = share;
  }

  /** The node carries out so many leases. */
  public void leases(int count) {
    leases = count;
  }

  /** A session reported: epochs and checkpoints are counted. */
  public void count(SessionReport report) {
    switch (report) {
      case SessionReport.EpochTrained _ -> epochs.increment();
      case SessionReport.CheckpointSaved saved -> {
        checkpoints.increment();
        checkpointBytes.increment((double) saved.bytes());
      }
      case SessionReport.Started _, SessionReport.Ended _, SessionReport.Failed _ -> {}
    }
  }

  /** So many reports wait for an acknowledgement. */
  public void outbox(int reports) {
    outbox = reports;
  }

  @Override
  public void close() {
    family.close();
  }
}
