package dev.thaw.core.bracket;

import java.util.ArrayList;
import java.util.List;

/**
 * The epochs at which trials are compared, strictly increasing; the last one is the maximal
 * fidelity R.
 *
 * @param epochs the levels, at least one, each at least 1
 */
public record Ladder(List<Integer> epochs) {

  public Ladder {
    epochs = List.copyOf(epochs);
    for (int level = 0; level < epochs.size(); level++) {
      int floor = level == 0 ? 1 : epochs.get(level - 1) + 1;
      if (epochs.get(level) < floor) {
        throw new IllegalArgumentException(
            "epochs (%s) must be strictly increasing from at least 1.".formatted(epochs));
      }
    }
  }

  /**
   * The levels r, r eta, r eta^2, ... and R.
   *
   * <p>Differs from the papers where R is not r times a power of eta: they let the levels be
   * fractions; here they are whole multiples of the minimum, and a level that lies closer to R than
   * a factor of the square root of eta is left out, because it would compare the same trials twice.
   *
   * @param min r, at least 1
   * @param max R, at least {@code min}
   * @param eta the reduction factor, at least 2
   */
  public static Ladder of(int min, int max, int eta) {
    if (min < 1 || max < min || eta < 2) {
      throw new IllegalArgumentException(
          "min (%d) must be at least 1, max (%d) at least min, eta (%d) at least 2."
              .formatted(min, max, eta));
    }
    List<Integer> levels = new ArrayList<>();
    for (long level = min; level < max && level * Math.sqrt(eta) <= max; level *= eta) {
      levels.add((int) level);
    }
    levels.add(max);
    return new Ladder(levels);
  }

  /** The number of levels. */
  public int height() {
    return epochs.size();
  }

  /** The ladder without the levels above one that is not below the first. */
  Ladder upTo(int level) {
    return new Ladder(epochs.stream().filter(epoch -> epoch <= level).toList());
  }

  /** The ladder without its lowest levels. */
  public Ladder from(int level) {
    return new Ladder(epochs.subList(level, epochs.size()));
  }
}
