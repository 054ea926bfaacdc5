package dev.thaw.workers.asked;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a session that was asked for. Without an epoch and a failure it says only
 * that it is still being worked at.
 *
 * @param session which
 * @param epoch of which epoch it speaks; null if of none
 * @param metrics what the epoch yielded; null if it says that its checkpoint was written
 * @param checkpoint of the epoch: true if it lies in {@link Work#checkpointTo}, false if there is
 *     none and the trial is to be trained again from its start when it goes on; null to be asked
 *     for it when it is wanted
 * @param processorSeconds how long processors worked for the epoch; null if nobody knows
 * @param failed why it cannot go on; null if it can
 * @param infeasible whether these hyperparameters cannot be trained at all; only with a failure
 */
public record Told(
    String session,
    @Nullable Integer epoch,
    @Nullable Map<String, Double> metrics,
    @Nullable Boolean checkpoint,
    @Nullable Double processorSeconds,
    @Nullable String failed,
    boolean infeasible) {

  public Told {
    metrics = metrics == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** Whether it is only a sign of life. */
  boolean isSign() {
    return epoch == null && failed == null;
  }
}
