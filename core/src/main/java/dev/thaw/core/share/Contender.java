package dev.thaw.core.share;

import java.time.Duration;

/**
 * A study that competes for slots.
 *
 * @param share what it is entitled to
 * @param wanted how many slots it could use now, those included that it holds; at least 0
 * @param held how many slots it holds now, at least 0
 * @param since for how long it has held a slot without a break, or has waited for its first one
 */
public record Contender(Share share, int wanted, int held, Duration since) {

  public Contender {
    if (wanted < 0 || held < 0) {
      throw new IllegalArgumentException(
          "wanted (%d) and held (%d) must be at least 0.".formatted(wanted, held));
    }
  }

  /** How many slots would be of use to it, up to its maximum. */
  int demand() {
    return Math.min(wanted, share.slotsMax());
  }

  /** The part of its minimum that would be of use to it. */
  int minimum() {
    return Math.min(wanted, share.slotsMin());
  }
}
