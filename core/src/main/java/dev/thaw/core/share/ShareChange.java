package dev.thaw.core.share;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A change of a {@link Share}; null for what stays as it is.
 *
 * @param slotsMin how many slots the study gets before anybody gets more than their minimum
 * @param slotsMax how many slots it gets at most
 * @param weight how many slots it gets beyond its minimum, relative to others of its priority
 * @param priority who goes first
 */
public record ShareChange(
    @Nullable Integer slotsMin,
    @Nullable Integer slotsMax,
    @Nullable Double weight,
    @Nullable Integer priority) {

  /** Whether nothing is to be changed. */
  public boolean isEmpty() {
    return Stream.of(slotsMin, slotsMax, weight, priority).allMatch(value -> value == null);
  }

  /**
   * What is wrong with the change, whatever it is applied to: one sentence for each value beyond
   * the limits of {@link Share}, and one for a minimum above a maximum that it names too.
   */
  public List<String> problems() {
    List<String> wrong = new ArrayList<>();
    check("slotsMin", slotsMin, 0, Share.SLOTS_LIMIT, wrong);
    check("slotsMax", slotsMax, 1, Share.SLOTS_LIMIT, wrong);
    if (weight != null && !(weight > 0 && weight <= Share.WEIGHT_LIMIT)) {
      wrong.add(
          "weight (%s) must be more than 0 and at most %.0f."
              .formatted(weight, Share.WEIGHT_LIMIT));
    }
    check("priority", priority, -Share.PRIORITY_LIMIT, Share.PRIORITY_LIMIT, wrong);
    if (wrong.isEmpty() && slotsMin != null && slotsMax != null && slotsMin > slotsMax) {
      wrong.add("slotsMin (%d) must be in 0..slotsMax (%d).".formatted(slotsMin, slotsMax));
    }
    return wrong;
  }

  private static void check(
      String name, @Nullable Integer value, int least, int most, List<String> wrong) {
    if (value != null && (value < least || value > most)) {
      wrong.add("%s (%d) must be in %d..%d.".formatted(name, value, least, most));
    }
  }

  /**
   * The share after the change.
   *
   * @throws IllegalArgumentException if that is none, such as a minimum above the maximum, or if
   *     the change has {@link #problems()}
   */
  public Share applyTo(Share share) {
    var after =
        new Share(
            slotsMin == null ? share.slotsMin() : slotsMin,
            slotsMax == null ? share.slotsMax() : slotsMax,
            weight == null ? share.weight() : weight,
            priority == null ? share.priority() : priority);
    List<String> wrong = problems();
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", wrong));
    }
    return after;
  }
}
