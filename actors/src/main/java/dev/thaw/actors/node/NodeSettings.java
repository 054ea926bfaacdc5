package dev.thaw.actors.node;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * Settings of a node, from {@code thaw.node}.
 *
 * @param resendInterval how long a batch of reports may stay unanswered before it is sent again
 * @param batchSizeMax how many reports one batch holds at most
 * @param signInterval how often the broker hears that the node is there
 * @param leaseTime how long sessions go on without a word from their study
 * @param label the kind of node that it is, by which prices and speeds differ; empty for none
 */
public record NodeSettings(
    Duration resendInterval,
    int batchSizeMax,
    Duration signInterval,
    Duration leaseTime,
    String label) {

  public NodeSettings {
    if (!resendInterval.isPositive()) {
      throw new IllegalArgumentException(
          "thaw.node.resend-interval (%s) must be more than 0.".formatted(resendInterval));
    }
    if (batchSizeMax < 1) {
      throw new IllegalArgumentException(
          "thaw.node.batch-size-max (%d) must be at least 1.".formatted(batchSizeMax));
    }
    if (!signInterval.isPositive() || leaseTime.compareTo(signInterval) <= 0) {
      throw new IllegalArgumentException(
          "thaw.node.sign-interval (%s) must be more than 0 and less than thaw.node.lease-time (%s).\nMaybe a unit is missing, as in 100s."
              .formatted(signInterval, leaseTime));
    }
  }

  /** Settings of a node without a label. */
  public NodeSettings(
      Duration resendInterval, int batchSizeMax, Duration signInterval, Duration leaseTime) {
    this(resendInterval, batchSizeMax, signInterval, leaseTime, "");
  }

  /** Reads the settings. */
  public static NodeSettings from(Config config) {
    Config node = config.getConfig("thaw.node");
    return new NodeSettings(
        node.getDuration("resend-interval"),
        node.getInt("batch-size-max"),
        node.getDuration("sign-interval"),
        node.getDuration("lease-time"),
        node.getString("label"));
  }
}
