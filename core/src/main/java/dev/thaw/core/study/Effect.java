package dev.thaw.core.study;

import dev.thaw.core.space.Configuration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a shell must do. Idempotent: carrying one out twice is carrying it out once. */
public sealed interface Effect {

  /** An effect that is addressed to the node of a slot. */
  sealed interface OnSlot extends Effect {
    /** The trial's number. */
    int trial();

    /** The lease's fence. */
    long fence();

    /** The slot. */
    Slot slot();
  }

  /**
   * Open a session and train up to an epoch.
   *
   * @param seed the trial's own seed
   * @param resumeFrom the checkpoint to go on from; null for a fresh start
   * @param epochLimit the epoch after which to wait
   * @param trainFor how long the lease may last at most; null for without limit
   * @param scoreToBeat the study's best score so far, minimised; a better one is worth a checkpoint
   * @param alone whether nobody else may hold memory of the slot's device
   * @param maximum the level that its training is made for, in the unit of the fidelity, at least
   *     1: what it does in an epoch may depend on it; null where an older supervisor asks
   */
  record StartSession(
      int trial,
      long fence,
      Slot slot,
      Configuration configuration,
      long seed,
      @Nullable CheckpointRef resumeFrom,
      int epochLimit,
      @Nullable Duration trainFor,
      @Nullable Double scoreToBeat,
      boolean alone,
      @Nullable Integer maximum)
      implements OnSlot {}

  /**
   * Go on training up to a later epoch.
   *
   * @param trainFor how long the lease may last at most from now on; null if that has not changed
   */
  record ContinueSession(
      int trial,
      long fence,
      Slot slot,
      int epochLimit,
      @Nullable Double scoreToBeat,
      @Nullable Duration trainFor)
      implements OnSlot {
    /** The time of the lease is what it was. */
    public ContinueSession(
        int trial, long fence, Slot slot, int epochLimit, @Nullable Double scoreToBeat) {
      this(trial, fence, slot, epochLimit, scoreToBeat, null);
    }
  }

  /**
   * Write a checkpoint and end the session.
   *
   * @param atOnce whether the epoch that is being trained is abandoned; null for no
   */
  record PauseSession(int trial, long fence, Slot slot, @Nullable Boolean atOnce)
      implements OnSlot {
    /** After the epoch that is being trained. */
    public PauseSession(int trial, long fence, Slot slot) {
      this(trial, fence, slot, null);
    }
  }

  /** End the session without a checkpoint. */
  record StopSession(int trial, long fence, Slot slot) implements OnSlot {}

  /**
   * Delete all checkpoints of a trial but these.
   *
   * @param upTo the newest checkpoint that the order is about: what is newer was not known when it
   *     was decided, and stays
   */
  record KeepCheckpoints(int trial, List<CheckpointRef> kept, CheckpointRef upTo)
      implements Effect {
    public KeepCheckpoints {
      kept = List.copyOf(kept);
    }
  }

  /** Send {@link StudyInput.DeadlinePassed} at an instant. */
  record ArmDeadline(Instant deadline) implements Effect {}

  /** Send {@link StudyInput.SilenceEnded} at an instant. */
  record ArmSilence(String node, Instant until) implements Effect {}

  /** Tell whoever hands out slots what the study holds, wants and is entitled to. */
  record RequestSlots() implements Effect {}

  /**
   * Ask the adviser, about the state after the step that this effect belongs to.
   *
   * @param ask the question's number, which the answer repeats
   * @param jobs how many proposals are wanted
   */
  record AskAdvice(long ask, int jobs) implements Effect {}

  /** Send {@link StudyInput.AdviceOverdue} when the shell's patience ends. */
  record ArmPatience(long ask) implements Effect {}

  /** Tell whoever waits that the study is over, and give its slots back. */
  record AnnounceEnd(StudyEnd end) implements Effect {}
}
