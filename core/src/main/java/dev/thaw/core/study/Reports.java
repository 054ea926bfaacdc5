package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.budget.Tariff;
import dev.thaw.core.pareto.Outcome;
import org.jspecify.annotations.Nullable;

/** Decides on what sessions report: epochs and failures. */
final class Reports {

  private static final Reply ACCEPTED = new Reply.Accepted();

  private Reports() {}

  static Reply epoch(Fold fold, StudyInput.EpochReported in) {
    Lease lease = fold.lease(in.trial(), in.fence());
    if (lease == null) {
      return new Reply.StaleFence(in.trial(), in.fence());
    }
    if (in.epoch() <= lease.reported()) {
      return ACCEPTED;
    }
    int expected = lease.reported() + 1;
    if (in.epoch() > expected) {
      return new Reply.EpochGap(in.trial(), in.fence(), expected, in.epoch());
    }
    if (lease.ending() == Lease.Ending.STOP) {
      return ACCEPTED;
    }
    if (!Double.isFinite(in.value())) {
      Failures.judge(fold, lease, nonFinite(fold, in));
      return ACCEPTED;
    }
    String missing = Outcomes.missing(fold.state().spec(), in);
    if (missing != null) {
      Failures.judge(fold, lease, nonFinite(missing, in.metrics().get(missing), in));
      return ACCEPTED;
    }
    record(fold, in);
    Trial trial = fold.state().trial(in.trial());
    if (!trial.status().ended()
        && in.epoch() >= lease.epochLimit()
        && isDecidedOn(fold.state(), trial, lease)) {
      limitReached(fold, lease);
    }
    return ACCEPTED;
  }

  /**
   * A trial that leaves its slot is decided on later, except where nobody waits: there it survives,
   * and is owed its way, or is stopped.
   */
  private static boolean isDecidedOn(StudyState state, Trial trial, Lease lease) {
    boolean sentAway =
        lease.ending() == Lease.Ending.PAUSE
            && state.lifecycle().phase() == Lifecycle.Phase.RUNNING
            && state.waits(trial)
            && Decider.bracketOf(state, trial).plan().stopping();
    return lease.ending() == Lease.Ending.NONE || sentAway;
  }

  /** Part of the journal, and therefore put together without regard to any locale. */
  private static Failure nonFinite(Fold fold, StudyInput.EpochReported in) {
    return nonFinite(fold.state().spec().objective().metric(), in.value(), in);
  }

  private static Failure nonFinite(
      String metric, @Nullable Double value, StudyInput.EpochReported in) {
    return new Failure(
        Failure.Kind.NON_FINITE_METRIC,
        metric + " (" + value + ") of epoch " + in.epoch() + " must be finite.");
  }

  private static void record(Fold fold, StudyInput.EpochReported in) {
    double seconds = Double.isFinite(in.seconds()) ? Math.max(0, in.seconds()) : 0;
    if (in.epoch() <= fold.state().trial(in.trial()).epochs()) {
      fold.emit(
          new StudyEvent.EpochRetrained(in.trial(), in.fence(), in.epoch(), in.value(), seconds));
      return;
    }
    Double effort = effort(fold.state(), in, seconds);
    if (effort == null && isFirstUnmeasured(fold.state())) {
      fold.emit(new StudyEvent.ClockCounts(in.trial(), in.epoch()));
    }
    fold.emit(
        new StudyEvent.EpochRecorded(
            in.trial(),
            in.fence(),
            in.epoch(),
            in.value(),
            seconds,
            effort,
            in.inEffect(),
            Outcomes.watched(fold.state().spec(), in)));
    Grants.learn(fold, in.trial());
    if (!fold.state().confirms(in.trial())) {
      improve(fold, fold.state().trial(in.trial()));
    }
    reachRung(fold, in.trial());
    Trial trial = fold.state().trial(in.trial());
    if (!trial.status().ended()
        && trial.epochs() >= Reach.asked(fold.state().spec(), trial.configuration())) {
      fold.emit(
          new StudyEvent.TrialCompleted(in.trial(), new Reason.MaximumReached(trial.epochs())));
    }
  }

  /** The seconds of an epoch that count for the levels; null if those of the clock do. */
  private static @Nullable Double effort(
      StudyState state, StudyInput.EpochReported in, double seconds) {
    StudySpec.Fidelity fidelity = state.spec().fidelity();
    if (fidelity.isOnGpus()) {
      Lease lease = state.lease(in.trial());
      Tariff tariff = lease == null ? null : lease.tariff();
      return tariff == null ? seconds : seconds * tariff.rate();
    }
    Double measured = in.processorSeconds();
    return fidelity.isOnProcessors()
            && measured != null
            && Double.isFinite(measured)
            && measured >= 0
        ? measured
        : null;
  }

  private static boolean isFirstUnmeasured(StudyState state) {
    return state.spec().fidelity().isOnProcessors()
        && state.progress().spending().unmeasured() == null;
  }

  private static void reachRung(Fold fold, int number) {
    StudyState state = fold.state();
    Trial trial = state.trial(number);
    Bracket bracket = Decider.bracketOf(state, trial);
    if (isBetweenRungs(state, trial)
        && trial.rung() <= bracket.top()
        && Reach.isAt(state, trial, bracket.rungs().get(trial.rung()).epochs())) {
      stand(fold, trial);
      Lease lease = fold.state().lease(number);
      if (lease != null && lease.outstandingEpochs() > 0 && isBoundFurther(state, trial)) {
        Guidance.leaveRung(fold, number);
      }
    }
  }

  /** A trial that waits in a rung, and trained a little more than was meant, is not promoted. */
  private static boolean isBetweenRungs(StudyState state, Trial trial) {
    return !Reach.inSeconds(state) || !state.waits(trial);
  }

  /** A trial stands in the rung that it had to reach next. */
  static void stand(Fold fold, Trial trial) {
    double score = fold.state().score(trial.curve().last());
    Outcome outcome =
        Outcomes.matter(fold.state().spec())
            ? Outcomes.at(fold.state(), trial, trial.epochs())
            : null;
    fold.emit(
        new StudyEvent.RungReached(trial.number(), trial.bracket(), trial.rung(), score, outcome));
    if (isAtTheTop(fold.state(), fold.state().trial(trial.number()))) {
      fold.emit(
          new StudyEvent.TrialCompleted(trial.number(), new Reason.MaximumReached(trial.epochs())));
    }
  }

  /** A trial that used up its time stands in its rung with the epochs that it trained. */
  static void credit(Fold fold, int number) {
    Trial trial = fold.state().trial(number);
    if (!trial.status().ended()
        && Reach.needsNoAdvice(fold.state(), trial)
        && Reach.hasClimbed(trial)
        && !fold.state().waits(trial)) {
      stand(fold, trial);
    }
  }

  /** Epochs that were granted as what fits into some seconds may turn out to be too many. */
  private static boolean isBoundFurther(StudyState state, Trial trial) {
    return !Reach.inSeconds(state)
        || !Reach.needsNoAdvice(state, trial)
        || state.lifecycle().terms().landing();
  }

  /** Whether a trial reached the last rung of its bracket, even while its study was ending. */
  private static boolean isAtTheTop(StudyState state, Trial trial) {
    return !trial.status().ended() && trial.rung() > Decider.bracketOf(state, trial).top();
  }

  /** The session waits: its trial goes on, is paused, or is stopped. */
  private static void limitReached(Fold fold, Lease lease) {
    Trial trial = fold.state().trial(lease.trial());
    if (Reach.inSeconds(fold.state())
        && Reach.needsNoAdvice(fold.state(), trial)
        && !fold.state().waits(trial)) {
      Assignment.partialGrant(fold, lease);
      return;
    }
    if (Guidance.guides(fold.state())) {
      return; // It waits for the adviser, together with whatever else does.
    }
    if (!fold.state().waits(trial)) {
      Assignment.partialGrant(fold, lease);
    } else if (Decider.bracketOf(fold.state(), trial).plan().stopping()) {
      Assignment.surviveOrStop(fold, lease);
    } else if (Races.isMember(fold.state(), trial)) {
      Races.arrived(fold, lease);
    } else {
      Assignment.continueOrPause(fold, lease);
    }
  }

  static Reply sessionFailed(Fold fold, StudyInput.SessionFailed in) {
    Lease lease = fold.lease(in.trial(), in.fence());
    if (lease == null) {
      return new Reply.StaleFence(in.trial(), in.fence());
    }
    boolean erredBefore = lease.ending() == Lease.Ending.STOP;
    if (!erredBefore) {
      Failures.judge(fold, lease, in.failure());
    }
    fold.emit(new StudyEvent.LeaseEnded(in.trial(), in.fence(), fold.slotExists(lease)));
    if (erredBefore) { // Or it was cut, and owes nothing to this failure.
      Decider.oweIfCutShort(fold, lease, Decider.whyCutShort(fold.state(), lease));
    }
    return ACCEPTED;
  }

  private static void improve(Fold fold, Trial trial) {
    Progress.Best beaten = fold.state().progress().best();
    Progress.Best best = Outcomes.improvement(fold.state(), trial);
    if (best != null) {
      fold.emit(new StudyEvent.BestImproved(best.trial(), best.epoch(), best.value()));
      if (beaten != null && beaten.trial() != best.trial()) {
        Eviction.release(fold, beaten.trial());
      }
    }
  }
}
