package dev.thaw.core.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a study may spend, all its trials together. The first limit that is reached ends the study;
 * a limit that is null does not exist.
 *
 * @param wallClock how long the study may run, not counting closed {@link Hours}, nor the time when
 *     no process runs it unless {@code downtime} says so
 * @param trials how many trials may be started, the baseline included
 * @param epochs how many epochs may be trained, those trained again after a crash included
 * @param deadline when the study ends at the latest, whatever happened meanwhile
 * @param gpuTime for how long GPUs may be held by leases, all GPUs together; a lease of k GPUs
 *     counts k-fold, one of k that share a GPU counts a k-th; a machine's processor counts as a GPU
 * @param cost what the slots that are held may cost
 * @param downtime whether the wall clock counts while no process runs the study; null for FREE
 * @param onOverrun what becomes of epochs that are being trained when the limit of a time is
 *     reached; null for FINISH_EPOCH
 * @param reserve how long before the end of its time the study at the latest trains the best trials
 *     to their ends; null for as long as that is going to take
 */
public record Budget(
    @Nullable Duration wallClock,
    @Nullable Integer trials,
    @Nullable Long epochs,
    @Nullable Deadline deadline,
    @Nullable Duration gpuTime,
    @Nullable Cost cost,
    @Nullable Downtime downtime,
    @Nullable OnOverrun onOverrun,
    @Nullable Duration reserve) {

  /** Whether the wall clock counts while no process runs the study. */
  public enum Downtime {
    /** It stands still. */
    FREE,
    /** It goes on. */
    COUNTED
  }

  /** What becomes of epochs that are being trained when the limit of a time is reached. */
  public enum OnOverrun {
    /**
     * They are trained to their ends, and a checkpoint is written. The overrun is at most one
     * epoch, which is at most the limit of an epoch's time.
     */
    FINISH_EPOCH,
    /**
     * They are abandoned; a checkpoint that is being written, or is due for the epoch before, is
     * finished.
     */
    CHECKPOINT_AND_STOP,
    /** Everything is abandoned at once. */
    KILL
  }

  /** Far beyond any study, and so near that nanoseconds can be counted. */
  public static final Duration LONGEST = Duration.ofDays(36_500);

  public Budget {
    refuseBeyond("wallClock", wallClock);
    refuseBeyond("gpuHours", gpuTime);
    refuseBeyond("reserve", reserve);
    if (wallClock != null && (wallClock.isNegative() || wallClock.isZero())) {
      throw new IllegalArgumentException(
          "wallClock (%s) must be positive.".formatted(Shown.time(wallClock)));
    }
    if (trials != null && trials < 1) {
      throw new IllegalArgumentException("trials (%d) must be at least 1.".formatted(trials));
    }
    if (epochs != null && epochs < 1) {
      throw new IllegalArgumentException("epochs (%d) must be at least 1.".formatted(epochs));
    }
    if (gpuTime != null && (gpuTime.isNegative() || gpuTime.isZero())) {
      throw new IllegalArgumentException(
          "gpuHours (%s) must be positive.".formatted(Shown.hours(gpuTime)));
    }
    if (reserve != null && reserve.isNegative()) {
      throw new IllegalArgumentException(
          "reserve (%s) must be at least 0.".formatted(Shown.time(reserve)));
    }
  }

  private static void refuseBeyond(String name, @Nullable Duration time) {
    if (time != null && time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s (%s) must be at most 100 years."
              .formatted(name, name.equals("gpuHours") ? Shown.hours(time) : Shown.time(time)));
    }
  }

  /** Limits of the time, the trials and the epochs. */
  public Budget(@Nullable Duration wallClock, @Nullable Integer trials, @Nullable Long epochs) {
    this(wallClock, trials, epochs, null, null, null, null, null, null);
  }

  /** A budget without limits. */
  public static Budget unlimited() {
    return new Budget(null, null, null);
  }

  /** Whether it has a limit of any kind. */
  public boolean isLimited() {
    return trials != null || epochs != null || isInTime();
  }

  /** Whether it limits a time: the clock's, or that for which slots are held. */
  public boolean isInTime() {
    return wallClock != null || deadline != null || isByLease();
  }

  /** Whether it limits for how long slots are held: what leases use up. */
  public boolean isByLease() {
    return gpuTime != null || cost != null;
  }

  /** Whether the wall clock stands still while no process runs the study. */
  public boolean sparesDowntime() {
    return downtime != Downtime.COUNTED;
  }

  /** What becomes of epochs that are being trained at the end. */
  public OnOverrun overrun() {
    return Objects.requireNonNullElse(onOverrun, OnOverrun.FINISH_EPOCH);
  }

  /** This budget, with the deadline that a time of the day means for a study that begins then. */
  public Budget from(Instant begin) {
    return deadline == null ? this : with(deadline.from(begin));
  }

  /**
   * This budget for a study that begins at an instant of which nobody knows when it is: its
   * deadline is a limit of the clock.
   *
   * @throws IllegalArgumentException if the deadline is not after the instant
   */
  public Budget asOf(Instant begin) {
    Deadline fixed = deadline == null ? null : deadline.from(begin);
    if (fixed == null || fixed.instant() == null) {
      return this;
    }
    if (!fixed.instant().isAfter(begin)) {
      throw new IllegalArgumentException(
          "deadline (%s) must not be over.\nMaybe choose a later one.".formatted(fixed.instant()));
    }
    Duration left = Duration.between(begin, fixed.instant());
    Duration clock = wallClock == null || left.compareTo(wallClock) < 0 ? left : wallClock;
    return new Budget(clock, trials, epochs, null, gpuTime, cost, downtime, onOverrun, reserve);
  }

  private Budget with(Deadline other) {
    return new Budget(
        wallClock, trials, epochs, other, gpuTime, cost, downtime, onOverrun, reserve);
  }
}
