package dev.thaw.actors.meter;

import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** What a node that may host studies measures of that. */
public final class HostingMeters implements AutoCloseable {
  private final Family family;

  HostingMeters(Family family, BooleanSupplier hosts, DoubleSupplier silentSeconds) {
    this.family = family;
    family.gauge(
        "thaw.node.hosts.studies",
        "1 if studies may be here, 0 while the journal is out of this node's reach",
        () -> hosts.getAsBoolean() ? 1 : 0);
    family.gauge(
        "thaw.node.journal.silent.seconds", "How long ago the journal answered", silentSeconds);
  }

  @Override
  public void close() {
    family.close();
  }
}
