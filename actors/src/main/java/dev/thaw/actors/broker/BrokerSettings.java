package dev.thaw.actors.broker;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * Settings of the broker, from {@code thaw.broker}.
 *
 * @param listen for how long a new broker says nothing
 * @param settle for how long a new broker gives nothing away that nobody has claimed
 * @param studyGrace for how long a study keeps its slots after its supervisor has gone
 * @param nodeGrace for how long a node keeps its name after its last word
 * @param turn for how long a study keeps its only slot when there are fewer slots than studies
 */
public record BrokerSettings(
    Duration listen, Duration settle, Duration studyGrace, Duration nodeGrace, Duration turn) {

  public BrokerSettings {
    if (listen.isNegative() || listen.compareTo(settle) > 0) {
      throw new IllegalArgumentException(
          "thaw.broker.listen (%s) must be at least 0, and at most thaw.broker.settle (%s)."
              .formatted(listen, settle));
    }
    if (nodeGrace.isNegative()) {
      throw new IllegalArgumentException(
          "thaw.broker.node-grace (%s) must be at least 0.".formatted(nodeGrace));
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
        broker.getDuration("node-grace"),
        broker.getDuration("turn"));
  }

  /** The same for a process of its own: nobody was there before, and nobody else is there. */
  public BrokerSettings withoutPredecessor() {
    return new BrokerSettings(Duration.ZERO, Duration.ZERO, studyGrace, Duration.ZERO, turn);
  }
}
