package dev.thaw.core.study;

import dev.thaw.core.space.Catalogue;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.suggest.GridSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Carries out what people ask of a study by hand. */
final class Commands {

  private static final Reply ACCEPTED = new Reply.Accepted();

  private Commands() {}

  /** A command is carried out once for each key, however often it is given. */
  static Reply given(Fold fold, StudyInput.CommandGiven in) {
    String key = in.key();
    StudyCommand before = key == null ? null : fold.state().byHand().given(key);
    if (before != null) {
      return before.equals(in.command())
          ? ACCEPTED
          : new Reply.Refused(
              "key (%s) must be that of one command, and was used for another.\nMaybe ask with a new one."
                  .formatted(key));
    }
    if (key != null && fold.state().lifecycle().terms().asked(key) != null) {
      return new Reply.Refused(
          "key (%s) must be that of one command, and was used for a change of the budget.\nMaybe ask with a new one."
              .formatted(key));
    }
    Reply reply = carryOut(fold, in.command());
    if (key != null && reply.equals(ACCEPTED)) {
      fold.emit(new StudyEvent.CommandKept(key, in.command()));
    }
    return reply;
  }

  private static Reply carryOut(Fold fold, StudyCommand command) {
    Lifecycle.Phase phase = fold.state().lifecycle().phase();
    if (command instanceof StudyCommand.Kill) {
      return kill(fold);
    }
    if (phase != Lifecycle.Phase.RUNNING) {
      return new Reply.Refused(
          phase == Lifecycle.Phase.ENDED
              ? "the study is over.\nMaybe extend its budget first, so that it goes on."
              : "the study is ending.\nMaybe wait for its end, and extend its budget then.");
    }
    return switch (command) {
      case StudyCommand.Pause() -> pause(fold);
      case StudyCommand.Resume() -> resume(fold);
      case StudyCommand.Kill() -> kill(fold);
      case StudyCommand.EndTrial end -> end(fold, end);
      case StudyCommand.AddTrial(Map<String, Object> values) -> add(fold, values);
      case StudyCommand.ForkTrial fork -> Forks.begin(fold, fork);
      case StudyCommand.NarrowSpace narrow -> narrow(fold, narrow);
    };
  }

  private static Reply pause(Fold fold) {
    if (fold.state().byHand().paused()) {
      return ACCEPTED;
    }
    fold.emit(new StudyEvent.StudyPaused());
    for (Map.Entry<Integer, Lease> entry : fold.state().cluster().leases()) {
      Lease lease = entry.getValue();
      if (lease.ending() == Lease.Ending.NONE) {
        fold.emit(
            new StudyEvent.PauseOrdered(lease.trial(), lease.fence(), new Reason.PausedByHand()));
      }
    }
    return ACCEPTED;
  }

  private static Reply resume(Fold fold) {
    if (fold.state().byHand().paused()) {
      fold.emit(new StudyEvent.StudyResumed());
      Decider.setDeadline(fold);
    }
    return ACCEPTED;
  }

  /** A study that is ending in good order may still be killed. */
  private static Reply kill(Fold fold) {
    Lifecycle.Phase phase = fold.state().lifecycle().phase();
    if (phase == Lifecycle.Phase.RUNNING) {
      fold.emit(new StudyEvent.StudyEnding(StudyEnd.STOP_REQUESTED));
    }
    for (Map.Entry<Integer, Lease> entry : fold.state().cluster().leases()) {
      Lease lease = entry.getValue();
      if (lease.ending() != Lease.Ending.STOP
          && !fold.state().trial(lease.trial()).status().ended()) {
        fold.emit(
            new StudyEvent.SessionCut(
                lease.trial(),
                lease.fence(),
                Lease.Ending.STOP,
                new Reason.Ending(StudyEnd.STOP_REQUESTED)));
      }
    }
    return ACCEPTED;
  }

  private static Reply end(Fold fold, StudyCommand.EndTrial command) {
    int number = command.trial();
    Reply none = noSuchTrial(fold.state(), number);
    if (none != null) {
      return none;
    }
    TrialStatus status = fold.state().trial(number).status();
    if (status.ended()) {
      return status == TrialStatus.STOPPED
          ? ACCEPTED
          : new Reply.Refused(
              "trial (%d) has ended: %s."
                  .formatted(number, status.name().toLowerCase(Locale.ROOT)));
    }
    Lease lease = fold.state().lease(number);
    if (lease == null || command.atOnce()) {
      fold.emit(new StudyEvent.TrialStopped(number, new Reason.EndedByHand()));
      return ACCEPTED;
    }
    if (!fold.state().byHand().ending().contains(number)) {
      fold.emit(new StudyEvent.TrialEndAsked(number));
    }
    if (lease.ending() == Lease.Ending.NONE) {
      fold.emit(new StudyEvent.PauseOrdered(number, lease.fence(), new Reason.EndedByHand()));
    }
    return ACCEPTED;
  }

  /** Why a number is no trial's; null if it is. */
  static Reply.@Nullable Refused noSuchTrial(StudyState state, int number) {
    int trials = state.progress().trials().size();
    if (number >= 0 && number < trials) {
      return null;
    }
    return new Reply.Refused(
        trials == 0
            ? "trial (%d) must be one of the study's, which has none yet.".formatted(number)
            : "trial (%d) must be one of the study's, 0 to %d.".formatted(number, trials - 1));
  }

  /** New configurations come from a part of the space; what was proposed before is dropped. */
  private static Reply narrow(Fold fold, StudyCommand.NarrowSpace command) {
    StudyState state = fold.state();
    SearchSpace space = state.spec().space();
    String name = command.parameter();
    Narrowing to = command.to();
    Optional<String> problem = space.narrowingProblem(name, to);
    if (problem.isPresent()) {
      return new Reply.Refused(problem.get());
    }
    if (Objects.equals(state.byHand().narrowed().get(name), to)) {
      return ACCEPTED;
    }
    if (space.catalogue().isPresent()
        || state.spec().suggestion().rule() instanceof GridSuggestion) {
      return new Reply.Refused(
          "suggest (%s) must draw configurations for the space to be narrowed.\nMaybe submit another study, with fewer values."
              .formatted(state.spec().suggestion().name()));
    }
    if (state.search().exhausted()) {
      return noneBegins();
    }
    Map<String, Narrowing> after = state.byHand().narrow(name, to).narrowed();
    if (new RandomSuggestion().suggest(space.within(after), state.spec().seed(), 0).isEmpty()) {
      return new Reply.Refused(
          "%s (%s) must leave configurations that meet the constraints, and none was found."
              .formatted(name, to == null ? "all values" : to.text()));
    }
    fold.emit(new StudyEvent.SpaceNarrowed(name, to));
    return ACCEPTED;
  }

  /** Ends the trials that were to end, and have left their slots. */
  static void endWhoLeft(Fold fold) {
    for (int number : fold.state().byHand().ending()) {
      if (fold.state().lease(number) == null && !fold.state().trial(number).status().ended()) {
        fold.emit(new StudyEvent.TrialStopped(number, new Reason.EndedByHand()));
      }
    }
  }

  private static Reply add(Fold fold, Map<String, Object> values) {
    StudyState state = fold.state();
    SearchSpace space = state.spec().space();
    Configuration configuration;
    try {
      configuration = space.configuration(values);
    } catch (IllegalArgumentException wrong) {
      return new Reply.Refused(String.valueOf(wrong.getMessage()));
    }
    int waiting = state.byHand().added().size();
    Reply none = noPlace(state, waiting);
    if (none != null) {
      return none;
    }
    if (waiting >= ByHand.ADDED_MAX) {
      return new Reply.Refused(
          "%d configurations wait already, which is as many as may.".formatted(waiting));
    }
    if (space.catalogue().isPresent()) {
      Catalogue.Index catalogue = space.catalogue().get();
      OptionalInt row = catalogue.row(configuration);
      if (row.isEmpty() || !state.isFree(row.getAsInt())) {
        return new Reply.Refused(
            "the configuration (%s) must be a row of the study's table that was not tried yet."
                .formatted(configuration));
      }
    }
    fold.emit(new StudyEvent.ConfigurationAdded(configuration));
    return ACCEPTED;
  }

  /** Why one more configuration would not be tried; null if it will be, as things stand. */
  private static Reply.@Nullable Refused noPlace(StudyState state, int waiting) {
    Reply.Refused none = noTrialLeft(state, waiting);
    if (none != null) {
      return none;
    }
    if (state.search().exhausted()) {
      return noneBegins();
    }
    if (Dispatch.places(state) <= waiting) {
      return new Reply.Refused(
          "the scheduler (%s) has no place for another trial.\nMaybe submit another study, with tryFirst, or more sweeps."
              .formatted(state.spec().scheduler().name()));
    }
    return Timing.fitsNew(state) ? null : noTimeLeft();
  }

  /** Why a study may begin no other trial, when some wait already; null if it may. */
  static Reply.@Nullable Refused noTrialLeft(StudyState state, int waiting) {
    Integer limit = state.budget().trials();
    if (limit != null && state.trialsSpent() + Confirming.trialsKept(state) + waiting >= limit) {
      return new Reply.Refused(
          "the study may not begin another trial.\nMaybe extend its budget of trials first.");
    }
    return Confirming.closes(state) ? noneBegins() : null;
  }

  private static Reply.Refused noneBegins() {
    return new Reply.Refused(
        "the search is over, and begins no more trials.\n"
            + "Maybe submit another study, with tryFirst.");
  }

  static Reply.Refused noTimeLeft() {
    return new Reply.Refused(
        "no time is left for another trial.\nMaybe extend the study's budget first.");
  }

  /**
   * In a guided study, of the sessions that wait for advice one makes room for what was added, or
   * forked.
   */
  static void makeWay(Fold fold, List<Lease> idle) {
    StudyState state = fold.state();
    boolean anyLeaving = false;
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      anyLeaving |= entry.getValue().ending() != Lease.Ending.NONE;
    }
    boolean waits =
        Forks.anyWaits(state)
            || (!state.byHand().added().isEmpty()
                && Dispatch.promised(state, trial -> false).isPresent());
    if (waits && !anyLeaving && !idle.isEmpty()) {
      Lease lease = idle.getFirst();
      fold.emit(
          new StudyEvent.PauseOrdered(lease.trial(), lease.fence(), new Reason.MakesWayByHand()));
    }
  }
}
