package dev.thaw.core.study;

/**
 * Names a checkpoint of a trial; the fence is part of the name, so that a session that has lost its
 * lease never overwrites its successor's.
 *
 * @param fence the fence of the lease under which it was written
 * @param epoch the last epoch that it contains
 */
public record CheckpointRef(long fence, int epoch) implements Comparable<CheckpointRef> {

  /** Not older than anything that was ever written under a fence. */
  public static CheckpointRef lastOf(long fence) {
    return new CheckpointRef(fence, Integer.MAX_VALUE);
  }

  /** Whether it was written after another one of the same trial. */
  public boolean isNewerThan(CheckpointRef other) {
    return compareTo(other) > 0;
  }

  /** By age, the oldest first. */
  @Override
  public int compareTo(CheckpointRef other) {
    return fence == other.fence
        ? Integer.compare(epoch, other.epoch)
        : Long.compare(fence, other.fence);
  }
}
