package dev.thaw.core.study;

/**
 * Names a checkpoint of a trial; the fence is part of the name, so that a session that has lost its
 * lease never overwrites its successor's.
 *
 * @param fence the fence of the lease under which it was written
 * @param epoch the last epoch that it contains
 */
public record CheckpointRef(long fence, int epoch) {

  /** Whether it was written after another one of the same trial. */
  boolean isNewerThan(CheckpointRef other) {
    return fence > other.fence || (fence == other.fence && epoch > other.epoch);
  }
}
