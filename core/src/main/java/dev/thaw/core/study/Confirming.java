package dev.thaw.core.study;

import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.budget.Pace;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trains the winner of a study again with other seeds, if that is asked for. That begins when there
 * is nothing else left to do, when the search has ended because it no longer pays, or so long
 * before the end of the time that all of them can be complete; the trials and epochs that it takes
 * are kept back from the search until then. What cannot be complete is not begun.
 *
 * <p>Confirmations are owed their way to the maximal fidelity from the first, and get slots as
 * others that are owed something do; in a landing, as the best do. They climb a bracket of their
 * own, which has a single rung.
 */
final class Confirming {

  /** How much more time than needed is left when they begin. */
  private static final double MARGIN = 1.15;

  /** The search has at least the rest of the time. */
  private static final double SHARE_MAX = 0.5;

  private Confirming() {}

  /** The round that began under the budget as it is; null if none did. */
  private static @Nullable Confirmation current(StudyState state) {
    Confirmation last = state.progress().rounds().isEmpty() ? null : lastRound(state);
    return last != null && last.current() ? last : null;
  }

  private static Confirmation lastRound(StudyState state) {
    return state.progress().rounds().getLast();
  }

  /** How many confirmations the trial that would win now still lacks. */
  private static int lacking(StudyState state) {
    Integer asked = state.spec().confirm();
    if (asked == null || current(state) != null) {
      return 0;
    }
    Trial winner = state.recommended();
    return winner == null ? asked : Math.max(0, asked - sound(state, winner.number()));
  }

  /** How many confirmations of a winner were not given up. */
  private static int sound(StudyState state, int winner) {
    int sound = 0;
    for (Confirmation round : state.progress().rounds()) {
      for (int i = 0; round.winner() == winner && i < round.trials(); i++) {
        sound += state.trial(round.first() + i).gaveUp() ? 0 : 1;
      }
    }
    return sound;
  }

  /** How many trials are kept back from the search. */
  static int trialsKept(StudyState state) {
    Confirmation current = current(state);
    return current == null ? lacking(state) : current.skipped();
  }

  /** How many epochs are kept back from the search. */
  static long epochsKept(StudyState state) {
    return (long) lacking(state) * last(state);
  }

  private static int last(StudyState state) {
    return (int) Math.ceil(Reach.typical(state, level(state)));
  }

  /** The level to which confirmations are trained: that for which the winner is trained. */
  private static int level(StudyState state) {
    Trial winner = state.recommended();
    return winner == null ? state.spec().fidelity().max() : Families.maximum(state, winner);
  }

  /** Whether the search is over, and only confirmations may train. */
  static boolean closes(StudyState state) {
    return end(state) != null;
  }

  /** Why the search is over while confirmations train; null if it is not. */
  static @Nullable StudyEnd end(StudyState state) {
    Confirmation current = current(state);
    return current == null ? null : current.end();
  }

  /** Whether some that began under the budget as it is are not complete. */
  static boolean isUnderway(StudyState state) {
    Confirmation current = current(state);
    for (int i = 0; current != null && i < current.trials(); i++) {
      if (!state.trial(current.first() + i).status().ended()) {
        return true;
      }
    }
    return false;
  }

  /** How many epochs a trial must be able to train to be worth a slot: a confirmation all. */
  static int least(StudyState state, int trial) {
    if (trial < 0 || !state.confirms(trial)) {
      return 1;
    }
    Lease lease = state.lease(trial);
    int from = lease == null ? state.trial(trial).resumeEpoch() : lease.reported();
    int level = state.bracket(state.trial(trial).bracket()).maximum();
    int last =
        Math.min(
            Reach.asked(state.spec(), state.trial(trial).configuration()),
            Reach.epochAt(state, state.trial(trial), level));
    return Math.max(1, last - from);
  }

  /** How many epochs those need that have no slot, or are leaving one, and are nobody else's. */
  private static long epochsOwed(StudyState state) {
    Confirmation current = current(state);
    long owed = 0;
    for (int i = 0; current != null && i < current.trials(); i++) {
      int trial = current.first() + i;
      Lease lease = state.lease(trial);
      boolean waits = lease == null || lease.ending() != Lease.Ending.NONE;
      owed += waits && !state.trial(trial).status().ended() ? least(state, trial) : 0;
    }
    return owed;
  }

  /** Whether a trial may be granted an epoch without taking it from confirmations. */
  static boolean leavesEpochs(StudyState state, int trial) {
    return !isBehindConfirmations(state, trial) || epochsFor(state, trial) > 0;
  }

  private static boolean isBehindConfirmations(StudyState state, int trial) {
    return state.confirmations() > 0 && (trial < 0 || !state.confirms(trial));
  }

  /** How many epochs may be granted to a trial, with those left that confirmations need. */
  static long epochsFor(StudyState state, int trial) {
    long epochs = state.affordableEpochs();
    return isBehindConfirmations(state, trial) && epochs < Long.MAX_VALUE
        ? Math.max(0, epochs - epochsOwed(state))
        : epochs;
  }

  /** Whether a trial that is owed its way may be trained now as far as confirmations go. */
  static boolean admits(StudyState state, int trial) {
    return state.confirms(trial) ? Timing.fits(state, trial) : !closes(state);
  }

  /** Whether some wait that would be complete if there were more epochs. */
  static boolean lacksEpochs(StudyState state) {
    for (Map.Entry<Integer, Search.Debt> entry : state.search().owed()) {
      int trial = entry.getKey();
      if (state.confirms(trial) && least(state, trial) > state.ungrantedEpochs()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The trial whose newest epochs say how long those of a trial take: itself, or the winner as long
   * as a confirmation has trained fewer.
   *
   * @param newest how many epochs are looked at
   */
  static int likeness(StudyState state, int trial, int newest) {
    if (state.trial(trial).epochs() < newest) {
      for (Confirmation round : state.progress().rounds()) {
        if (round.contains(trial)) {
          return round.winner();
        }
      }
    }
    return trial;
  }

  /** The seconds before the end of the time at which they begin; 0 if none are going to. */
  static double secondsNeeded(StudyState state) {
    Trial winner = state.recommended();
    int lacking = planned(state, winner);
    if (winner == null || lacking == 0) {
      return 0;
    }
    double together = Math.ceil((double) lacking / slots(state));
    int leases = state.cluster().leases().size();
    if (state.budget().isByLease() && leases > 0) {
      together = Math.max(together, (double) lacking / leases);
    }
    return MARGIN * together * secondsOf(state, winner) + epoch(state);
  }

  /** The seconds that are kept for them from the time that a trial in one slot may take. */
  static double secondsKept(StudyState state) {
    Trial winner = state.recommended();
    int lacking = planned(state, winner);
    if (winner == null || lacking == 0) {
      return 0;
    }
    int oneAfterOther = state.budget().isByLease() ? 1 : slots(state);
    return Math.ceil((double) lacking / oneAfterOther) * secondsOf(state, winner);
  }

  /** How many are planned for: those that fit into a share of the study's time. */
  private static int planned(StudyState state, @Nullable Trial winner) {
    int lacking = lacking(state);
    if (winner == null || lacking == 0 || !state.progress().spending().rhythm().isKnown()) {
      return 0;
    }
    Instant now = state.lifecycle().lastAt();
    double time = state.active(now).toNanos() / 1e9 + Timing.secondsLeft(state, now);
    double rounds = Math.floor(SHARE_MAX * time / secondsOf(state, winner));
    return (int) Math.min(lacking, rounds * slots(state));
  }

  private static double epoch(StudyState state) {
    return state.progress().spending().rhythm().ninthDecile();
  }

  private static int slots(StudyState state) {
    int slots = state.cluster().slots();
    return slots > 0 ? slots : Math.max(1, state.spec().resources().slots());
  }

  /** The seconds that one of them takes, in nine of ten cases. */
  private static double secondsOf(StudyState state, Trial winner) {
    Pace pace = Timing.pace(state, winner.number());
    return state.progress().spending().secondsToStart() + last(state) * pace.ninthDecile();
  }

  /** Begins them if it is time to. */
  static void land(Fold fold) {
    StudyState state = fold.state();
    double needed = state.budget().isInTime() ? secondsNeeded(state) : 0;
    if (needed == 0) {
      return;
    }
    double left = Timing.secondsLeft(state, fold.at());
    if (left <= needed) {
      if (!state.lifecycle().terms().landing()) {
        int winner = Objects.requireNonNull(state.recommended()).number();
        fold.emit(new StudyEvent.LandingBegun(winner, left, needed));
      }
      begin(fold, null);
    }
  }

  /**
   * Begins them, as many as can be complete; false if none can, or none are asked for.
   *
   * @param end why the search is over; null if it is not, or if nothing is left
   */
  static boolean begin(Fold fold, @Nullable StudyEnd end) {
    StudyState state = fold.state();
    Trial winner = state.recommended();
    int lacking = lacking(state);
    if (winner == null || lacking == 0) {
      return false;
    }
    boolean timed = state.budget().isInTime() && state.progress().spending().rhythm().isKnown();
    double left = timed ? Timing.secondsLeft(state, fold.at()) : Double.POSITIVE_INFINITY;
    int count =
        Math.min(lacking, Math.min(affordable(state), timed ? fitting(state, winner) : lacking));
    int first = state.progress().trials().size();
    int bracket = state.search().brackets().size();
    fold.emit(
        new StudyEvent.ConfirmationBegun(
            winner.number(),
            first,
            count,
            lacking - count,
            bracket,
            Double.isInfinite(left) ? null : left,
            timed ? secondsOf(state, winner) : 0,
            count > 0 ? end : null));
    if (count > 0) {
      create(fold, winner, first, count, bracket);
    }
    return count > 0;
  }

  private static void create(Fold fold, Trial winner, int first, int count, int bracket) {
    int last = last(fold.state());
    int level = Families.maximum(fold.state(), winner);
    fold.emit(new StudyEvent.BracketOpened(bracket, BracketPlan.together(level, count)));
    for (int trial = first; trial < first + count; trial++) {
      fold.emit(new StudyEvent.TrialCreated(trial, winner.configuration(), bracket));
      fold.emit(new StudyEvent.ResumeOwed(trial, last, Reason.Interruption.CONFIRMS));
    }
  }

  /** How many the budgets of trials and epochs allow. */
  private static int affordable(StudyState state) {
    Integer trials = state.budget().trials();
    long most = trials == null ? Integer.MAX_VALUE : trials - state.trialsSpent();
    long epochs = state.ungrantedEpochs() / last(state);
    return (int) Math.max(0, Math.min(most, epochs));
  }

  /** How many can be complete in time, one after the other in every slot. */
  private static int fitting(StudyState state, Trial winner) {
    double each = secondsOf(state, winner);
    Lease own = state.lease(winner.number());
    double rest =
        own == null || own.ending() != Lease.Ending.NONE
            ? 0
            : Timing.secondsTo(state, winner.number(), last(state));
    int leases = state.cluster().leases().size();
    double clock = Timing.clockSeconds(state, state.lifecycle().lastAt());
    double fit = rest > 0 ? Math.floor((clock - rest) / each) : 0;
    for (int slot = rest > 0 ? 1 : 0; slot < slots(state); slot++) {
      double wait = slot < leases ? epoch(state) : 0;
      fit += Math.max(0, Math.floor((clock - wait) / each));
    }
    double held =
        leases == 0
            ? Timing.secondsFor(state, Timing.NEW)
            : leases * (Timing.leaseSeconds(state, state.lifecycle().lastAt()) - epoch(state))
                - rest;
    double most = state.budget().isByLease() ? Math.floor(held / each) : Integer.MAX_VALUE;
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, Math.min(fit, most)));
  }
}
