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
 * @param before how long the study ran before its process was last started
 * @param since when that process took the study over
 */
public record Spending(
    long epochs, long retrained, double trainingSeconds, Duration before, Instant since) {

  /** The account of a study that begins now. */
  public static Spending from(Instant at) {
    return new Spending(0, 0, 0, Duration.ZERO, at);
  }

  /** After an epoch that extended a curve. */
  public Spending train(double seconds) {
    return new Spending(epochs + 1, retrained, trainingSeconds + seconds, before, since);
  }

  /** After an epoch that had been trained before. */
  public Spending retrain(double seconds) {
    return new Spending(epochs, retrained + 1, trainingSeconds + seconds, before, since);
  }

  /**
   * After a new process took the study over.
   *
   * @param lastSeen the last moment at which the old process is known to have been alive
   * @param at when the new one took over
   */
  public Spending takeOver(Instant lastSeen, Instant at) {
    return new Spending(epochs, retrained, trainingSeconds, active(lastSeen), at);
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
