package dev.thaw.core.study;

import dev.thaw.core.persistent.OrderedMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The checkpoints that a study has. Immutable.
 *
 * @param bytes the size of each
 * @param total the size of all
 * @param evicted what was given up to stay within the quota, or because nobody needed it
 */
public record Stored(OrderedMap<Name, Long> bytes, long total, Evicted evicted) {

  /** A checkpoint of a trial; by trial, and the oldest first. */
  public record Name(int trial, long fence, int epoch) implements Comparable<Name> {
    private static final Comparator<Name> ORDER =
        Comparator.comparingInt(Name::trial)
            .thenComparingLong(Name::fence)
            .thenComparingInt(Name::epoch);

    static Name of(int trial, CheckpointRef checkpoint) {
      return new Name(checkpoint.writtenBy(trial), checkpoint.fence(), checkpoint.epoch());
    }

    /** The checkpoint among those of its trial. */
    public CheckpointRef checkpoint() {
      return new CheckpointRef(fence, epoch);
    }

    @Override
    public int compareTo(Name other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * What was given up.
   *
   * @param checkpoints how many
   * @param bytes their size together
   * @param retrainingSeconds how long it would take to train again what they held beyond the
   *     checkpoints that their trials were left with, if all those trials went on
   */
  public record Evicted(int checkpoints, long bytes, double retrainingSeconds) {
    Evicted add(StudyEvent.CheckpointEvicted event) {
      return new Evicted(
          checkpoints + 1, bytes + event.bytes(), retrainingSeconds + event.retrainingSeconds());
    }
  }

  static Stored nothing() {
    return new Stored(OrderedMap.empty(), 0, new Evicted(0, 0, 0));
  }

  /** The checkpoints of a trial, oldest first. */
  public List<Name> of(int trial) {
    List<Name> found = new ArrayList<>();
    for (int at = bytes.rank(new Name(trial, Long.MIN_VALUE, 0)); at < bytes.size(); at++) {
      Name name = bytes.keyAt(at);
      if (name.trial() != trial) {
        break;
      }
      found.add(name);
    }
    return found;
  }

  /** The size of a checkpoint; 0 if it is not there. */
  public long size(Name name) {
    Long size = bytes.get(name);
    return size == null ? 0 : size;
  }

  Stored add(Name name, long size) {
    return new Stored(bytes.put(name, size), total - size(name) + size, evicted);
  }

  Stored remove(Name name) {
    return bytes.containsKey(name)
        ? new Stored(bytes.remove(name), total - size(name), evicted)
        : this;
  }

  /** Without those checkpoints of a trial that it does not name any more. */
  Stored retain(int trial, Collection<CheckpointRef> named) {
    Stored rest = this;
    for (Name name : of(trial)) {
      rest = named.contains(name.checkpoint()) ? rest : rest.remove(name);
    }
    return rest;
  }

  Stored evict(StudyEvent.CheckpointEvicted event) {
    Stored rest = remove(Name.of(event.trial(), event.checkpoint()));
    return new Stored(rest.bytes, rest.total, evicted.add(event));
  }
}
