package dev.thaw.actors.meter;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** Where the actors of a process get their meters. */
public final class Meters {
  private final MeterRegistry registry;

  private Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Meters that register with a registry. */
  public static Meters in(MeterRegistry registry) {
    return new Meters(registry);
  }

  /** Meters that measure nothing, for a study that runs by itself. */
  public static Meters none() {
    return new Meters(new CompositeMeterRegistry());
  }

  /** The meters of a study; its own until it is closed or opened again. */
  public StudyMeters study(String study) {
    return new StudyMeters(Family.of(registry, "study", study));
  }

  /** The meters of a node. */
  public NodeMeters node(String node) {
    return new NodeMeters(Family.of(registry, "node", node), registry.config().clock());
  }

  /**
   * The meters of a node that may host studies.
   *
   * @param hosts whether it may now
   * @param silentSeconds how long ago its journal answered
   */
  public HostingMeters hosting(String node, BooleanSupplier hosts, DoubleSupplier silentSeconds) {
    return new HostingMeters(Family.of(registry, "node", node), hosts, silentSeconds);
  }

  /** The meters of the broker, which is in one process of a cluster at a time. */
  public BrokerMeters broker() {
    return new BrokerMeters(Family.of(registry));
  }
}
