package dev.thaw.core.study;

import dev.thaw.core.persistent.OrderedMap;
import dev.thaw.core.share.Share;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a study and who has them.
 *
 * @param nodes the nodes that offer slots, by name
 * @param free the slots that nobody has
 * @param leases the leases by trial
 * @param nextFence the fence of the next lease
 * @param quarantined why slots are not on offer whose device's memory did not come back
 * @param alone the trials that may not share a device, by number
 * @param reserved a device that is being emptied; null if none is
 * @param tenure on what terms the study holds its slots
 */
public record Cluster(
    OrderedMap<String, Node> nodes,
    OrderedMap<Slot, Boolean> free,
    OrderedMap<Integer, Lease> leases,
    long nextFence,
    OrderedMap<Slot, String> quarantined,
    OrderedMap<Integer, Alone> alone,
    @Nullable Reservation reserved,
    Tenure tenure) {

  /**
   * A node.
   *
   * @param incarnation identifies its process
   * @param slots the slots that it offers
   * @param store identifies where its sessions keep checkpoints, so that nodes with the same one
   *     reach the same; null if that is not known
   * @param label the kind of node that it is, by which prices and speeds differ; null for none
   */
  public record Node(
      String incarnation,
      List<OfferedSlot> slots,
      @Nullable String store,
      @Nullable String label) {
    public Node {
      slots = List.copyOf(slots);
    }

    /** The slot with an index; null if it is not on offer. */
    @Nullable OfferedSlot slot(int index) {
      for (OfferedSlot slot : slots) {
        if (slot.index() == index) {
          return slot;
        }
      }
      return null;
    }
  }

  /**
   * What is known of a trial that may not share a device.
   *
   * @param failures how often it ran out of memory although it had a device to itself
   * @param exceeded the device on which it did so last; null for none
   */
  public record Alone(int failures, @Nullable Device exceeded) {}

  /**
   * A device that is being emptied for a trial.
   *
   * @param trial the trial, which is owed its way
   * @param device the device
   */
  public record Reservation(int trial, Device device) {}

  static Cluster empty(Share share) {
    return new Cluster(
        OrderedMap.empty(),
        OrderedMap.empty(),
        OrderedMap.empty(),
        1,
        OrderedMap.empty(),
        OrderedMap.empty(),
        null,
        Tenure.of(share));
  }

  /** The lease of a trial; null if it has none. */
  public @Nullable Lease lease(int trial) {
    return leases.get(trial);
  }

  /** The slot of a node; null if it is not on offer. */
  @Nullable OfferedSlot offered(Slot slot) {
    Node node = nodes.get(slot.node());
    return node == null ? null : node.slot(slot.index());
  }

  /** The device of a slot; of its own number if the slot is not on offer. */
  Device device(Slot slot) {
    OfferedSlot offered = offered(slot);
    return new Device(slot.node(), offered == null ? slot.index() : offered.device());
  }

  /** Whether any slot of a device is on offer. */
  boolean offers(Device device) {
    return slotsOn(device) > 0;
  }

  /** How many slots of a device are on offer. */
  int slotsOn(Device device) {
    Node node = nodes.get(device.node());
    int slots = 0;
    for (OfferedSlot slot : node == null ? List.<OfferedSlot>of() : node.slots()) {
      slots += slot.device() == device.number() ? 1 : 0;
    }
    return slots;
  }

  /**
   * How many slots are on offer, free or not. Those of silent nodes are not: nobody else can have
   * them, so they count for nothing in what the study may hold.
   */
  int slots() {
    int all = 0;
    for (Map.Entry<String, Node> entry : nodes) {
      all += isSilent(entry.getKey()) ? 0 : entry.getValue().slots().size();
    }
    return all;
  }

  boolean isSilent(String node) {
    return tenure.silent().containsKey(node);
  }

  /** Whether anybody has a slot of a node, even one that is not on offer any more. */
  boolean isLeased(String node) {
    for (Map.Entry<Integer, Lease> entry : leases) {
      if (entry.getValue().slot().node().equals(node)) {
        return true;
      }
    }
    return false;
  }

  /** The lease of a slot; null if nobody has it. */
  @Nullable Lease leaseOf(Slot slot) {
    for (Map.Entry<Integer, Lease> entry : leases) {
      if (entry.getValue().slot().equals(slot)) {
        return entry.getValue();
      }
    }
    return null;
  }

  /**
   * The slots that the study holds: those on offer, and those that it gave up and that somebody is
   * still leaving; by node and index. Every node that is known has an entry.
   */
  public SortedMap<String, SortedSet<Integer>> held() {
    SortedMap<String, SortedSet<Integer>> held = new TreeMap<>();
    for (Map.Entry<String, Node> entry : nodes) {
      SortedSet<Integer> slots = new TreeSet<>();
      entry.getValue().slots().forEach(slot -> slots.add(slot.index()));
      held.put(entry.getKey(), slots);
    }
    for (Map.Entry<Integer, Lease> entry : leases) {
      Slot slot = entry.getValue().slot();
      held.computeIfAbsent(slot.node(), node -> new TreeSet<>()).add(slot.index());
    }
    return held;
  }

  /** How many leases there are on a device. */
  int leasesOn(Device device) {
    int found = 0;
    for (Map.Entry<Integer, Lease> entry : leases) {
      found += entry.getValue().device().equals(device) ? 1 : 0;
    }
    return found;
  }

  /** Epochs that the leases may still train, those included that are told to pause. */
  public long outstandingEpochs() {
    long sum = 0;
    for (Map.Entry<Integer, Lease> entry : leases) {
      if (entry.getValue().ending() != Lease.Ending.STOP) {
        sum += entry.getValue().outstandingEpochs();
      }
    }
    return sum;
  }

  /** What was in quarantine is so no more if it is offered again, or its process is another. */
  Cluster join(String name, Node node) {
    OrderedMap<Slot, Boolean> slots = withoutSlotsOf(name);
    for (OfferedSlot offered : node.slots()) {
      Slot slot = new Slot(name, offered.index());
      if (leaseOf(slot) == null) {
        slots = slots.put(slot, true);
      }
    }
    Node before = nodes.get(name);
    boolean sameLife = before != null && before.incarnation().equals(node.incarnation());
    return with(nodes.put(name, node), slots)
        .withQuarantined(stillQuarantined(name, sameLife ? node : null))
        .withAlone(sameLife ? alone : aloneWithout(name))
        .with(tenure.hear(name));
  }

  /** Nothing is granted on a node that is silent; its leases last for a while. */
  Cluster miss(String name, Instant until) {
    return with(nodes, withoutSlotsOf(name)).with(tenure.miss(name, until));
  }

  /** Nothing is granted in a slot that was given up; its lease lasts until it has ended. */
  Cluster giveUp(Slot slot) {
    Node node = nodes.get(slot.node());
    if (node == null) {
      return this;
    }
    List<OfferedSlot> others =
        node.slots().stream().filter(other -> other.index() != slot.index()).toList();
    return with(
        nodes.put(slot.node(), new Node(node.incarnation(), others, node.store(), node.label())),
        free.remove(slot));
  }

  /** Another process of a node may give its devices other numbers. */
  private OrderedMap<Integer, Alone> aloneWithout(String node) {
    OrderedMap<Integer, Alone> rest = alone;
    for (Map.Entry<Integer, Alone> entry : alone) {
      Device exceeded = entry.getValue().exceeded();
      if (exceeded != null && exceeded.node().equals(node)) {
        rest = rest.put(entry.getKey(), new Alone(entry.getValue().failures(), null));
      }
    }
    return rest;
  }

  Cluster leave(String name) {
    return with(nodes.remove(name), withoutSlotsOf(name))
        .withQuarantined(stillQuarantined(name, null))
        .withAlone(aloneWithout(name))
        .with(tenure.hear(name));
  }

  private OrderedMap<Slot, String> stillQuarantined(String name, @Nullable Node now) {
    OrderedMap<Slot, String> rest = quarantined;
    for (Map.Entry<Slot, String> entry : quarantined) {
      Slot slot = entry.getKey();
      if (slot.node().equals(name) && (now == null || now.slot(slot.index()) != null)) {
        rest = rest.remove(slot);
      }
    }
    return rest;
  }

  Cluster quarantine(Slot slot, String reason) {
    return nodes.containsKey(slot.node())
        ? giveUp(slot).withQuarantined(quarantined.put(slot, reason))
        : this;
  }

  Cluster grant(Lease lease) {
    boolean served = reserved != null && reserved.trial() == lease.trial();
    return new Cluster(
        nodes,
        free.remove(lease.slot()),
        leases.put(lease.trial(), lease),
        Math.max(nextFence, lease.fence() + 1),
        quarantined,
        alone,
        served ? null : reserved,
        tenure);
  }

  Cluster change(Lease lease) {
    return withLeases(free, leases.put(lease.trial(), lease));
  }

  Cluster end(Lease lease, boolean slotFree) {
    return withLeases(slotFree ? free.put(lease.slot(), true) : free, leases.remove(lease.trial()));
  }

  Cluster separate(int trial, Alone how) {
    return withAlone(alone.put(trial, how));
  }

  Cluster reserve(Reservation reservation) {
    return new Cluster(nodes, free, leases, nextFence, quarantined, alone, reservation, tenure);
  }

  Cluster with(Tenure now) {
    return new Cluster(nodes, free, leases, nextFence, quarantined, alone, reserved, now);
  }

  private Cluster with(OrderedMap<String, Node> now, OrderedMap<Slot, Boolean> slots) {
    return new Cluster(now, slots, leases, nextFence, quarantined, alone, reserved, tenure);
  }

  private Cluster withLeases(OrderedMap<Slot, Boolean> slots, OrderedMap<Integer, Lease> now) {
    return new Cluster(nodes, slots, now, nextFence, quarantined, alone, reserved, tenure);
  }

  private Cluster withQuarantined(OrderedMap<Slot, String> now) {
    return new Cluster(nodes, free, leases, nextFence, now, alone, reserved, tenure);
  }

  private Cluster withAlone(OrderedMap<Integer, Alone> now) {
    return new Cluster(nodes, free, leases, nextFence, quarantined, now, reserved, tenure);
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
