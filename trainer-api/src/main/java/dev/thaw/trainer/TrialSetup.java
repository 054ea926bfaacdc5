package dev.thaw.trainer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a session is opened with.
 *
 * @param study the study's name
 * @param trial the trial's number, 0 or more
 * @param parameters the trial's hyperparameters by name, in the order of the search space: {@link
 *     Double}, {@link Long}, {@link String} or {@link Boolean}; a parameter whose condition does
 *     not hold is absent
 * @param seed the trial's own seed; all randomness of the trial must come from it and the epoch
 * @param options the {@code trainer} section of the study without its name
 * @param device the index of the GPU that the session may use, or -1 for the processor
 * @param resumeFrom the checkpoint to go on from; empty for a fresh start
 */
public record TrialSetup(
    String study,
    int trial,
    Map<String, Object> parameters,
    long seed,
    Map<String, Object> options,
    int device,
    Optional<Checkpoint> resumeFrom) {

  public TrialSetup {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }
}
