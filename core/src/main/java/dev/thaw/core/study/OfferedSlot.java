package dev.thaw.core.study;

import java.util.List;

/**
 * A slot that a node offers.
 *
 * @param index its index on the node
 * @param device the number of the device on which it trains; slots with one device share its memory
 */
public record OfferedSlot(int index, int device) {

  /** A slot whose device, of the same number, is its own. */
  public static OfferedSlot own(int index) {
    return new OfferedSlot(index, index);
  }

  /** Slots each of which has a device of its own. */
  public static List<OfferedSlot> own(List<Integer> indexes) {
    return indexes.stream().map(OfferedSlot::own).toList();
  }
}
