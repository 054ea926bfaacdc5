package dev.thaw.core.budget;

import java.time.Duration;
import java.time.Instant;

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
 * @param since when that process took the study over
 */
public record Spending(
    long epochs,
    long retrained,
    double trainingSeconds,
    long sessions,
    double startSeconds,
    Duration before,
    Instant since) {

  /** The account of a study that begins now. */
  public static Spending from(Instant at) {
    return new Spending(0, 0, 0, 0, 0, Duration.ZERO, at);
  }

  /** After an epoch that extended a curve. */
  public Spending train(double seconds) {
    return new Spending(
        epochs + 1, retrained, trainingSeconds + seconds, sessions, startSeconds, before, since);
  }

  /** After an epoch that had been trained before. */
  public Spending retrain(double seconds) {
    return new Spending(
        epochs, retrained + 1, trainingSeconds + seconds, sessions, startSeconds, before, since);
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
        since);
  }

  /** What starting or thawing a trial takes, in epochs of average length; 0 while unknown. */
  public double startCost() {
    return sessions == 0 || trainingSeconds <= 0
        ? 0
        : startSeconds / sessions / (trainingSeconds / allEpochs());
  }

  /**
   * After a new process took the study over.
   *
   * @param lastSeen the last moment at which the old process is known to have been alive
   * @param at when the new one took over
   */
  public Spending takeOver(Instant lastSeen, Instant at) {
    return new Spending(
        epochs, retrained, trainingSeconds, sessions, startSeconds, active(lastSeen), at);
  }

  /** All epochs that were trained, whatever for. */
  public long allEpochs() {
    return epochs + retrained;
  }

  /** How long the study has run at a moment of the current process. */
  public Duration active(Instant at) {
    return before.plus(Duration.between(since, at));
  }
}
