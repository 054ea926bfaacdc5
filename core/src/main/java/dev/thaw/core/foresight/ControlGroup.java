package dev.thaw.core.foresight;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.BracketPlan;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Families;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The trials whose configurations were drawn at random, ranked among themselves alone.
 *
 * <p>Ranks are fair among configurations that nobody chose. Those that a model chose look alike: if
 * it prefers what falls to a plateau at once, whatever falls later ranks below them all. Knows what
 * was drawn since the adviser was made: a study that was resumed draws a new group once it needs
 * one.
 */
final class ControlGroup {

  private final Set<Configuration> drawn = new HashSet<>();

  void add(Configuration configuration) {
    drawn.add(configuration);
  }

  /**
   * The best of the group that may be promoted now, from the highest rung that has one.
   *
   * @param plan the rungs that the group climbs
   * @param available whether a trial stands still and may go on
   */
  Optional<Position> bestPromotable(
      StudyState state, BracketPlan plan, Predicate<Trial> available) {
    List<Trial> members = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      if (drawn.contains(trial.configuration())
          && Families.maximum(state, trial) == plan.ladder().epochs().getLast()) {
        members.add(trial);
      }
    }
    return climbed(state, plan, members, available).bestPromotable(!state.mayCreate());
  }

  /** A bracket in which the members stand where their epochs have brought them. */
  private static Bracket climbed(
      StudyState state, BracketPlan plan, List<Trial> members, Predicate<Trial> available) {
    Bracket bracket = Bracket.open(0, plan);
    for (Trial trial : members) {
      for (int rung = 0; rung <= bracket.top() && reached(state, trial, bracket, rung); rung++) {
        double value = trial.curve().value(epochs(state, trial, bracket, rung));
        Standing standing = new Standing(state.score(value), trial.number());
        bracket = bracket.arrive(rung, standing);
        if (rung < bracket.top()
            && (reached(state, trial, bracket, rung + 1) || !available.test(trial))) {
          bracket = bracket.promote(rung, standing);
        }
      }
    }
    return bracket;
  }

  private static boolean reached(StudyState state, Trial trial, Bracket bracket, int rung) {
    return Reach.hasReached(state, trial, bracket.rungs().get(rung).epochs());
  }

  /** The epoch with which a trial stood in a rung that it reached. */
  private static int epochs(StudyState state, Trial trial, Bracket bracket, int rung) {
    int level = bracket.rungs().get(rung).epochs();
    return state.spec().fidelity().isInSeconds()
        ? Reach.epochWithin(trial.effort(), level).orElse(trial.epochs())
        : level;
  }
}
