package dev.thaw.core.study;

import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.pareto.Outcome;
import dev.thaw.core.share.Share;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Narrowing;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fact that was decided and is stood by. */
public sealed interface StudyEvent {

  /** The study exists. */
  record StudyOpened(StudySpec spec) implements StudyEvent {}

  /**
   * A new process runs the study; the time since the last row is not charged unless the budget says
   * so.
   *
   * @param sessionsLive whether sessions may have gone on meanwhile, so that their slots are
   *     charged; null if that is not known, which means that they are
   */
  record StudyTakenOver(@Nullable Boolean sessionsLive) implements StudyEvent {
    /** A take-over of which it is not known whether sessions went on. */
    public StudyTakenOver() {
      this(null);
    }
  }

  /** The study may spend this from now on. */
  record BudgetSet(Budget budget) implements StudyEvent {}

  /** A change of the budget was made, and is not made again for the same key. */
  record RequestKept(String key, BudgetChange change) implements StudyEvent {}

  /** A command was carried out, and is not carried out again for the same key. */
  record CommandKept(String key, StudyCommand command) implements StudyEvent {}

  /** Nothing is trained until somebody says so. */
  record StudyPaused() implements StudyEvent {}

  /** Somebody said that the study may train again. */
  record StudyResumed() implements StudyEvent {}

  /** A configuration of somebody's waits to be tried before all others that are new. */
  record ConfigurationAdded(Configuration configuration) implements StudyEvent {}

  /** The first of those configurations becomes a trial. */
  record ConfigurationTried(int trial) implements StudyEvent {}

  /**
   * New configurations come from a part of the values of a parameter.
   *
   * @param to which part; null for all of them again
   */
  record SpaceNarrowed(String parameter, @Nullable Narrowing to) implements StudyEvent {}

  /** A trial is about to be created that was forked by hand. */
  record ForkAsked(int trial) implements StudyEvent {}

  /** A trial ends for good as soon as its session has left its slot. */
  record TrialEndAsked(int trial) implements StudyEvent {}

  /** A study that was ending, or over, goes on, since its budget allows it again. */
  record StudyReopened() implements StudyEvent {}

  /**
   * Nothing is trained for now.
   *
   * @param until when the hours of the study open; null for never
   */
  record HoursClosed(@Nullable Instant until) implements StudyEvent {}

  /**
   * The study may train again.
   *
   * @param until when its hours close; null for never
   */
  record HoursOpened(@Nullable Instant until) implements StudyEvent {}

  /**
   * From now on the best trials are trained to their ends first.
   *
   * @param trial the best of them
   * @param secondsLeft what is left of the study's time
   * @param secondsNeeded what that trial probably needs to be complete
   */
  record LandingBegun(int trial, double secondsLeft, double secondsNeeded) implements StudyEvent {}

  /**
   * Trials are trained further than before from now on.
   *
   * @param ceiling the level up to which they are
   * @param reason what showed that it is time
   */
  record CeilingRaised(int ceiling, Reason reason) implements StudyEvent {}

  /**
   * The best trials of a smaller maximum are trained again from their beginning, because their
   * schedules depend on it.
   *
   * @param winners their numbers, the best first
   * @param first the number of the trial that has the configuration of the first of them; those of
   *     the others follow
   * @param bracket the bracket that these climb
   */
  record WinnersRenewed(List<Integer> winners, int first, int bracket) implements StudyEvent {
    public WinnersRenewed {
      winners = List.copyOf(winners);
    }
  }

  /**
   * The winner is trained again from its beginning to the maximal fidelity, with other seeds.
   *
   * @param winner its number
   * @param first the number of the first of the trials that do that; the others follow
   * @param trials how many they are; 0 if not one can be complete
   * @param skipped how many more were asked for, for which time, epochs or trials do not suffice
   * @param bracket the bracket that they climb
   * @param secondsLeft what is left of the study's time; null if it has no end as things stand
   * @param secondsNeeded what each of them probably needs; 0 where time does not matter
   * @param end why the search is over; null if it is not, or if nothing is left
   */
  record ConfirmationBegun(
      int winner,
      int first,
      int trials,
      int skipped,
      int bracket,
      @Nullable Double secondsLeft,
      double secondsNeeded,
      @Nullable StudyEnd end)
      implements StudyEvent {}

  /**
   * A session was told to abandon the epoch that it trains; its trial goes on from its newest
   * checkpoint another time.
   *
   * @param how HALT, or STOP if it does not even finish a checkpoint
   */
  record SessionCut(int trial, long fence, Lease.Ending how, Reason reason) implements StudyEvent {}

  /** The wall-clock budget ends at this instant, unless the process dies before. */
  record DeadlineSet(Instant deadline) implements StudyEvent {}

  /**
   * A node offers slots to the study.
   *
   * @param store identifies where its sessions keep checkpoints; null if that is not known
   * @param label the kind of node that it is; null for none
   */
  record NodeAdded(
      String node,
      String incarnation,
      List<OfferedSlot> slots,
      @Nullable String store,
      @Nullable String label)
      implements StudyEvent {
    public NodeAdded {
      slots = List.copyOf(slots);
    }

    /** A node without a label. */
    public NodeAdded(
        String node, String incarnation, List<OfferedSlot> slots, @Nullable String store) {
      this(node, incarnation, slots, store, null);
    }

    /** A node of which it is not known where it keeps checkpoints. */
    public NodeAdded(String node, String incarnation, List<OfferedSlot> slots) {
      this(node, incarnation, slots, null, null);
    }
  }

  /** A slot is not on offer any more, because memory of its device did not come back. */
  record SlotQuarantined(String node, int slot, String reason) implements StudyEvent {}

  /** A node gives no sign of life, and is lost at an instant unless it does before. */
  record NodeMissed(String node, Instant until) implements StudyEvent {}

  /** The study may hold so many slots for now. */
  record AllowanceSet(int slots) implements StudyEvent {}

  /** What the study is entitled to, from now on. */
  record ShareSet(Share share) implements StudyEvent {}

  /** Nothing is granted any more in a slot; who trains there is told to pause. */
  record SlotGivenUp(Slot slot) implements StudyEvent {}

  /** A node and its slots are gone. */
  record NodeRemoved(String node) implements StudyEvent {}

  /** A bracket can be entered. */
  record BracketOpened(int bracket, BracketPlan plan) implements StudyEvent {}

  /** There are no more configurations to suggest. */
  record SuggestionsExhausted() implements StudyEvent {}

  /**
   * A configuration became a trial of a bracket.
   *
   * @param lineage the checkpoint of another trial that it goes on from; null if it begins anew
   */
  record TrialCreated(
      int trial, Configuration configuration, int bracket, @Nullable Lineage lineage)
      implements StudyEvent {

    /** A trial that begins anew. */
    public TrialCreated(int trial, Configuration configuration, int bracket) {
      this(trial, configuration, bracket, null);
    }
  }

  /**
   * A trial was given a slot.
   *
   * @param resumeFrom the checkpoint that it goes on from; null for a fresh start
   */
  record LeaseGranted(
      int trial,
      long fence,
      Slot slot,
      @Nullable CheckpointRef resumeFrom,
      int epochLimit,
      Reason reason)
      implements StudyEvent {}

  /** The session of a lease trains. */
  record LeaseStarted(int trial, long fence) implements StudyEvent {}

  /** A session that is granted seconds, or epochs within a time, may train until an instant. */
  record GrantTimed(int trial, long fence, Lease.Grant grant) implements StudyEvent {}

  /** A trial goes on without leaving its slot. */
  record LeaseExtended(int trial, long fence, int epochLimit, Reason reason)
      implements StudyEvent {}

  /**
   * A curve grew by one epoch.
   *
   * @param seconds how long it took by the clock
   * @param effort the seconds of processors or of GPUs that count for the levels of the fidelity;
   *     null if those of the clock do
   * @param watched the metrics that count beside the objective, in the order of {@link
   *     Aims#watched}; null if none does
   */
  record EpochRecorded(
      int trial,
      long fence,
      int epoch,
      double value,
      double seconds,
      @Nullable Double effort,
      @Nullable Map<String, Double> inEffect,
      @Nullable List<Double> watched)
      implements StudyEvent {
    public EpochRecorded {
      inEffect =
          inEffect == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(inEffect));
      watched = watched == null ? null : List.copyOf(watched);
    }

    /** An epoch of a trial without a controller, of which only the objective counts. */
    public EpochRecorded(
        int trial, long fence, int epoch, double value, double seconds, @Nullable Double effort) {
      this(trial, fence, epoch, value, seconds, effort, null, null);
    }

    /** An epoch that counts by the clock. */
    public EpochRecorded(int trial, long fence, int epoch, double value, double seconds) {
      this(trial, fence, epoch, value, seconds, null, null, null);
    }
  }

  /**
   * The seconds of the clock count for the levels of a trial, as those of its processors could not
   * be measured: said once in a study, of the first epoch of which that is so.
   */
  record ClockCounts(int trial, int epoch) implements StudyEvent {}

  /** An epoch that the curve already holds was trained again, after a crash or a failure. */
  record EpochRetrained(int trial, long fence, int epoch, double value, double seconds)
      implements StudyEvent {}

  /** No value of the study has been better so far. */
  record BestImproved(int trial, int epoch, double value) implements StudyEvent {}

  /** A trial can go on from here. */
  record CheckpointRecorded(int trial, CheckpointRef checkpoint, long bytes)
      implements StudyEvent {}

  /** The checkpoint that a trial would go on from cannot be used. */
  record CheckpointLost(int trial, CheckpointRef checkpoint) implements StudyEvent {}

  /**
   * A trial that gets a slot is trained again from its beginning, since the slot's node does not
   * have its checkpoint, and no node that has it is there or has a slot for the study.
   *
   * @param store where the checkpoint lies
   */
  record CheckpointOutOfReach(int trial, CheckpointRef checkpoint, String store)
      implements StudyEvent {}

  /**
   * A trial that was next in turn for a slot waits for one of a node that has its checkpoint; who
   * came after it was granted the slot.
   *
   * @param nodes the nodes that have its checkpoint, by name
   */
  record TrialPassedOver(int trial, List<String> nodes) implements StudyEvent {
    public TrialPassedOver {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A checkpoint is given up to stay within the quota, or because nobody needs it any more.
   *
   * @param bytes its size
   * @param retrainingSeconds how long the epochs took that the trial's next session would have to
   *     train again; 0 if none
   */
  record CheckpointEvicted(
      int trial, CheckpointRef checkpoint, long bytes, double retrainingSeconds)
      implements StudyEvent {}

  /**
   * A trial reached a rung of its bracket.
   *
   * @param score its score by the objective, minimised
   * @param outcome all of its scores, where more than one counts; null where one does
   */
  record RungReached(int trial, int bracket, int rung, double score, @Nullable Outcome outcome)
      implements StudyEvent {

    /** A trial of which one score counts. */
    public RungReached(int trial, int bracket, int rung, double score) {
      this(trial, bracket, rung, score, null);
    }
  }

  /** A trial may go on to the next rung. */
  record TrialPromoted(int trial, Position position) implements StudyEvent {}

  /** A trial went on past a rung because it was advised to, whatever its rank. */
  record RungLeft(int trial, Position position) implements StudyEvent {}

  /** A trial was told to write its checkpoint and leave its slot. */
  record PauseOrdered(int trial, long fence, Reason reason) implements StudyEvent {}

  /** A trial was trained to the maximal fidelity and leaves its slot. */
  record TrialCompleted(int trial, Reason reason) implements StudyEvent {}

  /** A trial was ended by a decision and leaves its slot. */
  record TrialStopped(int trial, Reason reason) implements StudyEvent {}

  /** A session failed, or reported what cannot be used, and ends without a checkpoint. */
  record SessionErred(int trial, long fence, Failure failure) implements StudyEvent {}

  /** A lease is over and its slot is free, or gone with its node. */
  record LeaseEnded(int trial, long fence, boolean slotFree) implements StudyEvent {}

  /** A trial is owed the way to an epoch that it was promised. */
  record ResumeOwed(int trial, int epochLimit, Reason.Interruption why) implements StudyEvent {}

  /** A trial that failed is tried again. */
  record RestartCounted(int trial, int restarts) implements StudyEvent {}

  /** A trial ran out of memory beside others, and trains alone on a device from now on. */
  record TrialUnpacked(int trial) implements StudyEvent {}

  /**
   * A trial ran out of memory on a device that it had to itself.
   *
   * @param failures how often that has happened to it
   */
  record MemoryExceeded(int trial, Device device, int failures) implements StudyEvent {}

  /** A device is being emptied for a trial that must train alone. */
  record DeviceReserved(int trial, Device device) implements StudyEvent {}

  /** A trial is given up, although its configuration may be sound. */
  record TrialFailed(int trial, Reason reason) implements StudyEvent {}

  /** A trial is given up, because its configuration cannot be trained here. */
  record TrialInfeasible(int trial, Reason reason) implements StudyEvent {}

  /**
   * The adviser was asked what to train next.
   *
   * @param ask the question's number
   * @param jobs how many proposals are wanted
   */
  record AdviceAsked(long ask, int jobs) implements StudyEvent {}

  /**
   * Another trial than before is expected to be the best, allowing for noise, or more of it is
   * known.
   *
   * @param recommendation the trial, and what is expected of it
   */
  record TrialRecommended(Advice.Recommendation recommendation) implements StudyEvent {}

  /**
   * The adviser said what the best candidate promises, in a study that ends when that is too
   * little.
   *
   * @param prospect what it promises
   * @param perHour how much of it comes to an hour in a slot
   * @param perCost how much of it comes to a unit of money; null without prices
   * @param enough whether that is as much as the study asks for
   */
  record ProspectWeighed(
      Advice.Prospect prospect, double perHour, @Nullable Double perCost, boolean enough)
      implements StudyEvent {}

  /**
   * An answer was accepted, or used in part.
   *
   * @param ask the question's number
   * @param row the row of the journal from which it was made
   * @param epochs how many epochs the study had trained in that state
   * @param left the usable proposals that have not been used
   * @param fell whether they were fewer than were asked for
   */
  record AdviceKept(long ask, long row, long epochs, List<Advice.Proposal> left, boolean fell)
      implements StudyEvent {
    public AdviceKept {
      left = List.copyOf(left);
    }
  }

  /** Nobody waits for the adviser any more until it answers; ranks decide meanwhile. */
  record AdviceMissed(long ask) implements StudyEvent {}

  /** No more leases are granted, and the running ones end. */
  record StudyEnding(StudyEnd end) implements StudyEvent {}

  /** The study is over. */
  record StudyEnded(StudyEnd end) implements StudyEvent {}
}
