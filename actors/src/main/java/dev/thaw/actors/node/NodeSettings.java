package dev.thaw.actors.node;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * Settings of a node, from {@code thaw.node}.
 *
 * @param resendInterval how long a batch of reports may stay unanswered before it is sent again
 * @param batchSizeMax how many reports one batch holds at most
 */
public record NodeSettings(Duration resendInterval, int batchSizeMax) {

  public NodeSettings {
    if (!resendInterval.isPositive()) {
      throw new IllegalArgumentException(
          "thaw.node.resend-interval (%s) must be more than 0.".formatted(resendInterval));
    }
    if (batchSizeMax < 1) {
      throw new IllegalArgumentException(
          "thaw.node.batch-size-max (%d) must be at least 1.".formatted(batchSizeMax));
    }
  }

  /** Reads the settings. */
  public static NodeSettings from(Config config) {
    Config node = config.getConfig("thaw.node");
    return new NodeSettings(node.getDuration("resend-interval"), node.getInt("batch-size-max"));
  }
}
