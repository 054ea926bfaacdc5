package dev.thaw.core.surrogate;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The last changes of S^-1, each of rank one: what is known of c' S^-1 c before a change is known
 * after it for the price of one inner product.
 */
final class ChangeLog {
  private static final int CAPACITY = 512;

  /** {@code c' S^-1 c} grows by {@code share (c' change)^2}. */
  static final class Change {
    private final double[] weights;
    private final double share;

    private Change(double[] weights, double share) {
      this.weights = weights;
      this.share = share;
    }

    /** The change per trial. */
    double[] weights() {
      return weights;
    }

    double share() {
      return share;
    }
  }

  private final Deque<Change> changes = new ArrayDeque<>();
  private long last;

  void add(double[] weights, double share) {
    if (changes.size() == CAPACITY) {
      changes.removeFirst();
    }
    changes.addLast(new Change(weights, share));
    last++;
  }

  /** Forgets all changes; nothing known before can be brought up to date. */
  void clear() {
    changes.clear();
    last += CAPACITY + 1;
  }

  /** The number of the last change. */
  long last() {
    return last;
  }

  /** Whether all changes after number {@code version} are known. */
  boolean reaches(long version) {
    return last - version <= changes.size();
  }

  /** The changes after number {@code version}, oldest first. */
  Iterable<Change> since(long version) {
    long skip = changes.size() - (last - version);
    return () -> changes.stream().skip(skip).iterator();
  }
}
