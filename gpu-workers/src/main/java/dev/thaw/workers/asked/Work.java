package dev.thaw.workers.asked;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who asked is to train.
 *
 * @param session under which it is told of
 * @param study the study's name
 * @param trial the trial's number
 * @param parameters its hyperparameters by name
 * @param epoch the next epoch to train, 1 or more
 * @param maximum the epoch after which the trial is complete, or the seconds of training where the
 *     study counts those; null if nobody knows
 * @param seed from which, with the epoch, all randomness should come
 * @param resumeFrom the folder of the checkpoint to go on from, read-only; null for a fresh start
 * @param checkpointTo an empty folder into which a checkpoint is written when one is wanted
 * @param gpus on which to train, as the machine numbers them; empty without any
 */
public record Work(
    String session,
    String study,
    int trial,
    Map<String, Object> parameters,
    int epoch,
    @Nullable Integer maximum,
    long seed,
    @Nullable String resumeFrom,
    String checkpointTo,
    List<Integer> gpus) {

  public Work {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    gpus = List.copyOf(gpus);
  }
}
