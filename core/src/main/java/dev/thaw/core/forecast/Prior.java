package dev.thaw.core.forecast;

import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;

/**
 * What is believed of a study's training before its first epoch: how long epochs take, what a start
 * costs, how often an epoch fails. Times are log-normal; the three deviations are those of natural
 * logarithms, at least 0, and independent of each other.
 *
 * @param epochSeconds the median length of an epoch, more than 0
 * @param doubt how far the median of the whole study may be off
 * @param trialSpread how far the medians of its configurations lie apart
 * @param epochSpread how far the epochs of one configuration lie apart
 * @param startSeconds what starting or thawing a trial takes, at least 0
 * @param failure the probability that an epoch fails, from 0 to 1
 * @param checkpointBytes the size of a checkpoint; 0 if that is not known
 */
public record Prior(
    double epochSeconds,
    double doubt,
    double trialSpread,
    double epochSpread,
    double startSeconds,
    double failure,
    double checkpointBytes) {

  /** Somebody who says {@code 30s} is right within a factor of 1.9, four times in five. */
  private static final double GUESS_DOUBT = 0.5;

  private static final double GUESS_TRIAL_SPREAD = 0.5;
  private static final double GUESS_EPOCH_SPREAD = 0.1;

  /** A study of the same kind on another day, with another seed. */
  private static final double DAY_DOUBT = 0.1;

  private static final double FAILURE_MAX = 0.5;

  public Prior {
    if (!(epochSeconds > 0) || Double.isInfinite(epochSeconds)) {
      throw new IllegalArgumentException(
          "epochSeconds (%s) must be above 0 and finite.".formatted(epochSeconds));
    }
    if (!(doubt >= 0 && trialSpread >= 0 && epochSpread >= 0 && startSeconds >= 0)) {
      throw new IllegalArgumentException(
          "doubt (%s), trialSpread (%s), epochSpread (%s) and startSeconds (%s) must be at least 0."
              .formatted(doubt, trialSpread, epochSpread, startSeconds));
    }
    if (!(failure >= 0 && failure <= 1 && checkpointBytes >= 0)) {
      throw new IllegalArgumentException(
          "failure (%s) must be from 0 to 1, checkpointBytes (%s) at least 0."
              .formatted(failure, checkpointBytes));
    }
  }

  /** The prior of somebody who has an idea of how long an epoch takes, and nothing else. */
  public static Prior guess(double epochSeconds) {
    return new Prior(epochSeconds, GUESS_DOUBT, GUESS_TRIAL_SPREAD, GUESS_EPOCH_SPREAD, 0, 0, 0);
  }

  /**
   * The prior that an earlier study of the same kind leaves: its own pace, spread, starts, failures
   * and checkpoints.
   *
   * @throws IllegalArgumentException if it has not reported an epoch
   */
  public static Prior like(StudyState earlier) {
    var paces = new Moments();
    double within = 0;
    long epochs = 0;
    long failed = 0;
    for (Trial trial : earlier.progress().trials()) {
      failed += trial.restarts() + (trial.status() == TrialStatus.FAILED ? 1 : 0);
      if (trial.ownEpochs() > 0) {
        Moments own = logSeconds(trial.ownSeconds());
        paces.add(own.mean());
        within += own.squares();
        epochs += trial.ownEpochs();
      }
    }
    if (epochs == 0) {
      throw new IllegalArgumentException(
          "study (%s) must have reported an epoch to plan another like it."
              .formatted(earlier.spec().name()));
    }
    long free = epochs - paces.count();
    var spending = earlier.progress().spending();
    var stored = earlier.stored();
    return new Prior(
        Math.exp(paces.mean()),
        Math.hypot(
            DAY_DOUBT, paces.deviation(GUESS_TRIAL_SPREAD) / Math.sqrt((double) paces.count())),
        paces.deviation(GUESS_TRIAL_SPREAD),
        free == 0 ? GUESS_EPOCH_SPREAD : Math.sqrt(within / free),
        spending.sessions() == 0 ? 0 : spending.startSeconds() / spending.sessions(),
        Math.min(FAILURE_MAX, (double) failed / (epochs + failed)),
        stored.bytes().size() == 0 ? 0 : (double) stored.total() / stored.bytes().size());
  }

  private static Moments logSeconds(double[] epochs) {
    var moments = new Moments();
    for (double seconds : epochs) {
      moments.add(Math.log(Math.max(1e-9, seconds)));
    }
    return moments;
  }

  /** This prior with another idea of how long an epoch takes, as doubtful as a guess. */
  public Prior withEpochSeconds(double seconds) {
    return new Prior(
        seconds, GUESS_DOUBT, trialSpread, epochSpread, startSeconds, failure, checkpointBytes);
  }

  /** This prior with another spread between configurations. */
  public Prior withTrialSpread(double spread) {
    return new Prior(
        epochSeconds, doubt, spread, epochSpread, startSeconds, failure, checkpointBytes);
  }

  /** This prior with another size of checkpoints. */
  public Prior withCheckpointBytes(double bytes) {
    return new Prior(epochSeconds, doubt, trialSpread, epochSpread, startSeconds, failure, bytes);
  }
}
