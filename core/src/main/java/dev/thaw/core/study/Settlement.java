package dev.thaw.core.study;

import dev.thaw.core.bracket.Rung;
import dev.thaw.core.persistent.PersistentVector;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Whether the hyperparameters that are not held back by a stage are settled at a level of the
 * fidelity: whether the trials that reached it last agree on them.
 *
 * <p>A hyperparameter whose values have an order is as wide as the band that holds the middle eight
 * tenths of these trials, stretched to hold the value of the best trial so far, as a share of its
 * scale. Any other is as wide as the share of the trials that do not have the value of the best
 * one. The same is asked of the whole training time by {@code insight.Settling}.
 */
final class Settlement {

  /** So many trials say what the search does. */
  static final int TRIALS = 12;

  /** What is narrower than a third of its scale is settled. */
  static final double NARROW = 1.0 / 3;

  private static final double TAIL = 0.1;

  private Settlement() {}

  /**
   * How wide the widest of the hyperparameters still is, from 0 to 1; empty while fewer than {@link
   * #TRIALS} trials reached the level. Where the best trial does not have a hyperparameter, or half
   * of the others do not, nothing is said of it; 0 if nothing is said of any.
   */
  static OptionalDouble width(StudyState state, int level) {
    List<Configuration> newest = newest(state, level);
    Progress.Best best = state.progress().best();
    if (newest.size() < TRIALS || best == null) {
      return OptionalDouble.empty();
    }
    Configuration winner = state.trial(best.trial()).configuration();
    StudySpec.Growth growth = state.spec().fidelity().growth();
    Set<String> held = growth == null ? Set.of() : growth.stages().keySet();
    SearchSpace space = state.spec().space();
    double widest = 0;
    for (int i = 0; i < space.dimension(); i++) {
      if (!held.contains(space.coordinate(i).name())) {
        widest = Math.max(widest, width(space, i, newest, winner));
      }
    }
    return OptionalDouble.of(widest);
  }

  /** Those that were created last of the trials that reached a level and that somebody chose. */
  private static List<Configuration> newest(StudyState state, int level) {
    PersistentVector<Trial> trials = state.progress().trials();
    List<Configuration> newest = new ArrayList<>();
    for (int i = trials.size() - 1; i >= 0 && newest.size() < TRIALS; i--) {
      Trial trial = trials.get(i);
      boolean chosen = !state.isOfTheBaseline(trial.bracket()) && !state.confirms(i);
      if (chosen && hasReached(state, trial, level)) {
        newest.add(trial.configuration());
      }
    }
    return newest;
  }

  private static boolean hasReached(StudyState state, Trial trial, int level) {
    List<Rung> rungs = state.bracket(trial.bracket()).rungs();
    return trial.rung() > 0 && rungs.get(trial.rung() - 1).epochs() >= level;
  }

  private static double width(
      SearchSpace space, int coordinate, List<Configuration> trials, Configuration winner) {
    Parameter parameter = space.coordinate(coordinate);
    Value best = winner.get(parameter.name()).orElse(null);
    List<Configuration> active =
        trials.stream().filter(c -> c.get(parameter.name()).isPresent()).toList();
    if (best == null || 2 * active.size() <= trials.size()) {
      return 0;
    }
    if (parameter instanceof CategoricalParameter) {
      long others =
          active.stream().filter(c -> !c.get(parameter.name()).equals(Optional.of(best))).count();
      return (double) others / active.size();
    }
    List<Double> places = new ArrayList<>();
    active.forEach(c -> places.add(space.encode(c)[coordinate]));
    Collections.sort(places);
    int tail = (int) (TAIL * places.size());
    double own = space.encode(winner)[coordinate];
    return Math.max(own, places.get(places.size() - 1 - tail)) - Math.min(own, places.get(tail));
  }
}
