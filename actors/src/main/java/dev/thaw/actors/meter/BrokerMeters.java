package dev.thaw.actors.meter;

/** What the broker measures. */
public final class BrokerMeters implements AutoCloseable {
  private final Family family;
  private volatile Now now = new Now(0, 0, 0);

  private record Now(int nodes, int studies, int free) {}

  BrokerMeters(Family family) {
    this.family = family;
    family.gauge("thaw.broker.nodes", "Nodes that offer slots", () -> now.nodes());
    family.gauge("thaw.broker.studies", "Studies that want slots", () -> now.studies());
    family.gauge("thaw.broker.slots.free", "Slots that no study holds", () -> now.free());
  }

  /** The cluster has so many nodes, studies that want slots, and slots that nobody holds. */
  public void cluster(int nodes, int studies, int freeSlots) {
    now = new Now(nodes, studies, freeSlots);
  }

  @Override
  public void close() {
    family.close();
  }
}
