package dev.thaw.workers.slot;

import dev.thaw.actors.session.SlotListener;
import dev.thaw.trainer.TrainingSlot;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The places of a worker where sessions train. Safe to use from several threads. */
public interface Slots extends AutoCloseable {

  /**
   * Where a session in a slot trains.
   *
   * @throws IllegalArgumentException if there is no such slot
   */
  TrainingSlot slot(int number);

  /** The indices of the GPUs of a slot. */
  default List<Integer> gpus(int number) {
    return slot(number).gpus();
  }

  /** Tells a listener which slots are offered, now and whenever that changes. */
  void watch(SlotListener listener);

  /**
   * A session moves in.
   *
   * @param processes the processes that hold its memory at the moment of asking; may throw nothing
   * @return what it must end when it moves out
   */
  Tenancy occupy(int slot, Supplier<Set<Long>> processes);

  /**
   * Whether the memory of a slot suffices for one more session beside those that are there, as far
   * as can be told; false if it cannot.
   */
  boolean hasRoom(int slot);

  /**
   * The share of the GPUs that computed nothing when they were looked at last, in 0..1; NaN if that
   * cannot be said.
   */
  default double gpuIdle() {
    return Double.NaN;
  }

  /** Whether a slot is out of the offer because its memory did not come back. */
  boolean isQuarantined(int slot);

  /** Stops watching. */
  @Override
  void close();

  /** The stay of one session in a slot, from before it takes memory until that is free again. */
  interface Tenancy {

    /** The session is open: from now on all its processes are known. */
    void opened();

    /** The session goes on in another slot with the same devices. */
    void move(int slot);

    /** The session has trained an epoch, so that its memory can be measured. */
    void epochTrained();

    /**
     * The session is over: waits until its memory is free, or takes the slot out of the offer if it
     * does not become so. Interrupts do not shorten the wait; they stay set.
     */
    void end();

    /** The session is over for everybody, but does not end: its slot is taken out of the offer. */
    void abandon(String reason);
  }
}
