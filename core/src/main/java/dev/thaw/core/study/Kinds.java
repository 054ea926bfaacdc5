package dev.thaw.core.study;

import dev.thaw.core.persistent.OrderedMap;
import java.util.ArrayList;
import java.util.List;

/**
 * On which kinds of nodes epochs were trained, by the labels of the nodes: speeds differ by them.
 * Immutable. Only what differs from the usual is kept, so that a study on nodes of one kind takes
 * no more than a label.
 *
 * @param usual the label of the first epoch; empty for none
 * @param others the trials of which an epoch was trained on a node with another label, by number
 */
public record Kinds(String usual, OrderedMap<Integer, Trail> others) {

  /**
   * Where a trial was trained.
   *
   * @param stretches in order of epochs; before the first of them its label was the usual one
   */
  public record Trail(List<Stretch> stretches) {
    public Trail {
      stretches = List.copyOf(stretches);
    }
  }

  /**
   * Epochs that were trained on nodes with the same label.
   *
   * @param from the first of them
   * @param label the label
   */
  public record Stretch(int from, String label) {}

  /** One kind. */
  static Kinds of(String usual) {
    return new Kinds(usual, OrderedMap.empty());
  }

  /** The label of the node on which the newest epoch of a trial was trained. */
  String newest(int trial) {
    Trail trail = others.get(trial);
    return trail == null ? usual : trail.stretches().getLast().label();
  }

  /** After one more epoch of a trial. */
  Kinds train(int trial, int epoch, String label) {
    if (label.equals(newest(trial))) {
      return this;
    }
    Trail trail = others.get(trial);
    List<Stretch> longer = new ArrayList<>(trail == null ? List.of() : trail.stretches());
    longer.add(new Stretch(epoch, label));
    return new Kinds(usual, others.put(trial, new Trail(longer)));
  }

  /** Whether there is more than one kind. */
  boolean differ() {
    return !others.isEmpty();
  }

  /** The label of the node on which an epoch was trained; empty for none. */
  public String label(int trial, int epoch) {
    Trail trail = others.get(trial);
    String label = usual;
    if (trail != null) {
      for (Stretch stretch : trail.stretches()) {
        label = stretch.from() <= epoch ? stretch.label() : label;
      }
    }
    return label;
  }
}
