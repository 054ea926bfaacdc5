package dev.thaw.actors.study;

import com.typesafe.config.Config;
import dev.thaw.core.invariant.Assertions;
import java.time.Duration;

/**
 * Settings of a supervisor, from {@code thaw.study}.
 *
 * @param snapshotEvery after how many rows the state is saved whole
 * @param snapshotsKept how many of those are kept
 * @param restartBackoffMin how long to wait before the first restart after a failing journal
 * @param restartBackoffMax how long to wait at most
 * @param advicePatience how long a slot waits for the adviser before ranks decide
 * @param adviserTimeLimit after how long without an answer an adviser is replaced
 * @param signInterval how often the broker, the nodes and the directory hear that the study is
 *     there
 * @param nodePatience for how long a node may be silent before its leases are lost
 * @param idleTime for how long the supervisor of a study that is over stays where it can be asked
 * @param assertions how closely its decisions are watched
 */
public record SupervisorSettings(
    int snapshotEvery,
    int snapshotsKept,
    Duration restartBackoffMin,
    Duration restartBackoffMax,
    Duration advicePatience,
    Duration adviserTimeLimit,
    Duration signInterval,
    Duration nodePatience,
    Duration idleTime,
    Assertions assertions) {

  public SupervisorSettings {
    if (snapshotEvery < 1 || snapshotsKept < 1) {
      throw new IllegalArgumentException(
          "thaw.study.snapshot-every (%d) and thaw.study.snapshots-kept (%d) must be at least 1."
              .formatted(snapshotEvery, snapshotsKept));
    }
    if (!restartBackoffMin.isPositive() || restartBackoffMax.compareTo(restartBackoffMin) < 0) {
      throw new IllegalArgumentException(
          "thaw.study.restart-backoff-min (%s) must be more than 0 and at most thaw.study.restart-backoff-max (%s)."
              .formatted(restartBackoffMin, restartBackoffMax));
    }
    if (!advicePatience.isPositive() || adviserTimeLimit.compareTo(advicePatience) < 0) {
      throw new IllegalArgumentException(
          "thaw.study.advice-patience (%s) must be more than 0 and at most thaw.study.adviser-time-limit (%s)."
              .formatted(advicePatience, adviserTimeLimit));
    }
    if (!signInterval.isPositive() || nodePatience.compareTo(signInterval) <= 0) {
      throw new IllegalArgumentException(
          "thaw.study.sign-interval (%s) must be more than 0 and less than thaw.study.node-patience (%s).\nMaybe a unit is missing, as in 120s."
              .formatted(signInterval, nodePatience));
    }
    if (!idleTime.isPositive()) {
      throw new IllegalArgumentException(
          "thaw.study.idle-time (%s) must be more than 0.".formatted(idleTime));
    }
  }

  /** Reads the settings. */
  public static SupervisorSettings from(Config config) {
    Config study = config.getConfig("thaw.study");
    return new SupervisorSettings(
        study.getInt("snapshot-every"),
        study.getInt("snapshots-kept"),
        study.getDuration("restart-backoff-min"),
        study.getDuration("restart-backoff-max"),
        study.getDuration("advice-patience"),
        study.getDuration("adviser-time-limit"),
        study.getDuration("sign-interval"),
        study.getDuration("node-patience"),
        study.getDuration("idle-time"),
        assertions(config.getString("thaw.assertions")));
  }

  private static Assertions assertions(String word) {
    for (Assertions level : Assertions.values()) {
      if (level.name().equalsIgnoreCase(word)) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        "thaw.assertions (%s) must be none, phase, step or full.".formatted(word));
  }
}
