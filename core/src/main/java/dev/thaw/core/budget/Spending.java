package dev.thaw.core.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a study has spent.
 *
 * @param epochs epochs trained, each counted once
 * @param retrained epochs trained again because they lay behind the checkpoint that a trial went
 *     back to
 * @param trainingSeconds seconds that sessions reported for all those epochs
 * @param sessions how many sessions have reported an epoch
 * @param startSeconds seconds from the grants of their leases to the beginnings of their first
 *     epochs, all together
 * @param before how long the study ran before its process was last started
 * @param since when that process took the study over, or its hours opened last
 * @param usage for how long leases that are over held their slots; null for never
 * @param pace how long epochs take; null if none was timed
 * @param effort the seconds of processors or of GPUs that epochs take; null where only those of the
 *     clock count, or if none was timed
 * @param unmeasured how many epochs count by the clock because the time of processors could not be
 *     measured; null for none
 */
public record Spending(
    long epochs,
    long retrained,
    double trainingSeconds,
    long sessions,
    double startSeconds,
    Duration before,
    Instant since,
    @Nullable Usage usage,
    @Nullable Pace pace,
    @Nullable Pace effort,
    @Nullable Long unmeasured) {

  /** The account of a study that begins now. */
  public static Spending from(Instant at) {
    return new Spending(0, 0, 0, 0, 0, Duration.ZERO, at, null, null, null, null);
  }

  /** After an epoch that extended a curve. */
  public Spending train(double seconds) {
    return new Spending(
        epochs + 1,
        retrained,
        trainingSeconds + seconds,
        sessions,
        startSeconds,
        before,
        since,
        usage,
        rhythm().after(seconds),
        effort,
        unmeasured);
  }

  /**
   * After an epoch whose seconds of processors or of GPUs count for the levels of the fidelity.
   *
   * @param seconds what counts for it; null if the seconds of the clock count instead
   * @param byClock the seconds of the clock
   */
  public Spending work(@Nullable Double seconds, double byClock) {
    long before = unmeasured == null ? 0 : unmeasured;
    return new Spending(
        epochs,
        retrained,
        trainingSeconds,
        sessions,
        startSeconds,
        this.before,
        since,
        usage,
        pace,
        (effort == null ? Pace.unknown() : effort).after(seconds == null ? byClock : seconds),
        seconds == null ? Long.valueOf(before + 1) : unmeasured);
  }

  /** After an epoch that had been trained before. */
  public Spending retrain(double seconds) {
    return new Spending(
        epochs,
        retrained + 1,
        trainingSeconds + seconds,
        sessions,
        startSeconds,
        before,
        since,
        usage,
        rhythm().after(seconds),
        effort,
        unmeasured);
  }

  /** After the first epoch of a session, which began so long after its lease was granted. */
  public Spending begin(double seconds) {
    return new Spending(
        epochs,
        retrained,
        trainingSeconds,
        sessions + 1,
        startSeconds + Math.max(0, seconds),
        before,
        since,
        usage,
        pace,
        effort,
        unmeasured);
  }

  /** After a lease held its slot for a while. */
  public Spending hold(Tariff tariff, Duration held) {
    return new Spending(
        epochs,
        retrained,
        trainingSeconds,
        sessions,
        startSeconds,
        before,
        since,
        held().hold(tariff, held),
        pace,
        effort,
        unmeasured);
  }

  /** What starting or thawing a trial takes, in epochs of average length; 0 while unknown. */
  public double startCost() {
    return sessions == 0 || trainingSeconds <= 0
        ? 0
        : startSeconds / sessions / (trainingSeconds / allEpochs());
  }

  /** What starting or thawing a trial takes on average, in seconds; 0 while unknown. */
  public double secondsToStart() {
    return sessions == 0 ? 0 : startSeconds / sessions;
  }

  /**
   * After the clock of the study stood still.
   *
   * @param stopped when it stopped: at the last moment at which the process before is known to have
   *     been alive, or when the hours of the study closed
   * @param at when it went on
   */
  public Spending takeOver(Instant stopped, Instant at) {
    return new Spending(
        epochs,
        retrained,
        trainingSeconds,
        sessions,
        startSeconds,
        active(stopped),
        at,
        usage,
        pace,
        effort,
        unmeasured);
  }

  /** All epochs that were trained, whatever for. */
  public long allEpochs() {
    return epochs + retrained;
  }

  /** How long the study has run at a moment of the current process, if its hours are open. */
  public Duration active(Instant at) {
    return before.plus(Duration.between(since, at));
  }

  /** For how long leases that are over held their slots. */
  public Usage held() {
    return Objects.requireNonNullElseGet(usage, Usage::none);
  }

  /** How much epochs take of the seconds that count for the levels of the fidelity. */
  public Pace exertion() {
    return effort == null ? rhythm() : effort;
  }

  /** How long epochs take. */
  public Pace rhythm() {
    return Objects.requireNonNullElseGet(pace, Pace::unknown);
  }
}
