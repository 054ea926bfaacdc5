package dev.thaw.core.testing;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Cluster;
import dev.thaw.core.study.Confirmation;
import dev.thaw.core.study.Device;
import dev.thaw.core.study.Families;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Lineage;
import dev.thaw.core.study.Outcomes;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.Slot;
import dev.thaw.core.study.StatusCounts;
import dev.thaw.core.study.Stored;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyEvent.NodeAdded;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The invariants of a study as observers of its steps, one truth each. */
public final class Checkers {

  private Checkers() {}

  /** All of them; a new instance for each run, because some remember. */
  public static StepObserver all() {
    return leasesAreExclusive()
        .and(curvesArePrefixes())
        .and(promotionsHonourTheRank())
        .and(noTrialIsPromotedTwiceFromARung())
        .and(theEpochsBudgetHolds())
        .and(nobodyIsGrantedMoreThanTheCeiling())
        .and(nobodyGoesOnToAnotherMaximum())
        .and(endedTrialsStayEnded())
        .and(countsAreTrue())
        .and(fencesGrow())
        .and(rungsAddUp())
        .and(checkpointsAreWhereTheyAreSaidToBe())
        .and(theQuotaHolds())
        .and(theBestCheckpointStays())
        .and(whoTrainsAloneHasItsDevice())
        .and(slotsInQuarantineAreNotGranted())
        .and(theBestIsTheBest())
        .and(confirmationsAreNoCandidates())
        .and(noMoreSlotsAreHeldThanAllowed())
        .and(freeSlotsCanBeGranted());
  }

  /** A slot serves one lease at a time, on a node that is known, and is then not free. */
  public static StepObserver leasesAreExclusive() {
    return (before, step, decision) -> {
      Set<Slot> taken = new HashSet<>();
      for (Map.Entry<Integer, Lease> entry : decision.after().cluster().leases()) {
        Slot slot = entry.getValue().slot();
        check(taken.add(slot), "slot %s has two leases", slot);
        check(
            !decision.after().cluster().free().containsKey(slot),
            "slot %s is leased and free",
            slot);
      }
    };
  }

  /** A trial that must train alone shares its device with no other lease. */
  public static StepObserver whoTrainsAloneHasItsDevice() {
    return (before, step, decision) -> {
      StudyState after = decision.after();
      for (Map.Entry<Integer, Lease> entry : after.cluster().leases()) {
        if (after.cluster().alone().containsKey(entry.getKey())) {
          Device device = entry.getValue().device();
          for (Map.Entry<Integer, Lease> other : after.cluster().leases()) {
            check(
                other.getKey().equals(entry.getKey()) || !other.getValue().device().equals(device),
                "trials %s and %s share %s",
                entry.getKey(),
                other.getKey(),
                device);
          }
        }
      }
    };
  }

  /** No lease begins on a slot in quarantine, and none of those is free. */
  public static StepObserver slotsInQuarantineAreNotGranted() {
    return (before, step, decision) -> {
      for (StudyEvent event : decision.events()) {
        if (before != null && event instanceof StudyEvent.LeaseGranted e) {
          boolean offeredAgain = decision.events().stream().anyMatch(NodeAdded.class::isInstance);
          check(
              offeredAgain || !before.cluster().quarantined().containsKey(e.slot()),
              "slot %s is in quarantine",
              e.slot());
        }
      }
      for (Map.Entry<Slot, String> entry : decision.after().cluster().quarantined()) {
        check(
            !decision.after().cluster().free().containsKey(entry.getKey()),
            "slot %s is in quarantine and free",
            entry.getKey());
      }
    };
  }

  /** A curve only grows at its end, by what the events say. */
  public static StepObserver curvesArePrefixes() {
    return (before, step, decision) -> {
      for (StudyEvent event : decision.events()) {
        if (before != null && event instanceof StudyEvent.EpochRecorded e) {
          double[] old = before.trial(e.trial()).curve().values();
          double[] now = decision.after().trial(e.trial()).curve().values();
          check(now.length == old.length + 1, "trial %s grew by more than one", e.trial());
          check(
              Arrays.equals(old, Arrays.copyOf(now, old.length)),
              "the past of trial %s changed",
              e.trial());
          check(e.epoch() == now.length, "epoch %s is not the last", e.epoch());
        }
      }
    };
  }

  /** Whoever is promoted was within the quota at that row. */
  public static StepObserver promotionsHonourTheRank() {
    return (before, step, decision) -> {
      for (StudyEvent event : decision.events()) {
        if (event instanceof StudyEvent.TrialPromoted(int trial, Position position)) {
          boolean stopping = decision.after().bracket(position.bracket()).plan().stopping();
          int quota = stopping ? Math.max(1, position.quota()) : position.quota();
          check(position.rank() < quota, "trial %s was promoted at %s", trial, position);
        }
      }
    };
  }

  /** Each trial leaves each rung at most once. */
  public static StepObserver noTrialIsPromotedTwiceFromARung() {
    Set<String> promoted = new HashSet<>();
    return (before, step, decision) -> {
      for (StudyEvent event : decision.events()) {
        Position position =
            switch (event) {
              case StudyEvent.TrialPromoted e -> e.position();
              case StudyEvent.RungLeft e -> e.position();
              default -> null;
            };
        if (position != null) {
          int trial = position.trial();
          check(
              promoted.add(trial + " from " + position.rung()),
              "trial %s was promoted twice from rung %s",
              trial,
              position.rung());
        }
      }
    };
  }

  /** No more epochs are trained than the budget allows. */
  public static StepObserver theEpochsBudgetHolds() {
    return (before, step, decision) -> {
      Long limit = decision.after().spec().budget().epochs();
      long spent = decision.after().progress().spending().allEpochs();
      check(limit == null || spent <= limit, "%s epochs of %s", spent, limit);
    };
  }

  /** Only the baseline and confirmations are granted epochs beyond the ceiling of a search. */
  public static StepObserver nobodyIsGrantedMoreThanTheCeiling() {
    return (before, step, decision) -> {
      StudyState after = decision.after();
      Integer ceiling = after.search().ceiling();
      if (ceiling == null
          || after.spec().fidelity().isInSeconds()
          || Reach.ceiling(after) != ceiling) {
        return;
      }
      for (StudyEvent event : decision.events()) {
        if (event instanceof StudyEvent.LeaseGranted e) {
          boolean baseline = after.spec().baseline() && after.trial(e.trial()).bracket() == 0;
          boolean whole = baseline || after.confirms(e.trial());
          check(whole || e.epochLimit() <= ceiling, "%s beyond %s", e, ceiling);
        }
      }
    };
  }

  /** Whoever was trained for a maximum gets no slot once that has grown. */
  public static StepObserver nobodyGoesOnToAnotherMaximum() {
    return (before, step, decision) -> {
      StudyState after = decision.after();
      if (before == null || !Families.matter(after.spec())) {
        return;
      }
      for (StudyEvent event : decision.events()) {
        if (event instanceof StudyEvent.LeaseGranted e
            && e.trial() < before.progress().trials().size()) {
          Trial trial = after.trial(e.trial());
          boolean baseline = after.spec().baseline() && trial.bracket() == 0;
          boolean current = Families.maximum(after, trial) >= Reach.ceiling(before);
          check(baseline || after.confirms(e.trial()) || current, "%s goes on", e);
        }
      }
    };
  }

  /** A trial that ended never gets a slot again. */
  public static StepObserver endedTrialsStayEnded() {
    return (before, step, decision) -> {
      for (StudyEvent event : decision.events()) {
        if (before != null
            && event instanceof StudyEvent.LeaseGranted e
            && e.trial() < before.progress().trials().size()) {
          Trial trial = before.trial(e.trial());
          check(!trial.status().ended(), "trial %s was %s", e.trial(), trial.status());
        }
      }
    };
  }

  /** The counts by status are what counting gives. */
  public static StepObserver countsAreTrue() {
    return (before, step, decision) ->
        check(
            decision
                .after()
                .progress()
                .counts()
                .equals(StatusCounts.of(decision.after().progress().trials())),
            "counts %s",
            decision.after().progress().counts());
  }

  /** Every lease has a larger fence than all before it. */
  public static StepObserver fencesGrow() {
    long[] last = {0};
    return (before, step, decision) -> {
      for (StudyEvent event : decision.events()) {
        if (event instanceof StudyEvent.LeaseGranted e) {
          check(e.fence() > last[0], "fence %s after %s", e.fence(), last[0]);
          last[0] = e.fence();
        }
      }
    };
  }

  /** Who arrived at a rung waits there, was promoted, or dropped out; none of them is lost. */
  public static StepObserver rungsAddUp() {
    return (before, step, decision) -> {
      for (Bracket bracket : decision.after().search().brackets()) {
        for (Rung rung : bracket.rungs()) {
          int accounted = rung.waiting().size() + rung.promoted();
          check(accounted <= rung.arrived().size(), "rung %s of %s", rung, bracket.number());
          check(rung.arrived().size() <= bracket.entered(), "rung of %s", bracket.number());
        }
      }
    };
  }

  /** What is stored is what was recorded and neither lost nor given up; trials go on from it. */
  public static StepObserver checkpointsAreWhereTheyAreSaidToBe() {
    return (before, step, decision) -> {
      StudyState after = decision.after();
      long total = 0;
      for (Map.Entry<Stored.Name, Long> entry : after.stored().bytes()) {
        total += entry.getValue();
      }
      check(total == after.stored().total(), "%s bytes, not %s", total, after.stored().total());
      for (Trial trial : after.progress().trials()) {
        Set<CheckpointRef> named = new HashSet<>();
        named.add(trial.latest());
        named.add(trial.best());
        named.remove(null);
        Set<CheckpointRef> stored = new HashSet<>();
        after.stored().of(trial.number()).forEach(name -> stored.add(name.checkpoint()));
        named.removeIf(ref -> ref.owner() != null); // What forks go on from is their parents'.
        boolean population = after.spec().scheduler() instanceof Scheduler.Population;
        stored.removeIf(
            ref ->
                !named.contains(ref)
                    && (population
                        ? isOfAComparison(after, trial, ref)
                        : isForAFork(after, trial, ref)));
        check(
            trial.gaveUp() ? named.containsAll(stored) : named.equals(stored),
            "trial %s names %s and has %s",
            trial.number(),
            named,
            stored);
      }
      for (StudyEvent event : decision.events()) {
        if (event instanceof StudyEvent.LeaseGranted e && e.resumeFrom() != null) {
          var from = e.resumeFrom();
          var name = new Stored.Name(from.writtenBy(e.trial()), from.fence(), from.epoch());
          check(after.stored().bytes().containsKey(name), "%s goes on from nothing", e);
        }
      }
    };
  }

  /** Whether a fork by hand has nothing else yet, or its parent's session will give it up. */
  private static boolean isForAFork(StudyState state, Trial parent, CheckpointRef checkpoint) {
    for (int fork : state.byHand().forks()) {
      Trial trial = state.trial(fork);
      Lineage lineage = trial.lineage();
      if (lineage != null
          && lineage.parent() == parent.number()
          && lineage.checkpoint().equals(checkpoint)
          && ((!trial.status().ended() && lineage.origin().equals(trial.latest()))
              || state.lease(parent.number()) != null)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfAComparison(StudyState state, Trial trial, CheckpointRef checkpoint) {
    return state.bracket(trial.bracket()).rungs().stream()
        .anyMatch(rung -> rung.epochs() == checkpoint.epoch());
  }

  /**
   * What exceeds the quota is what must stay: of trials with a slot, of the best, of the advised;
   * and of those that go next while a slot is being left.
   */
  public static StepObserver theQuotaHolds() {
    return (before, step, decision) -> {
      StudyState after = decision.after();
      Long quota = after.spec().checkpoints().quota();
      if (quota == null || after.stored().total() <= quota) {
        return;
      }
      Progress.Best best = after.progress().best();
      Advice.Recommendation advised = after.advised();
      for (Map.Entry<Stored.Name, Long> entry : after.stored().bytes()) {
        Trial trial = after.trial(entry.getKey().trial());
        CheckpointRef checkpoint = entry.getKey().checkpoint();
        boolean trains = after.lease(trial.number()) != null && checkpoint.equals(trial.latest());
        boolean wins =
            best != null && best.trial() == trial.number() && checkpoint.equals(trial.best());
        boolean next =
            after.search().owed().containsKey(trial.number())
                || after.search().counsel().left().stream()
                    .anyMatch(
                        p -> p instanceof Advice.Proposal.Go go && go.trial() == trial.number());
        boolean left = false;
        for (Map.Entry<Integer, Lease> lease : after.cluster().leases()) {
          left |= lease.getValue().ending() != Lease.Ending.NONE;
        }
        check(
            trains
                || wins
                || (next && left && checkpoint.equals(trial.latest()))
                || (advised != null && advised.trial() == trial.number()),
            "%s stays beyond the quota of %s",
            entry,
            quota);
      }
    };
  }

  /** A checkpoint of the best value is never given up. */
  public static StepObserver theBestCheckpointStays() {
    return (before, step, decision) -> {
      Progress.Best best = decision.after().progress().best();
      for (StudyEvent event : decision.events()) {
        if (event instanceof StudyEvent.CheckpointEvicted e && best != null) {
          CheckpointRef ref = decision.after().trial(best.trial()).best();
          boolean again = // The best has another copy of that epoch, after it was trained again.
              ref != null
                  && ref.epoch() == best.epoch()
                  && !ref.equals(e.checkpoint())
                  && decision
                      .after()
                      .stored()
                      .bytes()
                      .containsKey(
                          new Stored.Name(ref.writtenBy(best.trial()), ref.fence(), ref.epoch()));
          boolean wins =
              e.trial() == best.trial() && e.checkpoint().epoch() == best.epoch() && !again;
          check(!wins, "%s was the best", e);
          check(e.retrainingSeconds() >= 0, "%s", e);
        }
      }
    };
  }

  /** What is on offer beyond the allowance was given up. */
  public static StepObserver noMoreSlotsAreHeldThanAllowed() {
    return (before, step, decision) -> {
      int offered = 0;
      for (Map.Entry<String, Cluster.Node> entry : decision.after().cluster().nodes()) {
        boolean silent = decision.after().cluster().tenure().silent().containsKey(entry.getKey());
        offered += silent ? 0 : entry.getValue().slots().size();
      }
      int allowed = decision.after().cluster().tenure().allowed();
      check(
          decision.events().isEmpty() || offered <= allowed,
          "%s slots on offer of %s",
          offered,
          allowed);
    };
  }

  /** A free slot is on offer, on a node that is heard of. */
  public static StepObserver freeSlotsCanBeGranted() {
    return (before, step, decision) -> {
      Cluster cluster = decision.after().cluster();
      for (Map.Entry<Slot, Boolean> entry : cluster.free()) {
        Slot slot = entry.getKey();
        Cluster.Node node = cluster.nodes().get(slot.node());
        check(
            node != null && node.slots().stream().anyMatch(o -> o.index() == slot.index()),
            "slot %s is free and not on offer",
            slot);
        check(!cluster.tenure().silent().containsKey(slot.node()), "%s is free and silent", slot);
      }
    };
  }

  /** No recorded value is better than the best, unless it breaks limits more. */
  public static StepObserver theBestIsTheBest() {
    return (before, step, decision) -> {
      for (StudyEvent event : decision.events()) {
        if (event instanceof StudyEvent.EpochRecorded e && !decision.after().confirms(e.trial())) {
          var best = decision.after().progress().best();
          boolean races = decision.after().spec().scheduler() instanceof Scheduler.Race;
          if (races) {
            checkNobodyLeads(decision.after(), best);
            continue;
          }
          check(
              best != null
                  && (violation(decision.after(), best.trial(), best.epoch())
                          < violation(decision.after(), e.trial(), e.epoch())
                      || decision.after().score(best.value()) <= decision.after().score(e.value())),
              "%s is better than %s",
              e,
              best);
        }
      }
    };
  }

  /** Where all who are left in a race have met the same folds, nobody has a better mean. */
  private static void checkNobodyLeads(StudyState state, Progress.@Nullable Best best) {
    List<Trial> left = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      boolean over = trial.status().ended() && trial.status() != TrialStatus.COMPLETED;
      if (!over && trial.epochs() > 0) {
        left.add(trial);
      }
    }
    if (best == null || left.stream().anyMatch(trial -> trial.epochs() != best.epoch())) {
      check(best != null || left.isEmpty(), "there is no best of %s", left);
      return;
    }
    double value = state.trial(best.trial()).curve().value(best.epoch());
    for (Trial trial : left) {
      check(state.score(value) <= state.score(trial.curve().last()), "%s leads %s", trial, best);
    }
  }

  private static double violation(StudyState state, int trial, int epoch) {
    return Outcomes.at(state, state.trial(trial), epoch).violation();
  }

  /**
   * A confirmation has its winner's configuration and another seed, never wins itself, and gets a
   * slot only if all that it lacks may be trained.
   */
  public static StepObserver confirmationsAreNoCandidates() {
    return (before, step, decision) -> {
      StudyState after = decision.after();
      for (Confirmation round : after.progress().rounds()) {
        for (int i = 0; i < round.trials(); i++) {
          Trial trial = after.trial(round.first() + i);
          Trial winner = after.trial(round.winner());
          check(trial.configuration().equals(winner.configuration()), "%s of %s", trial, winner);
        }
      }
      Trial recommended = after.recommended();
      check(
          recommended == null || !after.confirms(recommended.number()),
          "%s is recommended",
          recommended);
      for (StudyEvent event : decision.events()) {
        if (event instanceof StudyEvent.LeaseGranted e && after.confirms(e.trial())) {
          int full = Families.maximum(after, after.trial(e.trial()));
          boolean timed = after.spec().fidelity().isInSeconds();
          int asked = Reach.asked(after.spec(), after.trial(e.trial()).configuration());
          check(timed || e.epochLimit() == Math.min(full, asked), "%s grants not all", e);
        }
        check(
            !(event instanceof StudyEvent.BestImproved e) || !after.confirms(e.trial()),
            "%s is the best",
            event);
      }
    };
  }

  /** What must hold once a study is over. */
  public static void checkEnd(StudyState state) {
    check(state.cluster().leases().isEmpty(), "leases after the end: %s", state.cluster().leases());
    for (Trial trial : state.progress().trials()) {
      check(
          trial.status().ended()
              || trial.status().name().startsWith("PAUSED")
              || trial.status().name().startsWith("PENDING"),
          "trial %s is %s after the end",
          trial.number(),
          trial.status());
    }
  }

  /** A study that ended because nothing was left has left nobody waiting for a device. */
  public static void checkNobodyIsOwedAnything(StudyState state) {
    StudyEnd end = state.lifecycle().end();
    if (end == StudyEnd.SEARCH_EXHAUSTED || end == StudyEnd.TRIALS_SPENT) {
      check(state.search().owed().isEmpty(), "owed at the end: %s", state.search().owed());
    }
  }

  /** A study that ended because nothing was left has left no synchronous bracket half way. */
  public static void checkNothingStalled(StudyState state) {
    StudyEnd end = state.lifecycle().end();
    if (end == StudyEnd.SEARCH_EXHAUSTED || end == StudyEnd.TRIALS_SPENT) {
      for (Bracket bracket : state.search().brackets()) {
        check(
            !bracket.plan().synchronous() || bracket.finished(!state.mayCreate()),
            "bracket %s stalled: %s",
            bracket.number(),
            bracket.rungs());
      }
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // The annotation would cost a dependency.
  private static void check(boolean holds, String message, @Nullable Object... values) {
    if (!holds) {
      throw new AssertionError(message.formatted(values));
    }
  }
}
