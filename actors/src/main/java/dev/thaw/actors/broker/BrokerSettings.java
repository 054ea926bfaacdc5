package dev.thaw.actors.broker;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * Settings of the broker, from {@code thaw.broker}.
 *
 * @param listen for how long a new broker says nothing
 * @param settle for how long a new broker gives nothing away that nobody has claimed
 * @param studyGrace for how long a study keeps its slots after its supervisor has gone
 * @param turn for how long a study keeps its only slot when there are fewer slots than studies
 */
public record BrokerSettings(Duration listen, Duration settle, Duration studyGrace, Duration turn) {

  public BrokerSettings {
    if (listen.isNegative() || listen.compareTo(settle) > 0) {
      throw new IllegalArgumentException(
          "thaw.broker.listen (%s) must be at least 0, and at most thaw.broker.settle (%s)."
              .formatted(listen, settle));
    }
    if (!studyGrace.isPositive() || !turn.isPositive()) {
      throw new IllegalArgumentException(
          "thaw.broker.study-grace (%s) and thaw.broker.turn (%s) must be more than 0."
              .formatted(studyGrace, turn));
    }
  }

  /** Reads the settings. */
  public static BrokerSettings from(Config config) {
    Config broker = config.getConfig("thaw.broker");
    return new BrokerSettings(
        broker.getDuration("listen"),
        broker.getDuration("settle"),
        broker.getDuration("study-grace"),
        broker.getDuration("turn"));
  }

  /** The same for a broker that has had no predecessor, so that nobody can claim anything. */
  public BrokerSettings withoutPredecessor() {
    return new BrokerSettings(Duration.ZERO, Duration.ZERO, studyGrace, turn);
  }
}
