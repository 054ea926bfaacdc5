package dev.thaw.core.study;

import dev.thaw.core.persistent.OrderedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a study and who has them.
 *
 * @param nodes the nodes that offer slots, by name
 * @param free the slots that nobody has
 * @param leases the leases by trial
 * @param nextFence the fence of the next lease
 */
public record Cluster(
    OrderedMap<String, Node> nodes,
    OrderedMap<Slot, Boolean> free,
    OrderedMap<Integer, Lease> leases,
    long nextFence) {

  /**
   * A node.
   *
   * @param incarnation identifies its process
   * @param slots the indexes of the slots that it offers
   */
  public record Node(String incarnation, List<Integer> slots) {
    public Node {
      slots = List.copyOf(slots);
    }
  }

  static Cluster empty() {
    return new Cluster(OrderedMap.empty(), OrderedMap.empty(), OrderedMap.empty(), 1);
  }

  /** The lease of a trial; null if it has none. */
  public @Nullable Lease lease(int trial) {
    return leases.get(trial);
  }

  /** The first free slot, by node and index. */
  public Optional<Slot> freeSlot() {
    return free.firstKey();
  }

  /** Epochs that the leases may still train. */
  public long outstandingEpochs() {
    long sum = 0;
    for (Map.Entry<Integer, Lease> entry : leases) {
      if (entry.getValue().ending() == Lease.Ending.NONE) {
        sum += entry.getValue().outstandingEpochs();
      }
    }
    return sum;
  }

  Cluster join(String name, Node node) {
    OrderedMap<Slot, Boolean> slots = withoutSlotsOf(name);
    for (int index : node.slots()) {
      Slot slot = new Slot(name, index);
      if (!leased(slot)) {
        slots = slots.put(slot, true);
      }
    }
    return new Cluster(nodes.put(name, node), slots, leases, nextFence);
  }

  Cluster leave(String name) {
    return new Cluster(nodes.remove(name), withoutSlotsOf(name), leases, nextFence);
  }

  Cluster grant(Lease lease) {
    return new Cluster(
        nodes,
        free.remove(lease.slot()),
        leases.put(lease.trial(), lease),
        Math.max(nextFence, lease.fence() + 1));
  }

  Cluster change(Lease lease) {
    return new Cluster(nodes, free, leases.put(lease.trial(), lease), nextFence);
  }

  Cluster end(Lease lease, boolean slotFree) {
    return new Cluster(
        nodes,
        slotFree ? free.put(lease.slot(), true) : free,
        leases.remove(lease.trial()),
        nextFence);
  }

  private boolean leased(Slot slot) {
    for (Map.Entry<Integer, Lease> entry : leases) {
      if (entry.getValue().slot().equals(slot)) {
        return true;
      }
    }
    return false;
  }

  private OrderedMap<Slot, Boolean> withoutSlotsOf(String name) {
    OrderedMap<Slot, Boolean> others = free;
    for (Map.Entry<Slot, Boolean> entry : free) {
      if (entry.getKey().node().equals(name)) {
        others = others.remove(entry.getKey());
      }
    }
    return others;
  }
}
