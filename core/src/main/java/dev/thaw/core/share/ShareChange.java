package dev.thaw.core.share;

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
   * The share after the change.
   *
   * @throws IllegalArgumentException if that is none, such as a minimum above the maximum
   */
  public Share applyTo(Share share) {
    return new Share(
        slotsMin == null ? share.slotsMin() : slotsMin,
        slotsMax == null ? share.slotsMax() : slotsMax,
        weight == null ? share.weight() : weight,
        priority == null ? share.priority() : priority);
  }
}
