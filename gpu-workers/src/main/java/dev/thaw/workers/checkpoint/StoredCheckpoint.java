package dev.thaw.workers.checkpoint;

import dev.thaw.core.study.CheckpointRef;
import dev.thaw.trainer.Checkpoint;
import java.nio.file.Path;

/**
 * A complete checkpoint on the disk.
 *
 * @param ref its name within the trial
 * @param directory its folder; also holds the manifest, which the trainer did not write
 * @param bytes the size of the trainer's files together, without the manifest
 */
public record StoredCheckpoint(CheckpointRef ref, Path directory, long bytes) {

  /** The checkpoint as a trainer sees it. */
  public Checkpoint forTrainer() {
    return new Checkpoint(directory, ref.epoch());
  }
}
