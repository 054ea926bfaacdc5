package dev.thaw.core.study;

import org.jspecify.annotations.Nullable;

/**
 * Names a checkpoint of a trial; the fence is part of the name, so that a session that has lost its
 * lease never overwrites its successor's.
 *
 * @param fence the fence of the lease under which it was written
 * @param epoch the last epoch that it contains
 * @param owner the trial that wrote it, where that is another one than the trial that goes on from
 *     it: {@link Lineage}; null where it is the same
 */
public record CheckpointRef(long fence, int epoch, @Nullable Integer owner)
    implements Comparable<CheckpointRef> {

  /** A checkpoint that a trial wrote itself. */
  public CheckpointRef(long fence, int epoch) {
    this(fence, epoch, null);
  }

  /** The trial that wrote it, if a certain one goes on from it. */
  public int writtenBy(int trial) {
    return owner == null ? trial : owner;
  }

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
