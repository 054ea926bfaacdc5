package dev.thaw.core.share;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What somebody wants to be otherwise in a {@link Share}; what is empty stays as it is.
 *
 * @param slotsMin another minimum
 * @param slotsMax another maximum
 * @param weight another weight
 * @param priority another priority
 */
public record ShareChange(
    OptionalInt slotsMin, OptionalInt slotsMax, OptionalDouble weight, OptionalInt priority) {

  /** A change that changes nothing. */
  public static ShareChange nothing() {
    return new ShareChange(
        OptionalInt.empty(), OptionalInt.empty(), OptionalDouble.empty(), OptionalInt.empty());
  }

  /**
   * The share after the change.
   *
   * @throws IllegalArgumentException if that would be none; the message says why
   */
  public Share applyTo(Share share) {
    return new Share(
        slotsMin.orElse(share.slotsMin()),
        slotsMax.orElse(share.slotsMax()),
        weight.orElse(share.weight()),
        priority.orElse(share.priority()));
  }
}
