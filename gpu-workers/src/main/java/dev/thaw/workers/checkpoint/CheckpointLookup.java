package dev.thaw.workers.checkpoint;

/** What became of opening a checkpoint. */
public sealed interface CheckpointLookup {

  /**
   * Every file is there, none is there beside them, and all are as they were written.
   *
   * @param checkpoint what was found
   */
  record Intact(StoredCheckpoint checkpoint) implements CheckpointLookup {}

  /**
   * The checkpoint is missing, cannot be read, or is not what was written.
   *
   * @param message which file and what about it, for people
   */
  record Damaged(String message) implements CheckpointLookup {}
}
