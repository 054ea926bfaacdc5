package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.budget.Spending;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.budget.Tariff;
import dev.thaw.core.curve.Curve;
import dev.thaw.core.share.Share;
import dev.thaw.core.space.Configuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Applies facts to a state. Holds all bookkeeping and no judgement. */
final class Evolution {

  private Evolution() {}

  static StudyState evolve(@Nullable StudyState state, StudyEvent event, Instant at) {
    if (event instanceof StudyEvent.StudyOpened opened) {
      return StudyState.opened(opened.spec(), at);
    }
    if (state == null) {
      throw new IllegalStateException("the first event (%s) must be StudyOpened.".formatted(event));
    }
    StudyState after = apply(state, event, at);
    Lifecycle lifecycle = after.lifecycle();
    return at.equals(lifecycle.lastAt()) ? after : after.with(lifecycle.at(at));
  }

  private static StudyState apply(StudyState s, StudyEvent event, Instant at) {
    return switch (event) {
      case StudyEvent.StudyOpened e -> StudyState.opened(e.spec(), at);
      case StudyEvent.StudyTakenOver e -> takenOver(s, e, at);
      case StudyEvent.DeadlineSet(Instant deadline) -> s.with(s.lifecycle().until(deadline));
      case StudyEvent.NodeAdded e ->
          s.with(
              s.cluster()
                  .join(
                      e.node(),
                      new Cluster.Node(e.incarnation(), e.slots(), e.store(), e.label())));
      case StudyEvent.SlotQuarantined e ->
          s.with(s.cluster().quarantine(new Slot(e.node(), e.slot()), e.reason()));
      case StudyEvent.NodeMissed e -> s.with(s.cluster().miss(e.node(), e.until()));
      case StudyEvent.AllowanceSet(int slots) ->
          s.with(s.cluster().with(s.cluster().tenure().allow(slots)));
      case StudyEvent.ShareSet(Share share) ->
          s.with(s.cluster().with(s.cluster().tenure().with(share)));
      case StudyEvent.SlotGivenUp(Slot slot) -> s.with(s.cluster().giveUp(slot));
      case StudyEvent.NodeRemoved(String node) -> s.with(s.cluster().leave(node));
      case StudyEvent.BracketOpened e -> s.with(s.search().open(e.bracket(), e.plan()));
      case StudyEvent.SuggestionsExhausted() -> s.with(s.search().exhaust());
      case StudyEvent.TrialCreated e -> created(s, e);
      case StudyEvent.LeaseGranted e -> granted(s, e, at);
      case StudyEvent.LeaseStarted e -> s.with(s.trial(e.trial()).with(TrialStatus.RUNNING));
      case StudyEvent.LeaseExtended e ->
          s.with(s.search().settle(e.trial()))
              .with(s.cluster().change(lease(s, e.trial()).extend(e.epochLimit())));
      case StudyEvent.EpochRecorded e -> recorded(begun(s, e.trial(), e.seconds(), at), e);
      case StudyEvent.EpochRetrained e -> retrained(begun(s, e.trial(), e.seconds(), at), e);
      case StudyEvent.ClockCounts e -> s; // The epoch that follows is counted with the others.
      case StudyEvent.BestImproved e ->
          counted(
              s.with(s.progress().improve(new Progress.Best(e.trial(), e.epoch(), e.value()))), e);
      case StudyEvent.CheckpointRecorded e ->
          retained(s.with(checkpointed(s, e)).with(added(s, e)), e.trial());
      case StudyEvent.CheckpointLost e -> lost(s, e.trial(), e.checkpoint());
      case StudyEvent.CheckpointOutOfReach e ->
          retained(s.with(outOfReach(s.trial(e.trial()))), e.trial());
      case StudyEvent.TrialPassedOver e -> s;
      case StudyEvent.CheckpointEvicted e ->
          s.with(without(s.trial(e.trial()), e.checkpoint())).with(s.stored().evict(e));
      case StudyEvent.RungReached e -> reached(s, e);
      case StudyEvent.TrialPromoted e -> left(s, e.position());
      case StudyEvent.RungLeft e -> left(s, e.position());
      case StudyEvent.SessionCut e -> ending(s, e.trial(), e.how(), TrialStatus.PAUSING);
      case StudyEvent.BudgetSet e ->
          s.with(s.lifecycle().with(s.lifecycle().terms().with(e.budget())))
              .with(s.progress().pass());
      case StudyEvent.RequestKept(String key, BudgetChange change) ->
          s.with(
              s.lifecycle()
                  .with(s.lifecycle().terms().remember(new Contract.Request(key, change))));
      case StudyEvent.StudyReopened() -> {
        boolean stood = s.lifecycle().phase() == Lifecycle.Phase.ENDED || !s.isOpen();
        yield standing(reopened(s), stood ? s.progress().spending().since() : at, at);
      }
      case StudyEvent.HoursClosed e ->
          standing(s, at, at).with(s.lifecycle().with(s.lifecycle().terms().close(at)));
      case StudyEvent.HoursOpened e ->
          standing(s, s.progress().spending().since(), at)
              .with(s.lifecycle().with(s.lifecycle().terms().close(null)));
      case StudyEvent.StudyPaused() -> {
        StudyState paused = s.with(s.byHand().pause(true));
        yield s.isOpen()
            ? standing(paused, at, at)
                .with(paused.lifecycle().with(paused.lifecycle().terms().close(at)))
            : paused;
      }
      case StudyEvent.StudyResumed() -> {
        StudyState resumed = s.with(s.byHand().pause(false));
        yield standing(resumed, s.progress().spending().since(), at)
            .with(resumed.lifecycle().with(resumed.lifecycle().terms().close(null)));
      }
      case StudyEvent.CommandKept(String key, StudyCommand command) ->
          s.with(s.byHand().keep(new ByHand.Kept(key, command)));
      case StudyEvent.ConfigurationAdded(Configuration configuration) ->
          handedOut(s.with(s.byHand().add(configuration)), configuration);
      case StudyEvent.ConfigurationTried(int _) -> s.with(s.byHand().tryFirst());
      case StudyEvent.SpaceNarrowed e -> s.with(s.byHand().narrow(e.parameter(), e.to()));
      case StudyEvent.ForkAsked(int trial) -> s.with(s.byHand().fork(trial));
      case StudyEvent.TrialEndAsked(int trial) -> s.with(s.byHand().end(trial));
      case StudyEvent.GrantTimed e ->
          s.with(s.cluster().change(lease(s, e.trial()).grant(e.grant())));
      case StudyEvent.CeilingRaised e ->
          s.with(s.search().raise(e.ceiling()).with(s.search().counsel().renew()));
      case StudyEvent.WinnersRenewed e -> s;
      case StudyEvent.ConfirmationBegun e -> s.with(s.progress().confirm(round(e)));
      case StudyEvent.LandingBegun e -> s.with(s.lifecycle().with(s.lifecycle().terms().land()));
      case StudyEvent.PauseOrdered e ->
          ending(s, e.trial(), Lease.Ending.PAUSE, TrialStatus.PAUSING);
      case StudyEvent.TrialCompleted e -> {
        boolean early = s.trial(e.trial()).rung() <= s.bracket(s.trial(e.trial()).bracket()).top();
        StudyState left = early ? withdrawn(s, e.trial()) : s;
        StudyState after = ending(left, e.trial(), Lease.Ending.PAUSE, TrialStatus.COMPLETED);
        yield after.with(after.search().settle(e.trial()));
      }
      case StudyEvent.TrialStopped e -> {
        StudyState left = withdrawn(s, e.trial());
        StudyState after = ending(left, e.trial(), Lease.Ending.STOP, TrialStatus.STOPPED);
        StudyState settled = after.with(after.search().settle(e.trial()));
        yield s.byHand().ending().isEmpty()
            ? settled
            : settled.with(settled.byHand().ended(e.trial()));
      }
      case StudyEvent.SessionErred e ->
          ending(s.with(s.trial(e.trial()).err(e.failure())), e.trial(), Lease.Ending.STOP, null);
      case StudyEvent.LeaseEnded e -> ended(s, e, at);
      case StudyEvent.ResumeOwed e ->
          s.with(
              s.search().owe(e.trial(), new Search.Debt(e.epochLimit(), e.why(), failedOn(s, e))));
      case StudyEvent.RestartCounted e -> s.with(s.trial(e.trial()).restart());
      case StudyEvent.TrialUnpacked(int trial) ->
          s.with(s.cluster().separate(trial, new Cluster.Alone(0, null)));
      case StudyEvent.MemoryExceeded e ->
          s.with(s.cluster().separate(e.trial(), new Cluster.Alone(e.failures(), e.device())));
      case StudyEvent.DeviceReserved e ->
          s.with(s.cluster().reserve(new Cluster.Reservation(e.trial(), e.device())));
      case StudyEvent.TrialFailed e -> givenUp(s, e.trial(), TrialStatus.FAILED);
      case StudyEvent.TrialInfeasible e -> givenUp(s, e.trial(), TrialStatus.INFEASIBLE);
      case StudyEvent.AdviceAsked(long ask, int jobs) ->
          s.with(s.search().with(s.search().counsel().ask(ask, jobs)));
      case StudyEvent.AdviceKept e -> s.with(s.search().with(s.search().counsel().keep(e)));
      case StudyEvent.TrialRecommended e ->
          s.with(s.search().with(s.search().counsel().recommend(e.recommendation())));
      case StudyEvent.ProspectWeighed e ->
          s.with(s.search().with(s.search().counsel().weigh(e.enough())));
      case StudyEvent.AdviceMissed e -> s.with(s.search().with(s.search().counsel().miss()));
      case StudyEvent.StudyEnding(StudyEnd end) ->
          s.with(s.lifecycle().enter(Lifecycle.Phase.ENDING, end));
      case StudyEvent.StudyEnded(StudyEnd end) ->
          standing(s, s.isOpen() ? at : s.progress().spending().since(), at)
              .with(s.lifecycle().enter(Lifecycle.Phase.ENDED, end));
    };
  }

  private static Confirmation round(StudyEvent.ConfirmationBegun e) {
    return new Confirmation(
        e.winner(), e.first(), e.trials(), e.skipped(), e.bracket(), true, e.end());
  }

  /** The clock of the study stood still from one instant to another. */
  private static StudyState standing(StudyState s, Instant from, Instant to) {
    return s.with(s.progress().spend(s.progress().spending().takeOver(from, to)));
  }

  /** What a study that is over had of slots is others' by now. */
  private static StudyState reopened(StudyState s) {
    Cluster cluster = s.cluster();
    if (s.lifecycle().phase() == Lifecycle.Phase.ENDED) {
      for (Map.Entry<String, Cluster.Node> entry : s.cluster().nodes()) {
        cluster = cluster.leave(entry.getKey());
      }
    }
    return s.with(cluster).with(s.lifecycle().reopen());
  }

  /** Time without a process is not charged, unless the budget says so, or sessions went on. */
  private static StudyState takenOver(StudyState s, StudyEvent.StudyTakenOver e, Instant at) {
    Instant seen = s.lifecycle().lastAt();
    Instant stopped =
        !s.isOpen() ? s.progress().spending().since() : s.budget().sparesDowntime() ? seen : at;
    StudyState after = standing(s, stopped, at);
    boolean gone = Boolean.FALSE.equals(e.sessionsLive());
    for (Map.Entry<Integer, Lease> entry : s.cluster().leases()) {
      Lease lease = entry.getValue();
      Duration gap = lease.pending().plus(Duration.between(seen, at));
      after = charged(after, lease.trial(), seen, false);
      after = after.with(after.cluster().change(lease.chargeFrom(at, gone ? null : gap)));
    }
    return after;
  }

  /** Charges a lease for the time that it held its slot, with gaps in which it went on or not. */
  private static StudyState charged(StudyState s, int trial, Instant at, boolean wentOn) {
    Lease lease = lease(s, trial);
    if (lease.tariff() == null) {
      return s;
    }
    Duration held = lease.uncharged(at).plus(wentOn ? lease.pending() : Duration.ZERO);
    return s.with(s.progress().spend(s.progress().spending().hold(lease.tariff(), held)));
  }

  /** Takes note of an improvement that is large enough to count. */
  private static StudyState counted(StudyState s, StudyEvent.BestImproved e) {
    StopWhen when = s.spec().stopWhen();
    if (when == null) {
      return s;
    }
    Contract terms = s.lifecycle().terms();
    Double last = terms.counted();
    boolean counts = last == null || s.score(last) - s.score(e.value()) >= when.least();
    return counts
        ? s.with(s.lifecycle().with(terms.count(s.progress().spending().epochs(), e.value())))
        : s;
  }

  private static Lease lease(StudyState s, int trial) {
    Lease lease = s.lease(trial);
    if (lease == null) {
      throw new IllegalStateException("trial %d has no lease.".formatted(trial));
    }
    return lease;
  }

  private static StudyState created(StudyState s, StudyEvent.TrialCreated e) {
    StudyState entered = s.with(s.progress().add(begun(s, e))).with(s.bracket(e.bracket()).enter());
    return handedOut(entered, e.configuration());
  }

  /** A row of the space's catalogue is nobody else's any more. */
  private static StudyState handedOut(StudyState s, Configuration configuration) {
    OptionalInt row =
        s.spec().space().catalogue().map(c -> c.row(configuration)).orElse(OptionalInt.empty());
    return row.isPresent() ? s.with(s.search().take(row.getAsInt())) : s;
  }

  /** A fork has reached the rungs up to the epoch of its checkpoint with its parent. */
  private static Trial begun(StudyState s, StudyEvent.TrialCreated e) {
    Lineage lineage = e.lineage();
    if (lineage == null) {
      return Trial.create(e.trial(), e.configuration(), e.bracket());
    }
    int climbs = 0;
    for (Rung rung : s.bracket(e.bracket()).rungs()) {
      climbs += rung.epochs() <= lineage.checkpoint().epoch() ? 1 : 0;
    }
    return Trial.fork(
        e.trial(), e.configuration(), e.bracket(), climbs, s.trial(lineage.parent()), lineage);
  }

  private static StudyState granted(StudyState s, StudyEvent.LeaseGranted e, Instant at) {
    int from = e.resumeFrom() == null ? 0 : e.resumeFrom().epoch();
    var lease =
        new Lease(
            e.trial(),
            e.fence(),
            e.slot(),
            s.cluster().device(e.slot()),
            from,
            e.epochLimit(),
            Lease.Ending.NONE,
            at,
            at,
            Timing.tariff(s, e.slot()),
            null,
            null);
    return s.with(s.search().settle(e.trial()))
        .with(s.cluster().grant(lease))
        .with(s.trial(e.trial()).with(TrialStatus.STARTING));
  }

  /** Takes note of how long a session took to begin its first epoch. */
  private static StudyState begun(StudyState s, int trial, double seconds, Instant at) {
    Instant grantedAt = lease(s, trial).grantedAt();
    if (grantedAt == null) {
      return s;
    }
    double waited = Duration.between(grantedAt, at).toNanos() / 1e9 - seconds;
    return s.with(s.progress().spend(s.progress().spending().begin(waited)));
  }

  private static StudyState recorded(StudyState s, StudyEvent.EpochRecorded e) {
    Trial trial = s.trial(e.trial());
    Curve longer = trial.curve().append(e.value(), e.seconds());
    List<Curve> watched = watched(trial, e);
    boolean better =
        trial.bestEpoch() == 0
            || ((watched == null && !Races.matter(s.spec()))
                ? s.score(e.value()) < s.score(trial.curve().value(trial.bestEpoch()))
                : Outcomes.isBetter(s, trial.learn(longer, null, watched, 0), trial.bestEpoch()));
    Tariff tariff = lease(s, e.trial()).tariff();
    Progress progress =
        s.progress()
            .trainOn(tariff == null ? "" : tariff.label(), e.trial(), e.epoch())
            .set(
                trial
                    .learn(
                        longer,
                        worked(s, trial, e),
                        watched,
                        better ? e.epoch() : trial.bestEpoch())
                    .under(e.inEffect()))
            .spend(spent(s, e));
    return new StudyState(
        s.spec(),
        s.lifecycle(),
        s.search().fruit(),
        progress,
        s.cluster().change(lease(s, e.trial()).report(e.epoch())),
        s.stored());
  }

  private static Spending spent(StudyState s, StudyEvent.EpochRecorded e) {
    Spending trained = s.progress().spending().train(e.seconds());
    return s.spec().fidelity().hasEffort() ? trained.work(e.effort(), e.seconds()) : trained;
  }

  private static @Nullable Curve worked(StudyState s, Trial trial, StudyEvent.EpochRecorded e) {
    if (!s.spec().fidelity().hasEffort()) {
      return null;
    }
    double counts = e.effort() == null ? e.seconds() : e.effort();
    return trial.effort().append(e.value(), counts);
  }

  private static @Nullable List<Curve> watched(Trial trial, StudyEvent.EpochRecorded e) {
    if (e.watched() == null) {
      return null;
    }
    List<Curve> longer = new ArrayList<>();
    for (int i = 0; i < e.watched().size(); i++) {
      Curve curve = trial.watched() == null ? Curve.empty() : trial.watched().get(i);
      longer.add(curve.append(e.watched().get(i), e.seconds()));
    }
    return longer;
  }

  private static StudyState retrained(StudyState s, StudyEvent.EpochRetrained e) {
    return s.with(s.progress().spend(s.progress().spending().retrain(e.seconds())))
        .with(s.trial(e.trial()).with(s.trial(e.trial()).status().afterEpoch()))
        .with(s.cluster().change(lease(s, e.trial()).report(e.epoch())));
  }

  private static Trial checkpointed(StudyState s, StudyEvent.CheckpointRecorded e) {
    Trial trial = s.trial(e.trial());
    CheckpointRef best = trial.best();
    boolean better =
        best == null || Outcomes.isBetter(s, trial, e.checkpoint().epoch(), best.epoch());
    return trial.keep(e.checkpoint(), better ? e.checkpoint() : best).in(store(s, e.trial()));
  }

  /** Where the session of a trial keeps its checkpoints; null if that is not known. */
  private static @Nullable String store(StudyState s, int trial) {
    Lease lease = s.lease(trial);
    Cluster.Node node = lease == null ? null : s.cluster().nodes().get(lease.slot().node());
    return node == null ? null : node.store();
  }

  /** A trial that goes on from no checkpoint, and keeps the one with its best value. */
  private static Trial outOfReach(Trial trial) {
    return trial.keep(null, trial.best()).in(null);
  }

  private static Stored added(StudyState s, StudyEvent.CheckpointRecorded e) {
    return s.stored().add(Stored.Name.of(e.trial(), e.checkpoint()), e.bytes());
  }

  private static StudyState retained(StudyState s, int trial) {
    return s.with(s.stored().retain(trial, Eviction.named(s, trial)));
  }

  /** Of what a fork cannot go on from, its parent finds out for itself. */
  private static StudyState lost(StudyState s, int trial, CheckpointRef gone) {
    StudyState after = s.with(without(s.trial(trial), gone));
    return gone.owner() == null
        ? retained(after.with(after.stored().remove(Stored.Name.of(trial, gone))), trial)
        : after;
  }

  /**
   * A trial that goes on from its other checkpoint, if it has one. A fork that has none of its own
   * any more is again where it began; only who lost that too, goes on from nowhere.
   */
  private static Trial without(Trial trial, CheckpointRef gone) {
    CheckpointRef best = gone.equals(trial.best()) ? null : trial.best();
    CheckpointRef latest = gone.equals(trial.latest()) ? best : trial.latest();
    Lineage lineage = trial.lineage();
    return latest == null && lineage != null && gone.owner() == null
        ? trial.keep(lineage.origin(), best)
        : trial.keep(latest, best);
  }

  private static StudyState reached(StudyState s, StudyEvent.RungReached e) {
    Bracket bracket = s.bracket(e.bracket());
    boolean inSeconds = Reach.inSeconds(s);
    StudyState there =
        s.with(
                e.outcome() == null
                    ? bracket.arrive(e.rung(), new Standing(e.score(), e.trial()))
                    : bracket.arrive(e.rung(), e.trial(), e.outcome()))
            .with(s.trial(e.trial()).climb(inSeconds));
    // What it was promised was a guess at how many epochs the seconds would be.
    return inSeconds ? there.with(there.search().settle(e.trial())) : there;
  }

  private static StudyState left(StudyState s, Position position) {
    Bracket bracket = s.bracket(position.bracket());
    Standing standing =
        bracket.rungs().get(position.rung()).standing(position.trial(), position.score());
    return s.with(bracket.promote(position.rung(), standing));
  }

  private static StudyState ending(
      StudyState s, int trial, Lease.Ending how, @Nullable TrialStatus status) {
    StudyState after = status == null ? s : s.with(s.trial(trial).with(status));
    Lease lease = s.lease(trial);
    return lease == null ? after : after.with(s.cluster().change(lease.end(how)));
  }

  private static StudyState ended(StudyState s, StudyEvent.LeaseEnded e, Instant at) {
    Trial trial = s.trial(e.trial());
    boolean untouched = trial.epochs() == 0;
    TrialStatus status =
        trial.status().ended()
            ? trial.status()
            : untouched ? TrialStatus.PENDING : TrialStatus.PAUSED;
    StudyState after =
        charged(s, e.trial(), at, e.slotFree())
            .with(s.cluster().end(lease(s, e.trial()), e.slotFree()))
            .with(trial.with(status));
    return retained(after, e.trial());
  }

  /** The device that may be the cause of a failure; what was known of it before, if none is new. */
  private static @Nullable Device failedOn(StudyState s, StudyEvent.ResumeOwed e) {
    Lease lease = s.lease(e.trial());
    Failure failure = s.trial(e.trial()).failure();
    if (e.why() == Reason.Interruption.FAILURE && lease != null && failure != null) {
      return failure.mayBeOfTheDevice() ? lease.device() : null;
    }
    Search.Debt before = s.search().owed().get(e.trial());
    return before == null ? null : before.failedOn();
  }

  private static StudyState givenUp(StudyState s, int trial, TrialStatus status) {
    StudyState without = withdrawn(s, trial);
    Search search = without.search().settle(trial);
    Search settled = s.trial(trial).epochs() == 0 ? search.noFruit() : search;
    return without.with(settled).with(s.trial(trial).with(status));
  }

  /** A trial that ends before the top waits no more, or never reaches the rung it was bound for. */
  private static StudyState withdrawn(StudyState s, int number) {
    Trial trial = s.trial(number);
    Bracket bracket = s.bracket(trial.bracket());
    int waitsIn = trial.rung() - 1;
    return s.with(
        s.waits(trial)
            ? bracket.withdraw(waitsIn, s.standing(trial, waitsIn))
            : bracket.lose(Math.min(trial.rung(), bracket.top())));
  }
}
