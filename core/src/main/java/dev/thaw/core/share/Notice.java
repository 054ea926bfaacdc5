package dev.thaw.core.share;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a study is told of the slots that it may use. The same notice may be sent again. */
public sealed interface Notice {

  /** The study's name. */
  String study();

  /** The larger number is the newer notice to a study; whatever changes has a new number. */
  long number();

  /** The same with another number. */
  Notice numbered(long number);

  /**
   * These slots of a node are the study's now, and no others of that node.
   *
   * @param devices the device of each slot, by the slot's index
   */
  record Offered(
      String study,
      long number,
      String node,
      String incarnation,
      SortedMap<Integer, Integer> devices)
      implements Notice {
    public Offered {
      devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    }

    SlotId slot(int index) {
      return new SlotId(node, incarnation, index);
    }

    @Override
    public Notice numbered(long other) {
      return new Offered(study, other, node, incarnation, devices);
    }
  }

  /** The node is gone, and with it the study's slots there. */
  record Lost(String study, long number, String node) implements Notice {
    @Override
    public Notice numbered(long other) {
      return new Lost(study, other, node);
    }
  }

  /** The study may hold so many slots. */
  record Allowed(String study, long number, int slots) implements Notice {
    @Override
    public Notice numbered(long other) {
      return new Allowed(study, other, slots);
    }
  }
}
