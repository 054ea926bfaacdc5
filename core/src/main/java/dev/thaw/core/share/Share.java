package dev.thaw.core.share;

/**
 * What a study is entitled to when several share the slots of a cluster.
 *
 * <p>The limits below are those of a spec, and of a {@link ShareChange}. A share beyond them can
 * still be read, so that the journal of a study which has one stays readable.
 *
 * @param slotsMin how many slots it gets before anybody gets more than their minimum, at least 0
 * @param slotsMax how many slots it gets at most, at least 1 and at least the minimum
 * @param weight how many slots it gets beyond its minimum, relative to others of its priority; more
 *     than 0 and finite
 * @param priority who goes first: beyond the minimums, studies of a higher priority are served
 *     before all others
 */
public record Share(int slotsMin, int slotsMax, double weight, int priority) {

  /** How many slots a study may ask for at most. */
  public static final int SLOTS_LIMIT = 100_000;

  /** The largest weight that may be asked for. */
  public static final double WEIGHT_LIMIT = 1_000_000;

  /** The highest priority that may be asked for; the lowest is as far below 0. */
  public static final int PRIORITY_LIMIT = 1_000;

  public Share {
    if (slotsMin < 0 || slotsMax < 1 || slotsMax < slotsMin) {
      throw new IllegalArgumentException(
          "slotsMin (%d) must be in 0..slotsMax (%d), and slotsMax at least 1."
              .formatted(slotsMin, slotsMax));
    }
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "weight (%s) must be more than 0 and finite.".formatted(weight));
    }
  }

  /** As many slots as are asked for, on equal terms with all others. */
  public static Share upTo(int slots) {
    return new Share(0, slots, 1, 0);
  }
}
