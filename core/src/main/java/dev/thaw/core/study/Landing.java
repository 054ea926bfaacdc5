package dev.thaw.core.study;

import dev.thaw.core.budget.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans the last part of a study that is limited by time: the best trials are trained to their ends
 * as long as that is possible. Who is not one of them leaves them their slots, after the epoch in
 * hand.
 *
 * <p>It begins when one of the best trials that are not complete, and were not granted all their
 * epochs, only just can be, or when the reserve of the budget is reached. From then on as many of
 * the best as there are slots go first, and confirmations of the winner before all of them,
 * provided that they can be complete in time; slots that they do not need go on with the search.
 * Best is who the adviser recommends, then who has the best value; ties to the lower number.
 */
final class Landing {

  /** How much more time than needed is left when the landing begins. */
  private static final double MARGIN = 1.15;

  /** Nobody's epochs take longer than so many long epochs of the study, but for a few of them. */
  private static final double STRAGGLER = 3;

  private Landing() {}

  /** A trial that can be complete in time, and how long that takes. */
  private record Approach(Trial trial, double score, double seconds) {
    static final Comparator<Approach> ORDER =
        Comparator.comparingDouble(Approach::score)
            .thenComparingInt(approach -> approach.trial().number());
  }

  /** Begins the landing if it is time. */
  static void begin(Fold fold) {
    StudyState state = fold.state();
    if (!state.budget().isInTime()
        || Generations.matter(state.spec())
        || Races.matter(state.spec())
        || state.lifecycle().terms().landing()
        || !state.progress().spending().rhythm().isKnown()) {
      return;
    }
    double left = Timing.secondsLeft(state, fold.at());
    double after = Confirming.secondsNeeded(state);
    if (left == Double.POSITIVE_INFINITY || left - after > latest(state)) {
      return;
    }
    for (Approach next : approaches(state, Math.max(1, state.cluster().slots()))) {
      if (!isOnItsWay(state, next.trial()) && left - after <= latest(state, next)) {
        fold.emit(new StudyEvent.LandingBegun(next.trial().number(), left, next.seconds()));
        return;
      }
    }
  }

  /** Whether a trial was granted all its epochs, and needs no landing. */
  private static boolean isOnItsWay(StudyState state, Trial trial) {
    Lease lease = state.lease(trial.number());
    return lease != null && lease.epochLimit() >= last(state, trial);
  }

  /** No landing begins before this many seconds are left, whoever is the best. */
  private static double latest(StudyState state) {
    Pace pace = state.progress().spending().rhythm();
    double epoch = Math.min(pace.slowest(), STRAGGLER * pace.ninthDecile());
    int level =
        Families.matter(state.spec()) ? Reach.ceiling(state) : state.spec().fidelity().max();
    double training = Reach.inSeconds(state) ? level * slowness(state) : level * epoch;
    double longest = state.progress().spending().secondsToStart() + training;
    return Math.max(reserve(state), MARGIN * longest + epoch);
  }

  /**
   * By the clock, with room for trials of which the seconds that count pass slower than usual: who
   * is slower still lands later.
   */
  private static double slowness(StudyState state) {
    boolean byClock = !state.spec().fidelity().hasEffort();
    return byClock ? 1 : STRAGGLER * Timing.clockPerEffort(state, Timing.NEW);
  }

  /** With an epoch to spare: a machine that is slow for a moment must not make it too late. */
  private static double latest(StudyState state, Approach best) {
    double spare = state.progress().spending().rhythm().ninthDecile();
    return Math.max(reserve(state), MARGIN * best.seconds() + spare);
  }

  private static double reserve(StudyState state) {
    Duration reserve = state.budget().reserve();
    return reserve == null ? 0 : reserve.toNanos() / 1e9;
  }

  /** Gives slots to the best trials, as far as they can be complete in time. */
  static void fill(Fold fold) {
    if (fold.state().lifecycle().phase() != Lifecycle.Phase.RUNNING
        || !fold.state().lifecycle().terms().landing()
        || !fold.state().isOpen()) {
      return;
    }
    List<Approach> best = approaches(fold.state(), Math.max(1, fold.state().cluster().slots()));
    for (Approach approach : best) {
      Lease lease = fold.state().lease(approach.trial().number());
      if (lease == null) {
        thaw(fold, approach, best);
      } else if (lease.ending() == Lease.Ending.NONE
          && lease.epochLimit() < last(fold.state(), approach.trial())) {
        goOn(fold, approach, lease);
      }
    }
  }

  private static void goOn(Fold fold, Approach approach, Lease lease) {
    int trial = approach.trial().number();
    Guidance.leaveRung(fold, trial);
    int limit = limit(fold.state(), approach, lease.reported());
    if (limit > lease.epochLimit()) {
      fold.emit(new StudyEvent.LeaseExtended(trial, lease.fence(), limit, why(fold, approach)));
    }
  }

  private static void thaw(Fold fold, Approach approach, List<Approach> best) {
    int trial = approach.trial().number();
    Optional<Slot> slot = Packing.slotFor(fold.state(), trial);
    if (slot.isEmpty()) {
      makeWay(fold, trial, best);
      return;
    }
    int limit = limit(fold.state(), approach, approach.trial().resumeEpoch());
    boolean part = limit < last(fold.state(), approach.trial());
    if (limit <= approach.trial().resumeEpoch() || (part && fold.state().confirms(trial))) {
      return;
    }
    if (Generations.giveUpCutOff(fold, trial, slot.get())) {
      return;
    }
    Guidance.leaveRung(fold, trial);
    Placement.leaveBehind(fold, trial, slot.get());
    fold.emit(
        new StudyEvent.LeaseGranted(
            trial,
            fold.state().cluster().nextFence(),
            slot.get(),
            fold.state().trial(trial).latest(),
            limit,
            why(fold, approach)));
  }

  /**
   * Somebody who is not one of the best leaves a slot that one of the best needs: who waits to be
   * told how to go on, or else who has the worst value. Nobody is sent away for whom somebody is
   * leaving already.
   */
  private static void makeWay(Fold fold, int trial, List<Approach> best) {
    Lease worst = null;
    long needed = 0;
    long leaving = 0;
    for (Approach approach : best) {
      needed += fold.state().lease(approach.trial().number()) == null ? 1 : 0;
    }
    for (Map.Entry<Integer, Lease> entry : fold.state().cluster().leases()) {
      Lease lease = entry.getValue();
      leaving += lease.ending() == Lease.Ending.NONE ? 0 : 1;
      boolean isBest = best.stream().anyMatch(other -> other.trial().number() == lease.trial());
      if (!isBest
          && lease.ending() == Lease.Ending.NONE
          && Placement.allows(fold.state(), trial, lease.slot().node())
          && (worst == null || cost(fold.state(), lease) > cost(fold.state(), worst))) {
        worst = lease;
      }
    }
    if (worst != null && leaving < needed) {
      fold.emit(
          new StudyEvent.PauseOrdered(worst.trial(), worst.fence(), new Reason.LandsFirst(trial)));
    }
  }

  /** How much less is lost if a lease ends: by the trial's best value, the worst first. */
  private static double cost(StudyState state, Lease lease) {
    Trial trial = state.trial(lease.trial());
    return lease.outstandingEpochs() == 0 || trial.bestEpoch() == 0
        ? Double.POSITIVE_INFINITY
        : state.score(trial.curve().value(trial.bestEpoch()));
  }

  private static int limit(StudyState state, Approach approach, int from) {
    int trial = approach.trial().number();
    return Assignment.affordable(state, trial, from, last(state, approach.trial()));
  }

  private static Reason why(Fold fold, Approach approach) {
    double left = Timing.secondsLeft(fold.state(), fold.at());
    return new Reason.Lands(Double.isInfinite(left) ? null : left, approach.seconds());
  }

  private static int last(StudyState state, Trial trial) {
    int level = state.bracket(trial.bracket()).maximum();
    return Math.min(
        Reach.asked(state.spec(), trial.configuration()), Reach.epochAt(state, trial, level));
  }

  /** The best trials that can be complete in time, the best first. */
  private static List<Approach> approaches(StudyState state, int count) {
    Advice.Recommendation advised = state.advised();
    double kept = Confirming.secondsKept(state);
    boolean closed = Confirming.closes(state);
    List<Approach> all = new ArrayList<>();
    for (Trial trial : state.progress().trials()) {
      boolean confirms = state.confirms(trial.number());
      if ((!confirms && (closed || trial.bestEpoch() == 0))
          || trial.status().ended()
          || isWithdrawn(state, trial)) {
        continue;
      }
      boolean first = confirms || (advised != null && advised.trial() == trial.number());
      double score =
          first ? Double.NEGATIVE_INFINITY : state.score(trial.curve().value(trial.bestEpoch()));
      if (all.size() == count && score > all.getLast().score()) {
        continue;
      }
      double seconds =
          wait(state, trial) + Timing.secondsTo(state, trial.number(), last(state, trial));
      double most = Timing.secondsFor(state, trial.number()) - (confirms ? 0 : kept);
      if (seconds <= most || (confirms && state.lease(trial.number()) != null)) {
        all.add(new Approach(trial, score, seconds));
        all.sort(Approach.ORDER);
        if (all.size() > count) {
          all.removeLast();
        }
      }
    }
    return all;
  }

  /** For how long a trial waits for a slot, if somebody must leave one after an epoch. */
  private static double wait(StudyState state, Trial trial) {
    boolean waits =
        state.lease(trial.number()) == null && Packing.slotFor(state, trial.number()).isEmpty();
    return waits ? state.progress().spending().rhythm().ninthDecile() : 0;
  }

  /** Whether a trial is leaving its slot, and cannot be thawed yet, or must train alone. */
  private static boolean isWithdrawn(StudyState state, Trial trial) {
    Lease lease = state.lease(trial.number());
    return (lease != null && lease.ending() != Lease.Ending.NONE)
        || state.cluster().alone().containsKey(trial.number());
  }
}
