package dev.thaw.trainer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * One model in training on one slot. All methods are called from one thread, which may be
 * interrupted when an epoch takes longer than the study allows.
 */
public interface TrainingSession extends AutoCloseable {

  /**
   * Trains one epoch and measures the model.
   *
   * @param epoch the number of this epoch, 1 or more; always one more than the last one trained or
   *     restored
   * @throws Exception if training failed; the trial then goes back to its last checkpoint
   */
  EpochResult trainEpoch(int epoch) throws Exception;

  /**
   * Changes parameters for all epochs that follow, until they are changed again. Called between two
   * epochs, only if {@link Trainer#changeable} names all of them; also with the values that they
   * have already. A later session is opened with the trial's own values, and told these again.
   *
   * @param parameters the new values by name: {@link Double}
   */
  default void change(Map<String, Object> parameters) {
    throw new UnsupportedOperationException(
        "This trainer cannot change parameters (%s) between epochs."
            .formatted(parameters.keySet()));
  }

  /**
   * Writes everything that a later session needs to go on as if nothing had happened.
   *
   * @param directory an existing, empty folder that becomes the checkpoint
   * @throws IOException if it cannot be written; what was written so far is then thrown away
   */
  void save(Path directory) throws IOException;

  /**
   * The ids of the processes that hold the session's memory on the device, now; empty if that is
   * this process. So the worker knows how much a trial needs, and whether all of it came back.
   */
  default Set<Long> processes() {
    return Set.of();
  }

  /**
   * Whether the session can be left alone between two epochs for minutes, without training or
   * anything else that costs more than memory. One that can, and has processes, may be kept when
   * its trial is frozen, and go on when it is thawed.
   */
  default boolean canWait() {
    return false;
  }

  /** Frees the device and everything else that the session holds. Called once, last. */
  @Override
  void close();
}
