package dev.thaw.core.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Numbers with weights. Confined to one thread. */
final class Weighted {

  private final List<Entry> entries = new ArrayList<>();
  private double total;
  private boolean sorted = true;

  private record Entry(double number, double weight) {}

  /** Adds a number with a weight above 0. */
  void add(double number, double weight) {
    entries.add(new Entry(number, weight));
    total += weight;
    sorted = false;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * The smallest number for which it and those below have a share of all weight; one of those that
   * were added.
   *
   * @param share from 0 to 1
   */
  double quantile(double share) {
    if (!sorted) {
      entries.sort(Comparator.comparingDouble(Entry::number));
      sorted = true;
    }
    double below = 0;
    for (Entry entry : entries) {
      below += entry.weight;
      // Sums of shares are not exact.
      if (below >= (share - 1e-9) * total) {
        return entry.number;
      }
    }
    return entries.getLast().number;
  }
}
