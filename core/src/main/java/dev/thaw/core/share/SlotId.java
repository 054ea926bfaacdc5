package dev.thaw.core.share;

import java.util.Comparator;

/**
 * A slot of one life of a node.
 *
 * @param node the node's name
 * @param incarnation identifies the node's process; another process has other slots
 * @param index the slot's index on the node
 */
public record SlotId(String node, String incarnation, int index) implements Comparable<SlotId> {
  private static final Comparator<SlotId> ORDER =
      Comparator.comparing(SlotId::node)
          .thenComparing(SlotId::incarnation)
          .thenComparing(SlotId::index);

  @Override
  public int compareTo(SlotId other) {
    return ORDER.compare(this, other);
  }
}
