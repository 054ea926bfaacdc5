package dev.thaw.core.study;

import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.space.Configuration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Forks by hand: a trial goes on from the newest checkpoint of another one with other values, as a
 * trial of its own. It is owed its way to the maximal fidelity, in a bracket of its own, and the
 * epochs before the checkpoint are the first of its curve. What it begins from is kept until it has
 * a checkpoint itself.
 */
final class Forks {

  private Forks() {}

  /** Begins a fork, or says why there can be none. */
  static Reply begin(Fold fold, StudyCommand.ForkTrial command) {
    StudyState state = fold.state();
    Reply refused = wrongStudy(state.spec());
    if (refused == null) {
      refused = Commands.noSuchTrial(state, command.trial());
    }
    if (refused != null) {
      return refused;
    }
    Trial parent = state.trial(command.trial());
    CheckpointRef from = origin(state, parent);
    int level = state.spec().fidelity().max();
    if (from == null) {
      return new Reply.Refused(
          "trial (%d) must have a checkpoint of its own that some node can read.\nMaybe wait for its first one."
              .formatted(parent.number()));
    }
    if (from.epoch() >= level) {
      return new Reply.Refused(
          "trial (%d) must have epochs left to train, and its checkpoint is of epoch %d of %d.\nMaybe add the configuration instead, to train it from the start."
              .formatted(parent.number(), from.epoch(), level));
    }
    Configuration configuration;
    try {
      configuration = state.spec().space().changed(parent.configuration(), command.values());
    } catch (IllegalArgumentException wrong) {
      return new Reply.Refused(String.valueOf(wrong.getMessage()));
    }
    if (configuration.equals(parent.configuration())) {
      return new Reply.Refused(
          "values (%s) must differ from those of trial %d."
              .formatted(command.values(), parent.number()));
    }
    Reply none = noBudget(state);
    if (none != null) {
      return none;
    }
    begin(fold, parent.number(), from, configuration, level);
    return new Reply.Accepted();
  }

  private static Reply.@Nullable Refused wrongStudy(StudySpec spec) {
    String why =
        Generations.matter(spec)
            ? "forks its trials itself"
            : Races.matter(spec)
                ? "compares trials fold by fold"
                : Families.matter(spec) ? "trains its best again for each maximum" : null;
    if (why != null) {
      return new Reply.Refused(
          "the scheduler (%s) must be one whose trials can be forked, and it %s."
              .formatted(spec.scheduler().name(), why));
    }
    if (spec.fidelity().isInSeconds()) {
      return new Reply.Refused(
          "the fidelity must be epochs for forks, and trials of this study are granted seconds.");
    }
    return spec.space().catalogue().isPresent()
        ? new Reply.Refused("trials of a study of a table cannot be forked.")
        : null;
  }

  private static Reply.@Nullable Refused noBudget(StudyState state) {
    Reply.Refused none = Commands.noTrialLeft(state, 0);
    return none != null || Timing.fitsNew(state) ? none : Commands.noTimeLeft();
  }

  /** The newest checkpoint that a trial wrote, and that some node can read. */
  private static @Nullable CheckpointRef origin(StudyState state, Trial parent) {
    CheckpointRef newest = parent.latest();
    return newest != null
            && newest.owner() == null
            && state.stored().bytes().containsKey(Stored.Name.of(parent.number(), newest))
            && Placement.isReachable(state, parent.number())
        ? newest
        : null;
  }

  private static void begin(
      Fold fold, int parent, CheckpointRef from, Configuration configuration, int level) {
    int bracket = fold.state().search().brackets().size();
    int trial = fold.state().progress().trials().size();
    fold.emit(new StudyEvent.BracketOpened(bracket, BracketPlan.single(level)));
    fold.emit(new StudyEvent.ForkAsked(trial));
    fold.emit(
        new StudyEvent.TrialCreated(trial, configuration, bracket, new Lineage(parent, from)));
    fold.emit(new StudyEvent.ResumeOwed(trial, level, Reason.Interruption.FORKED));
  }

  /** Whether one of them waits for a slot. */
  static boolean anyWaits(StudyState state) {
    return state.byHand().forks().stream()
        .anyMatch(trial -> state.search().owed().containsKey(trial) && state.lease(trial) == null);
  }

  /** The checkpoints of a trial that forks go on from which have none of their own yet. */
  static List<CheckpointRef> origins(StudyState state, int parent) {
    return state.byHand().forks().stream()
        .map(state::trial)
        .filter(fork -> lineage(fork).parent() == parent && hasNothingElse(fork))
        .map(fork -> lineage(fork).checkpoint())
        .toList();
  }

  private static boolean hasNothingElse(Trial fork) {
    return !fork.status().ended() && lineage(fork).origin().equals(fork.latest());
  }

  private static Lineage lineage(Trial fork) {
    return Objects.requireNonNull(fork.lineage());
  }

  /** Gives up what only forks needed that do not need it any more. */
  static void release(Fold fold) {
    for (int fork : fold.state().byHand().forks()) {
      Trial trial = fold.state().trial(fork);
      if (!hasNothingElse(trial)) {
        Eviction.release(fold, lineage(trial).parent());
      }
    }
  }
}
