package dev.thaw.core.budget;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a study may spend. The first limit that is reached ends the study; a limit that is null does
 * not exist.
 *
 * @param wallClock how long the study may run, not counting the time when no process runs it
 * @param trials how many trials may be started, the baseline included
 * @param epochs how many epochs may be trained, those trained again after a crash included
 */
public record Budget(
    @Nullable Duration wallClock, @Nullable Integer trials, @Nullable Long epochs) {

  public Budget {
    if (wallClock != null && (wallClock.isNegative() || wallClock.isZero())) {
      throw new IllegalArgumentException("wallClock (%s) must be positive.".formatted(wallClock));
    }
    if (trials != null && trials < 1) {
      throw new IllegalArgumentException("trials (%d) must be at least 1.".formatted(trials));
    }
    if (epochs != null && epochs < 1) {
      throw new IllegalArgumentException("epochs (%d) must be at least 1.".formatted(epochs));
    }
  }

  /** Whether time is what is spent, so that a slow epoch costs more than a fast one. */
  public boolean isInTime() {
    return wallClock != null;
  }

  /** A budget without limits. */
  public static Budget unlimited() {
    return new Budget(null, null, null);
  }
}
