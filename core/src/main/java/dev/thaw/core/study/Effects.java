package dev.thaw.core.study;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what a shell must do. */
final class Effects {

  private Effects() {}

  static List<Effect> of(StudyState after, StudyEvent event) {
    return switch (event) {
      case StudyEvent.LeaseGranted e -> with(rates(after), onLease(after, e.trial(), e.fence()));
      case StudyEvent.LeaseExtended e -> onLease(after, e.trial(), e.fence());
      case StudyEvent.PauseOrdered e -> onLease(after, e.trial(), e.fence());
      case StudyEvent.GrantTimed e -> alarm(after);
      case StudyEvent.SessionErred e -> onLease(after, e.trial(), e.fence());
      case StudyEvent.TrialCompleted e -> onAnyLease(after, e.trial());
      case StudyEvent.TrialStopped e -> onAnyLease(after, e.trial());
      case StudyEvent.CheckpointRecorded e -> keep(after, e.trial());
      case StudyEvent.CheckpointEvicted e -> keep(after, e.trial());
      case StudyEvent.LeaseEnded e -> with(rates(after), keep(after, e.trial()));
      case StudyEvent.SessionCut e -> with(rates(after), onLease(after, e.trial(), e.fence()));
      case StudyEvent.DeadlineSet e -> alarm(after);
      case StudyEvent.BudgetSet e -> alarm(after);
      case StudyEvent.RequestKept e -> List.of();
      case StudyEvent.HoursClosed e -> with(alarm(after), List.of(new Effect.RequestSlots()));
      case StudyEvent.HoursOpened e -> with(alarm(after), List.of(new Effect.RequestSlots()));
      case StudyEvent.StudyPaused e -> with(alarm(after), List.of(new Effect.RequestSlots()));
      case StudyEvent.StudyResumed e -> with(alarm(after), List.of(new Effect.RequestSlots()));
      case StudyEvent.CommandKept e -> List.of();
      case StudyEvent.ConfigurationAdded e -> List.of(new Effect.RequestSlots());
      case StudyEvent.ConfigurationTried e -> List.of();
      case StudyEvent.SpaceNarrowed e -> List.of();
      case StudyEvent.ForkAsked e -> List.of(new Effect.RequestSlots());
      case StudyEvent.TrialEndAsked e -> List.of();
      case StudyEvent.StudyReopened e ->
          with(ask(after), with(alarm(after), List.of(new Effect.RequestSlots())));
      case StudyEvent.LandingBegun e -> List.of();
      case StudyEvent.CeilingRaised e -> List.of();
      case StudyEvent.WinnersRenewed e -> List.of();
      case StudyEvent.ConfirmationBegun e -> List.of();
      case StudyEvent.StudyEnded e -> List.of(new Effect.AnnounceEnd(e.end()));
      case StudyEvent.StudyOpened e -> alarm(after);
      case StudyEvent.StudyTakenOver e -> List.of();
      case StudyEvent.NodeAdded e -> List.of();
      case StudyEvent.NodeRemoved e -> List.of();
      case StudyEvent.NodeMissed e -> List.of(new Effect.ArmSilence(e.node(), e.until()));
      case StudyEvent.AllowanceSet e -> List.of();
      case StudyEvent.ShareSet e -> List.of(new Effect.RequestSlots());
      case StudyEvent.SlotGivenUp e -> List.of(new Effect.RequestSlots());
      case StudyEvent.SlotQuarantined e -> List.of();
      case StudyEvent.BracketOpened e -> List.of();
      case StudyEvent.SuggestionsExhausted e -> List.of();
      case StudyEvent.TrialCreated e -> List.of();
      case StudyEvent.LeaseStarted e -> List.of();
      case StudyEvent.EpochRecorded e -> first(after, e.trial());
      case StudyEvent.EpochRetrained e -> List.of();
      case StudyEvent.ClockCounts e -> List.of();
      case StudyEvent.BestImproved e -> List.of();
      case StudyEvent.CheckpointLost e -> List.of();
      case StudyEvent.CheckpointOutOfReach e -> List.of();
      case StudyEvent.TrialPassedOver e -> List.of();
      case StudyEvent.RungReached e -> List.of();
      case StudyEvent.TrialPromoted e -> List.of();
      case StudyEvent.RungLeft e -> List.of();
      case StudyEvent.ResumeOwed e -> List.of();
      case StudyEvent.RestartCounted e -> List.of();
      case StudyEvent.TrialFailed e -> List.of();
      case StudyEvent.TrialInfeasible e -> List.of();
      case StudyEvent.TrialUnpacked e -> List.of();
      case StudyEvent.MemoryExceeded e -> List.of();
      case StudyEvent.DeviceReserved e -> List.of();
      case StudyEvent.StudyEnding e -> List.of();
      case StudyEvent.AdviceAsked e -> ask(after);
      case StudyEvent.AdviceKept e -> List.of();
      case StudyEvent.AdviceMissed e -> List.of();
      case StudyEvent.TrialRecommended e -> List.of();
      case StudyEvent.ProspectWeighed e -> List.of();
    };
  }

  static List<Effect> outstanding(StudyState state) {
    List<Effect> owed = new ArrayList<>();
    owed.addAll(alarm(state));
    owed.addAll(ask(state));
    for (Map.Entry<String, Instant> entry : state.cluster().tenure().silent()) {
      owed.add(new Effect.ArmSilence(entry.getKey(), entry.getValue()));
    }
    if (state.lifecycle().phase() != Lifecycle.Phase.ENDED) {
      owed.add(new Effect.RequestSlots());
    }
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      Lease lease = entry.getValue();
      if (lease.ending() == Lease.Ending.NONE) {
        owed.add(start(state, lease));
      }
      owed.add(order(state, lease));
    }
    // A process may have died between a decision to delete and the deletion.
    for (Trial trial : state.progress().trials()) {
      if (trial.epochs() > 0) {
        owed.addAll(keep(state, trial.number()));
      }
    }
    if (state.lifecycle().phase() == Lifecycle.Phase.ENDED && state.lifecycle().end() != null) {
      owed.add(new Effect.AnnounceEnd(state.lifecycle().end()));
    }
    return owed;
  }

  /**
   * What the session of each lease is to do now, told again: an order that was lost on its way
   * would leave a session idle for ever, or unborn.
   */
  static List<Effect.OnSlot> orders(StudyState state) {
    List<Effect.OnSlot> orders = new ArrayList<>();
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      Lease lease = entry.getValue();
      if (lease.ending() == Lease.Ending.NONE && lease.grantedAt() != null) {
        orders.add(start(state, lease));
      }
      orders.add(order(state, lease));
    }
    return orders;
  }

  /** What sessions are told of a study that must not go on. */
  static List<Effect.OnSlot> pauses(StudyState state) {
    List<Effect.OnSlot> orders = new ArrayList<>();
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      Lease lease = entry.getValue();
      orders.add(
          lease.ending() == Lease.Ending.NONE
              ? new Effect.PauseSession(lease.trial(), lease.fence(), lease.slot())
              : order(state, lease));
    }
    return orders;
  }

  private static List<Effect> with(List<? extends Effect> some, List<? extends Effect> others) {
    List<Effect> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /** When time alone changes something next. */
  private static List<Effect> alarm(StudyState state) {
    Instant next =
        state.lifecycle().phase() == Lifecycle.Phase.RUNNING ? Timing.nextAlarm(state) : null;
    return next == null ? List.of() : List.of(new Effect.ArmDeadline(next));
  }

  /** The same where it depends on how many leases there are. */
  private static List<Effect> rates(StudyState state) {
    return state.budget().isByLease() || Grants.areTimed(state) ? alarm(state) : List.of();
  }

  /** The same once a session has reported the first epoch of its grant, and can be cut. */
  private static List<Effect> first(StudyState state, int trial) {
    Lease lease = state.lease(trial);
    return lease != null && lease.grant() != null && lease.reported() == lease.grant().from() + 1
        ? alarm(state)
        : List.of();
  }

  /** The open question, if there is one, and the end of the patience with it. */
  private static List<Effect> ask(StudyState state) {
    Counsel counsel = state.search().counsel();
    if (!counsel.pending() || state.lifecycle().phase() != Lifecycle.Phase.RUNNING) {
      return List.of();
    }
    var question = new Effect.AskAdvice(counsel.asked(), counsel.jobs());
    return counsel.silent()
        ? List.of(question)
        : List.of(question, new Effect.ArmPatience(counsel.asked()));
  }

  private static List<Effect> onLease(StudyState after, int trial, long fence) {
    Lease lease = after.lease(trial);
    if (lease == null || lease.fence() != fence) {
      return List.of();
    }
    boolean fresh = after.trial(trial).status() == TrialStatus.STARTING;
    return List.of(
        fresh && lease.ending() == Lease.Ending.NONE ? start(after, lease) : order(after, lease));
  }

  private static List<Effect> onAnyLease(StudyState after, int trial) {
    Lease lease = after.lease(trial);
    return lease == null ? List.of() : List.of(order(after, lease));
  }

  /** What the session of a lease is to do next. */
  private static Effect.OnSlot order(StudyState state, Lease lease) {
    return switch (lease.ending()) {
      case NONE ->
          new Effect.ContinueSession(
              lease.trial(),
              lease.fence(),
              lease.slot(),
              lease.epochLimit(),
              toBeat(state),
              state.lifecycle().terms().budget() == null ? null : trainFor(state));
      case PAUSE -> new Effect.PauseSession(lease.trial(), lease.fence(), lease.slot());
      case HALT -> new Effect.PauseSession(lease.trial(), lease.fence(), lease.slot(), true);
      case STOP -> new Effect.StopSession(lease.trial(), lease.fence(), lease.slot());
    };
  }

  private static Effect.OnSlot start(StudyState state, Lease lease) {
    Trial trial = state.trial(lease.trial());
    return new Effect.StartSession(
        lease.trial(),
        lease.fence(),
        lease.slot(),
        trial.configuration(),
        state.spec().trialSeed(lease.trial()),
        trial.latest(),
        lease.epochLimit(),
        trainFor(state),
        toBeat(state),
        state.cluster().alone().containsKey(lease.trial()),
        Families.told(state, trial));
  }

  /** What is left by the clock, and one more epoch to end gracefully. */
  private static @Nullable Duration trainFor(StudyState state) {
    Instant end = Timing.clockEnd(state);
    if (end == null) {
      return null;
    }
    Duration left = Duration.between(state.lifecycle().lastAt(), end);
    return (left.isNegative() ? Duration.ZERO : left).plus(state.spec().epochTimeLimit());
  }

  private static @Nullable Double toBeat(StudyState state) {
    Progress.Best best = state.progress().best();
    return best == null ? null : state.score(best.value());
  }

  private static List<Effect> keep(StudyState after, int trial) {
    List<CheckpointRef> kept = Eviction.named(after, trial);
    return List.of(new Effect.KeepCheckpoints(trial, kept, decidedUpTo(after, trial, kept)));
  }

  /**
   * The order may be carried out late, by a node that was away while the trial went on elsewhere:
   * nothing is decided about what a lease that runs has saved after its newest checkpoint that is
   * known.
   */
  private static CheckpointRef decidedUpTo(StudyState after, int trial, List<CheckpointRef> kept) {
    Lease lease = after.lease(trial);
    if (lease == null) {
      return CheckpointRef.lastOf(after.cluster().nextFence() - 1);
    }
    CheckpointRef upTo = CheckpointRef.lastOf(lease.fence() - 1);
    for (CheckpointRef ref : kept) {
      upTo = ref.isNewerThan(upTo) ? ref : upTo;
    }
    return upTo;
  }
}
