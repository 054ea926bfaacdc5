package dev.thaw.core.bracket;

import dev.thaw.core.persistent.OrderedMap;

/**
 * The trials that reached one level of a bracket. Immutable.
 *
 * @param epochs the level
 * @param arrived all that reached it, best first
 * @param waiting those of them that were neither promoted nor withdrawn, best first
 * @param promoted how many were promoted
 * @param lost how many were on their way here and will never arrive
 */
public record Rung(
    int epochs,
    OrderedMap<Standing, Boolean> arrived,
    OrderedMap<Standing, Boolean> waiting,
    int promoted,
    int lost) {

  /** A rung that nobody has reached. */
  public static Rung empty(int epochs) {
    return new Rung(epochs, OrderedMap.empty(), OrderedMap.empty(), 0, 0);
  }

  /** The rung after a trial reached it. */
  public Rung arrive(Standing standing) {
    return new Rung(
        epochs, arrived.put(standing, true), waiting.put(standing, true), promoted, lost);
  }

  /** The rung after one of those who wait was promoted. */
  public Rung promote(Standing standing) {
    return new Rung(epochs, arrived, waiting.remove(standing), promoted + 1, lost);
  }

  /** The rung after one of those who wait dropped out. */
  public Rung withdraw(Standing standing) {
    return new Rung(epochs, arrived, waiting.remove(standing), promoted, lost);
  }

  /** The rung after one of those who wait dropped out, as if it had never arrived. */
  public Rung forget(Standing standing) {
    return new Rung(epochs, arrived.remove(standing), waiting.remove(standing), promoted, lost + 1);
  }

  /** The rung after a trial failed on its way here. */
  public Rung lose() {
    return new Rung(epochs, arrived, waiting, promoted, lost + 1);
  }

  /**
   * The score below which a fraction of the arrivals lies, linearly interpolated between ranks.
   *
   * @param fraction in (0, 1)
   * @throws IllegalStateException if nobody arrived
   */
  double quantile(double fraction) {
    if (arrived.isEmpty()) {
      throw new IllegalStateException("an empty rung has no quantile.");
    }
    double position = fraction * (arrived.size() - 1);
    int below = (int) Math.floor(position);
    double low = arrived.keyAt(below).score();
    double high = arrived.keyAt(Math.min(below + 1, arrived.size() - 1)).score();
    return low + (position - below) * (high - low);
  }
}
