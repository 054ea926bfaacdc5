package dev.thaw.trainer;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

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
 * @param slot where the session trains
 * @param folder the study's folder on this node, absolute, where a trainer may leave what is for
 *     people, such as logs; also what {@link Trainer#begin} left
 * @param resumeFrom the checkpoint to go on from; empty for a fresh start
 * @param maximum the epoch after which the trial is complete, or where the study counts seconds of
 *     training, after how many of them; at least 1, and the same in all sessions of a trial: a
 *     schedule that is stretched over the whole training, such as a learning rate that falls as
 *     half a cosine, is made for it; empty if nobody knows
 * @param online the names of those parameters that a controller may change between epochs, by
 *     {@link TrainingSession#change}
 */
public record TrialSetup(
    String study,
    int trial,
    Map<String, Object> parameters,
    long seed,
    Map<String, Object> options,
    TrainingSlot slot,
    Path folder,
    Optional<Checkpoint> resumeFrom,
    OptionalInt maximum,
    Set<String> online) {

  public TrialSetup {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    online = Collections.unmodifiableSet(new LinkedHashSet<>(online));
  }

  /** A setup whose parameters stay as they are. */
  public TrialSetup(
      String study,
      int trial,
      Map<String, Object> parameters,
      long seed,
      Map<String, Object> options,
      TrainingSlot slot,
      Path folder,
      Optional<Checkpoint> resumeFrom,
      OptionalInt maximum) {
    this(study, trial, parameters, seed, options, slot, folder, resumeFrom, maximum, Set.of());
  }

  /** The same setup with another place to go on from, and the names of what may change. */
  public TrialSetup with(Optional<Checkpoint> checkpoint, Set<String> changing) {
    return new TrialSetup(
        study, trial, parameters, seed, options, slot, folder, checkpoint, maximum, changing);
  }

  /** A setup whose maximum nobody knows. */
  public TrialSetup(
      String study,
      int trial,
      Map<String, Object> parameters,
      long seed,
      Map<String, Object> options,
      TrainingSlot slot,
      Path folder,
      Optional<Checkpoint> resumeFrom) {
    this(study, trial, parameters, seed, options, slot, folder, resumeFrom, OptionalInt.empty());
  }
}
