package dev.thaw.trainer;

import java.nio.file.Path;

/**
 * A folder that {@link TrainingSession#save} filled, verified against its checksum.
 *
 * @param directory the folder; read-only to the session
 * @param epoch the last epoch that it contains, 1 or more
 */
public record Checkpoint(Path directory, int epoch) {

  public Checkpoint {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch (%d) must be at least 1.".formatted(epoch));
    }
  }
}
