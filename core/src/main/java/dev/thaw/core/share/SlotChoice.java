package dev.thaw.core.share;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Says which of the free slots a study gets: on its own devices, then on devices that nobody has,
 * then on those of others; and of those on nodes where it has most slots, then on the smallest node
 * that has room for all that it still gets, or else on the one with most room.
 */
final class SlotChoice {
  private record Device(String node, int number) {}

  private record Free(SlotId slot, Device device) {}

  private final Map<Device, Integer> mine = new HashMap<>();
  private final Map<Device, Integer> others = new HashMap<>();
  private final Map<String, Integer> mineByNode = new HashMap<>();
  private final Map<String, Integer> freeByNode = new HashMap<>();
  private final Map<SlotId, Device> free = new TreeMap<>();
  private int missing;

  /**
   * Looks at the slots as they are now.
   *
   * @param missing how many slots the study is to get in all
   */
  SlotChoice(String study, int missing, Collection<OfferedNode> nodes, Claims claims) {
    this.missing = missing;
    for (OfferedNode node : nodes) {
      node.devices()
          .forEach(
              (index, number) -> {
                SlotId slot = node.slot(index);
                var device = new Device(node.name(), number);
                String owner = claims.owner(slot);
                if (owner == null) {
                  free.put(slot, device);
                  freeByNode.merge(node.name(), 1, Integer::sum);
                } else if (owner.equals(study)) {
                  mine.merge(device, 1, Integer::sum);
                  mineByNode.merge(node.name(), 1, Integer::sum);
                } else {
                  others.merge(device, 1, Integer::sum);
                }
              });
    }
  }

  /** Returns the slot that the study gets next, and counts it as its own; empty if none is free. */
  Optional<SlotId> next() {
    Optional<SlotId> best = best();
    best.ifPresent(this::take);
    return best;
  }

  private void take(SlotId slot) {
    Device device = Objects.requireNonNull(free.remove(slot), "a free slot");
    mine.merge(device, 1, Integer::sum);
    mineByNode.merge(device.node(), 1, Integer::sum);
    freeByNode.merge(device.node(), -1, Integer::sum);
    missing--;
  }

  private Optional<SlotId> best() {
    Stream<Free> candidates =
        free.entrySet().stream().map(entry -> new Free(entry.getKey(), entry.getValue()));
    return candidates
        .min(
            Comparator.comparing((Free candidate) -> company(candidate.device()))
                .thenComparing(candidate -> -mineByNode.getOrDefault(candidate.device().node(), 0))
                .thenComparing(candidate -> room(candidate.device().node()))
                .thenComparing(candidate -> candidate.device().node())
                .thenComparing(candidate -> candidate.device().number())
                .thenComparing(Free::slot))
        .map(Free::slot);
  }

  private int company(Device device) {
    if (others.containsKey(device)) {
      return 2;
    }
    return mine.containsKey(device) ? 0 : 1;
  }

  /** Smaller is better: nodes with room for all first, by size; then the others, largest first. */
  private int room(String node) {
    int slots = freeByNode.getOrDefault(node, 0);
    return slots >= missing ? slots - Integer.MAX_VALUE : -slots;
  }
}
