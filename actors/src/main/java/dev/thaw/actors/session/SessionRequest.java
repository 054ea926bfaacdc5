package dev.thaw.actors.session;

import dev.thaw.core.study.CheckpointRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session is opened with.
 *
 * @param trainer the trainer's name
 * @param parameters the trial's active hyperparameters: Double, Long, String or Boolean
 * @param seed the trial's own seed
 * @param options what the trainer is told beside the parameters
 * @param slot the index of the slot on its node
 * @param resumeFrom the checkpoint to go on from; null for a fresh start
 * @param alone whether nobody else may hold memory of the device; the host ends whatever it kept
 *     there first
 * @param maximum the level that the training is made for, in the unit of the fidelity; null if that
 *     is not known
 * @param onProcessors whether the time of processors is to be measured
 * @param steering how parameters change between epochs; null if they do not
 */
public record SessionRequest(
    String trainer,
    Map<String, Object> parameters,
    long seed,
    Map<String, Object> options,
    int slot,
    @Nullable CheckpointRef resumeFrom,
    boolean alone,
    @Nullable Integer maximum,
    boolean onProcessors,
    @Nullable Steering steering) {

  public SessionRequest {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** A session that is measured by the clock alone, for a maximum that nobody knows. */
  public SessionRequest(
      String trainer,
      Map<String, Object> parameters,
      long seed,
      Map<String, Object> options,
      int slot,
      @Nullable CheckpointRef resumeFrom,
      boolean alone) {
    this(trainer, parameters, seed, options, slot, resumeFrom, alone, null, false, null);
  }
}
