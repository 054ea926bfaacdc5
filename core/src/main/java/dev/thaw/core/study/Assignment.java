package dev.thaw.core.study;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.space.Catalogue;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Gives slots to trials, and decides whether a trial at a rung keeps the slot that it has. */
final class Assignment {

  private Assignment() {}

  /** Gives every free slot the best job there is, until there are no more of either. */
  static void fillFreeSlots(Fold fold) {
    fillFreeSlots(fold, Dispatch::next);
  }

  /**
   * Gives every free slot the next job of a kind, until there are no more of either; at last those
   * trials that must be trained again from their beginning.
   */
  static void fillFreeSlots(Fold fold, Dispatch.Source source) {
    goOn(fold, source);
    while (fillOne(fold, source, true)) {
      goOn(fold, source);
    }
  }

  /** The same, without those that must be trained again. */
  static void goOn(Fold fold, Dispatch.Source source) {
    while (fillOne(fold, source, false)) {
      // One more free slot has a job, or one more bracket is open.
    }
  }

  private static boolean fillOne(Fold fold, Dispatch.Source source, boolean anew) {
    StudyState state = fold.state();
    if (state.cluster().free().isEmpty()) {
      return false;
    }
    Optional<Dispatch.Job> job = source.next(state, trial -> Packing.mayBeNext(state, trial, anew));
    if (job.isEmpty() || !assign(fold, job.get(), anew)) {
      return false;
    }
    if (Placement.isScattered(state)
        && fold.state().cluster().nextFence() > state.cluster().nextFence()) {
      source.next(state, trial -> true).ifPresent(first -> passOver(fold, first, job.get()));
    }
    return true;
  }

  private static void passOver(Fold fold, Dispatch.Job first, Dispatch.Job instead) {
    int trial = first.trial();
    if (trial >= 0 && trial != instead.trial() && Placement.isBound(fold.state(), trial)) {
      fold.emit(Placement.passOver(fold.state(), trial));
    }
  }

  /**
   * A trial that waits in a rung goes on in place if it is the next to be promoted; free slots are
   * filled first, because a trial that would need one must not push this one out. Neither must one
   * that could not go on in this slot, because its checkpoint is elsewhere.
   */
  static void continueOrPause(Fold fold, Lease lease) {
    String node = lease.slot().node();
    while (true) {
      StudyState state = fold.state();
      Optional<Dispatch.Job> job =
          Dispatch.next(
              state,
              trial ->
                  trial == lease.trial()
                      || Placement.allows(state, trial, node)
                      || Packing.mayBeNext(state, trial, false));
      if (job.isPresent()
          && job.get() instanceof Dispatch.Job.Promote(Position position)
          && position.trial() == lease.trial()) {
        promoteInPlace(fold, lease, position);
        return;
      }
      if (job.isEmpty() || !assign(fold, job.get(), false)) {
        pause(fold, lease, job);
        return;
      }
      if (fold.state().trial(lease.trial()).status().ended()) {
        return; // It was among the worst of its population.
      }
    }
  }

  private static void promoteInPlace(Fold fold, Lease lease, Position position) {
    Bracket bracket = fold.state().bracket(position.bracket());
    Reason reason = promoted(fold.state(), position);
    fold.emit(new StudyEvent.TrialPromoted(lease.trial(), position));
    extend(fold, lease, target(fold.state(), bracket, position), reason);
  }

  private static Reason promoted(StudyState state, Position position) {
    return Generations.matter(state.spec())
        ? new Reason.Survived(position)
        : new Reason.PromotedByRank(
            state.bracket(position.bracket()).plan().rule(),
            position,
            Dispatch.heldBack(state, position.trial()));
  }

  private static int target(StudyState state, Bracket bracket, Position position) {
    int level = bracket.rungs().get(position.rung() + 1).epochs();
    return Reach.target(state, state.trial(position.trial()), level);
  }

  /** Lets a session go on as far as the budget allows; the rest stays owed. */
  static void extend(Fold fold, Lease lease, int target, Reason reason) {
    // Less than its trial's curve while epochs behind a lost checkpoint are trained again.
    int from = fold.state().trial(lease.trial()).epochs();
    target = asked(fold.state(), lease.trial(), target);
    Lease current = fold.state().lease(lease.trial());
    from = current == null ? from : Math.min(from, current.reported());
    int limit = affordable(fold.state(), lease.trial(), from, target);
    if (limit <= from) {
      fold.emit(
          new StudyEvent.PauseOrdered(
              lease.trial(), lease.fence(), spent(fold.state(), lease.trial())));
    } else {
      fold.emit(new StudyEvent.LeaseExtended(lease.trial(), lease.fence(), limit, reason));
    }
    if (limit < target) {
      fold.emit(
          new StudyEvent.ResumeOwed(lease.trial(), target, Reason.Interruption.PARTIAL_GRANT));
    }
  }

  /** How far a trial may be trained on its way to an epoch. */
  static int affordable(StudyState state, int trial, int from, int target) {
    long epochs = Math.min(Confirming.epochsFor(state, trial), Timing.fitting(state, trial));
    epochs = Math.min(epochs, (long) Reach.most(state, state.trial(trial)) - from);
    epochs = Math.min(epochs, Grants.room(state, state.trial(trial)));
    return from + (int) Math.min(target - from, Math.max(0, epochs));
  }

  /** Why a trial may not go on. */
  static Reason spent(StudyState state, int trial) {
    if (state.byHand().paused()) {
      return new Reason.PausedByHand();
    }
    if (!Reach.mayGoOn(state, state.trial(trial))) {
      return new Reason.CeilingReached(Reach.ceiling(state));
    }
    return state.epochsSpent()
            || !Confirming.leavesEpochs(state, trial)
            || !state.budget().isInTime()
        ? new Reason.Ending(StudyEnd.EPOCHS_SPENT)
        : new Reason.NoTimeLeft(Math.max(0, Timing.secondsFor(state, trial)));
  }

  /** Nobody is promised more epochs than its configuration asks for. */
  private static int asked(StudyState state, int trial, int target) {
    return Math.min(target, Reach.asked(state.spec(), state.trial(trial).configuration()));
  }

  private static void pause(Fold fold, Lease lease, Optional<Dispatch.Job> instead) {
    StudyState state = fold.state();
    Trial trial = state.trial(lease.trial());
    Bracket bracket = state.bracket(trial.bracket());
    int rung = trial.rung() - 1;
    boolean member = Generations.isMember(state, trial);
    Position position =
        member
            ? Generations.position(state, bracket, rung, state.standing(trial, rung))
            : bracket.position(rung, state.standing(trial, rung), !state.mayCreate());
    if (state.affordableEpochs() <= 0
        || !Timing.fits(state, lease.trial())
        || (position.promotable() && !Reach.mayGoOn(state, trial))) {
      fold.emit(
          new StudyEvent.PauseOrdered(
              lease.trial(), lease.fence(), spent(fold.state(), lease.trial())));
      return;
    }
    Reason reason =
        !state.byHand().added().isEmpty()
                && instead.isPresent()
                && instead.get() instanceof Dispatch.Job.Create
            ? new Reason.MakesWayByHand()
            : member
                ? new Reason.MakesWay(position)
                : position.promotable()
                        && instead.isPresent()
                        && instead.get() instanceof Dispatch.Job.Promote(Position rival)
                    ? new Reason.Outranked(position, rival)
                    : new Reason.RankTooLow(bracket.plan().rule(), position);
    fold.emit(new StudyEvent.PauseOrdered(lease.trial(), lease.fence(), reason));
  }

  /** The stopping variant: among the best, or out for good. */
  static void surviveOrStop(Fold fold, Lease lease) {
    StudyState state = fold.state();
    Trial trial = state.trial(lease.trial());
    Bracket bracket = state.bracket(trial.bracket());
    int rung = trial.rung() - 1;
    Position position = bracket.position(rung, state.standing(trial, rung), false);
    if (bracket.survives(position)) {
      promoteInPlace(fold, lease, position);
    } else {
      fold.emit(
          new StudyEvent.TrialStopped(
              lease.trial(), new Reason.RankTooLow(bracket.plan().rule(), position)));
    }
  }

  /** A lease that covered only a part of what was promised goes on, or ends with a debt. */
  static void partialGrant(Fold fold, Lease lease) {
    Search.Debt debt = fold.state().search().owed().get(lease.trial());
    if (debt == null && Reach.inSeconds(fold.state())) {
      onItsWay(fold, lease);
      return;
    }
    if (debt == null) {
      fold.emit(
          new StudyEvent.PauseOrdered(
              lease.trial(), lease.fence(), spent(fold.state(), lease.trial())));
      return;
    }
    if (Grants.isOver(fold.state(), lease) && makesWay(fold, lease)) {
      return;
    }
    int epochs = fold.state().trial(lease.trial()).epochs();
    extend(fold, lease, debt.epochLimit(), new Reason.Owed(debt.why(), epochs));
  }

  /**
   * A trial whose grant is over leaves its slot to somebody who goes before it, unless another slot
   * is about to be free.
   */
  private static boolean makesWay(Fold fold, Lease lease) {
    String node = lease.slot().node();
    while (!isAnyoneLeaving(fold.state())
        && !fold.state().cluster().alone().containsKey(lease.trial())) {
      StudyState state = fold.state();
      Optional<Dispatch.Job> job =
          Dispatch.before(
              state,
              state.trial(lease.trial()),
              trial ->
                  trial != lease.trial()
                      && (Placement.allows(state, trial, node)
                          || Packing.mayBeNext(state, trial, false)));
      if (job.isEmpty()) {
        return false;
      }
      if (!assign(fold, job.get(), false)) {
        var why = new Reason.GrantSpent(Grants.trained(fold.state(), lease.trial()));
        fold.emit(new StudyEvent.PauseOrdered(lease.trial(), lease.fence(), why));
        Grants.owe(fold, lease);
        return true;
      }
    }
    return false;
  }

  private static boolean isAnyoneLeaving(StudyState state) {
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      if (entry.getValue().ending() != Lease.Ending.NONE) {
        return true;
      }
    }
    return false;
  }

  /** A trial goes on to the rung that it was granted seconds for. */
  private static void onItsWay(Fold fold, Lease lease) {
    Trial trial = fold.state().trial(lease.trial());
    int level = Decider.bracketOf(fold.state(), trial).rungs().get(trial.rung()).epochs();
    var reason = new Reason.TimeLeft(trial.effort().totalSeconds(), level);
    extend(fold, lease, Reach.target(fold.state(), trial, level), reason);
  }

  /**
   * Does a job; false if it needs a slot and there is none for it.
   *
   * @param anew whether its trial may be trained again from its beginning
   */
  private static boolean assign(Fold fold, Dispatch.Job job, boolean anew) {
    return switch (job) {
      case Dispatch.Job.Open(int number, var plan) -> {
        fold.emit(new StudyEvent.BracketOpened(number, plan));
        yield true;
      }
      case Dispatch.Job.Resume(int trial, Search.Debt debt) -> resume(fold, trial, debt, anew);
      case Dispatch.Job.Promote(Position position) -> promote(fold, position, anew);
      case Dispatch.Job.Replace(Position position) -> {
        fold.emit(new StudyEvent.TrialStopped(position.trial(), new Reason.Replaced(position)));
        yield true;
      }
      case Dispatch.Job.Fork(int bracket, int rung) -> {
        Generations.fork(fold, bracket, rung);
        yield true;
      }
      case Dispatch.Job.Create(int bracket) -> {
        Optional<Slot> slot = Packing.slot(fold.state());
        slot.ifPresent(free -> create(fold, bracket, free));
        yield slot.isPresent();
      }
    };
  }

  /** A trial for which a device must be emptied first is owed its way. */
  private static boolean resume(Fold fold, int trial, Search.Debt debt, boolean anew) {
    Optional<Slot> slot = Packing.slotFor(fold.state(), trial, anew);
    if (Generations.giveUpCutOff(fold, trial, slot.orElse(null))) {
      return true;
    }
    if (slot.isPresent()) {
      Placement.leaveBehind(fold, trial, slot.get());
      int from = fold.state().trial(trial).resumeEpoch();
      grant(fold, trial, slot.get(), debt.epochLimit(), new Reason.Owed(debt.why(), from));
    } else if (fold.state().cluster().alone().containsKey(trial)) {
      Packing.owe(fold, trial, debt);
      return true;
    }
    return slot.isPresent();
  }

  /**
   * A trial that is still leaving its slot cannot be thawed yet, and neither can one for which a
   * device must be emptied first: it is owed its way instead.
   */
  private static boolean promote(Fold fold, Position position, boolean anew) {
    Bracket bracket = fold.state().bracket(position.bracket());
    int trial = position.trial();
    boolean leaving = fold.state().lease(trial) != null;
    Optional<Slot> slot = Packing.slotFor(fold.state(), trial, anew);
    if (!leaving && slot.isEmpty() && !fold.state().cluster().alone().containsKey(trial)) {
      return false;
    }
    if (Generations.giveUpCutOff(fold, trial, slot.orElse(null))) {
      return true;
    }
    Reason reason = promoted(fold.state(), position);
    fold.emit(new StudyEvent.TrialPromoted(trial, position));
    int target = target(fold.state(), bracket, position);
    if (leaving) {
      fold.emit(
          new StudyEvent.ResumeOwed(trial, target, Reason.Interruption.PROMOTED_WHILE_PAUSING));
    } else if (slot.isEmpty()) {
      Packing.owe(fold, trial, new Search.Debt(target, Reason.Interruption.UNPACKED, null));
    } else {
      Placement.leaveBehind(fold, trial, slot.get());
      grant(fold, trial, slot.get(), target, reason);
    }
    return true;
  }

  private static void create(Fold fold, int bracketNumber, Slot slot) {
    StudyState state = fold.state();
    StudySpec spec = state.spec();
    int number = state.progress().trials().size();
    boolean baseline = state.isOfTheBaseline(bracketNumber);
    long index = state.suggested();
    String suggestion =
        spec.suggestion().listed(index).isPresent()
            ? "listed"
            : spec.suggestion().rule().unmodelled().name();
    List<Configuration> added = state.byHand().added();
    boolean byHand = !baseline && !added.isEmpty();
    Advice.Proposal.Start advised = baseline || byHand ? null : Guidance.takeStart(fold);
    Optional<Configuration> configuration =
        baseline
            ? Optional.of(spec.space().defaults())
            : byHand
                ? Optional.of(added.getFirst())
                : advised != null ? free(state, advised.configuration()) : suggest(state, index);
    if (configuration.isEmpty()) {
      fold.emit(new StudyEvent.SuggestionsExhausted());
      return;
    }
    List<Position> heldBack = Dispatch.heldBack(state, number);
    Reason reason =
        baseline
            ? new Reason.Baseline()
            : byHand
                ? new Reason.AddedByHand()
                : advised != null
                    ? Guidance.because(fold.state().search().counsel(), advised)
                    : new Reason.NewConfiguration(suggestion, index, bracketNumber, heldBack);
    if (byHand) {
      fold.emit(new StudyEvent.ConfigurationTried(number));
    }
    fold.emit(new StudyEvent.TrialCreated(number, configuration.get(), bracketNumber));
    int level = state.bracket(bracketNumber).rungs().getFirst().epochs();
    Trial created = fold.state().trial(number);
    grant(fold, number, slot, Reach.target(fold.state(), created, level), reason);
  }

  private static Optional<Configuration> suggest(StudyState state, long number) {
    StudySpec spec = state.spec();
    Optional<Configuration> listed = spec.suggestion().listed(number);
    if (listed.isPresent()) {
      return free(state, listed.get());
    }
    Suggestion rule = spec.suggestion().rule().unmodelled();
    long index = spec.suggestion().following(number);
    if (rule instanceof RandomSuggestion random && spec.space().catalogue().isPresent()) {
      Catalogue.Index rows = spec.space().catalogue().get();
      Stage stage = Stage.of(state);
      return random
          .suggestFree(
              spec.space(),
              spec.seed(),
              index,
              row -> state.isFree(row) && stage.admits(rows.configuration(row)))
          .or(() -> random.suggestFree(spec.space(), spec.seed(), index, state::isFree));
    }
    return rule.suggest(state.space(), spec.seed(), index)
        .map(Stage.of(state)::into)
        .flatMap(proposed -> free(state, proposed));
  }

  /** The configuration itself, or the nearest free row of the catalogue if there is one. */
  static Optional<Configuration> free(StudyState state, Configuration proposed) {
    SearchSpace space = state.spec().space();
    if (space.catalogue().isEmpty()) {
      return Optional.of(proposed);
    }
    Catalogue.Index catalogue = space.catalogue().get();
    Stage stage = Stage.of(state);
    double[] point = space.encode(proposed);
    OptionalInt row =
        catalogue.nearest(
            point, free -> state.isFree(free) && stage.admits(catalogue.configuration(free)));
    row = row.isPresent() ? row : catalogue.nearest(point, state::isFree);
    return row.isPresent()
        ? Optional.of(catalogue.configuration(row.getAsInt()))
        : Optional.empty();
  }

  private static void grant(Fold fold, int number, Slot slot, int target, Reason reason) {
    StudyState state = fold.state();
    Trial trial = state.trial(number);
    target = asked(state, number, target);
    int limit = affordable(state, number, trial.resumeEpoch(), target);
    fold.emit(
        new StudyEvent.LeaseGranted(
            number, state.cluster().nextFence(), slot, trial.latest(), limit, reason));
    if (limit < target) {
      fold.emit(new StudyEvent.ResumeOwed(number, target, Reason.Interruption.PARTIAL_GRANT));
    }
  }
}
