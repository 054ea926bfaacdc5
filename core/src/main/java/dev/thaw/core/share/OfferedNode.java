package dev.thaw.core.share;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node offers.
 *
 * @param name its name, unique in the cluster
 * @param incarnation identifies its process
 * @param devices the device of each slot, by the slot's index; slots with one device share it
 */
public record OfferedNode(String name, String incarnation, SortedMap<Integer, Integer> devices) {
  public OfferedNode {
    devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
  }

  boolean offers(SlotId slot) {
    return slot.node().equals(name)
        && slot.incarnation().equals(incarnation)
        && devices.containsKey(slot.index());
  }

  SlotId slot(int index) {
    return new SlotId(name, incarnation, index);
  }
}
