package dev.thaw.core.bracket;

import dev.thaw.core.pareto.Order;
import dev.thaw.core.pareto.Outcome;
import dev.thaw.core.persistent.OrderedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trials that reached one level of a bracket. Immutable.
 *
 * @param epochs the level
 * @param arrived all that reached it, best first
 * @param waiting those of them that were neither promoted nor withdrawn, best first
 * @param promoted how many were promoted
 * @param lost how many were on their way here and will never arrive
 * @param shown where more than one score counts, what each of those that arrived showed, and its
 *     place among them, which is its score in the other maps; null where one score counts
 */
public record Rung(
    int epochs,
    OrderedMap<Standing, Boolean> arrived,
    OrderedMap<Standing, Boolean> waiting,
    int promoted,
    int lost,
    @Nullable OrderedMap<Integer, Placed> shown) {

  /**
   * What a trial showed where more than one score counts.
   *
   * @param outcome its scores
   * @param place its place by {@link Order} among those that have arrived, 0 for the first
   */
  public record Placed(Outcome outcome, int place) {}

  /** A rung that nobody has reached. */
  public static Rung empty(int epochs) {
    return new Rung(epochs, OrderedMap.empty(), OrderedMap.empty(), 0, 0, null);
  }

  /** The rung after a trial reached it. */
  public Rung arrive(Standing standing) {
    return new Rung(
        epochs, arrived.put(standing, true), waiting.put(standing, true), promoted, lost, shown);
  }

  /**
   * The rung after a trial reached it of which more than one score counts: all that have arrived
   * are placed anew. O(n log n) for one and two objectives, O(n^2) at worst for more.
   */
  public Rung arrive(int trial, Outcome outcome) {
    OrderedMap<Integer, Placed> before = shown == null ? OrderedMap.empty() : shown;
    OrderedMap<Integer, Placed> all = before.put(trial, new Placed(outcome, 0));
    List<Integer> trials = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (Map.Entry<Integer, Placed> entry : all) {
      trials.add(entry.getKey());
      outcomes.add(entry.getValue().outcome());
    }
    int[] places = Order.places(outcomes);
    OrderedMap<Integer, Placed> placed = OrderedMap.empty();
    OrderedMap<Standing, Boolean> here = OrderedMap.empty();
    OrderedMap<Standing, Boolean> still = OrderedMap.empty();
    for (int i = 0; i < places.length; i++) {
      int number = trials.get(i);
      var standing = new Standing(places[i], number);
      placed = placed.put(number, new Placed(outcomes.get(i), places[i]));
      here = here.put(standing, true);
      if (number == trial || waiting.containsKey(standing(number, 0))) {
        still = still.put(standing, true);
      }
    }
    return new Rung(epochs, here, still, promoted, lost, placed);
  }

  /**
   * Where a trial that arrived stands.
   *
   * @param score its score, which counts where it is the only one
   */
  public Standing standing(int trial, double score) {
    if (shown == null) {
      return new Standing(score, trial);
    }
    Placed placed = shown.get(trial);
    return new Standing(placed == null ? Integer.MAX_VALUE : placed.place(), trial);
  }

  /** The rung after one of those who wait was promoted. */
  public Rung promote(Standing standing) {
    return new Rung(epochs, arrived, waiting.remove(standing), promoted + 1, lost, shown);
  }

  /** The rung after one of those who wait dropped out. */
  public Rung withdraw(Standing standing) {
    return new Rung(epochs, arrived, waiting.remove(standing), promoted, lost, shown);
  }

  /** The rung after one of those who wait dropped out, as if it had never arrived. */
  public Rung forget(Standing standing) {
    return new Rung(
        epochs,
        arrived.remove(standing),
        waiting.remove(standing),
        promoted,
        lost + 1,
        shown == null ? null : shown.remove(standing.trial()));
  }

  /** The rung after a trial failed on its way here. */
  public Rung lose() {
    return new Rung(epochs, arrived, waiting, promoted, lost + 1, shown);
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
