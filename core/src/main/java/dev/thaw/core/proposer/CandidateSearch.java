package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A search for the candidate that is worth most: half of the effort on points that fill the space
 * and on points around the best results, the other half on steps from the best of these that become
 * shorter with each round.
 *
 * @param effort how many candidates to value, at least 20, fewer where few are free
 */
record CandidateSearch(int effort) {
  private static final int CENTRES = 5;
  private static final int ROUNDS = 5;
  private static final double[] RADII = {0.2, 0.05, 0.01};
  private static final double FIRST_STEP = 0.1;
  private static final double STEP_SHRINKAGE = 0.5;

  /** What candidates are worth. */
  @FunctionalInterface
  interface Worth {

    /** For each candidate what it is worth: the more the better, NaN counts as nothing. */
    double[] of(List<Candidate> candidates);
  }

  /** A candidate and what it is worth. */
  record Valued(Candidate candidate, double worth) {}

  /** The candidate that is worth most, the first of equal ones; empty if nothing is free. */
  Optional<Valued> best(Untried untried, Results results, Worth worth, Draws draws) {
    List<Candidate> pool = untried.spread(draws.split("spread", 0), effort / 4);
    var moves = new Moves(untried.space());
    pool.addAll(aroundResults(untried, moves, results, new Rolls(draws.split("near", 0))));
    if (pool.isEmpty()) {
      untried.random(draws.split("any", 0)).ifPresent(pool::add);
    }
    List<Valued> peaks = best(valued(pool, worth));
    for (int round = 0; round < ROUNDS && !peaks.isEmpty(); round++) {
      peaks = climbed(untried, moves, peaks, worth, round, draws.split("climb", round));
    }
    return peaks.stream().findFirst();
  }

  private List<Candidate> aroundResults(
      Untried untried, Moves moves, Results results, Rolls rolls) {
    List<Candidate> found = new ArrayList<>();
    int[] ranked = results.ranked();
    int centres = Math.min(CENTRES, ranked.length);
    for (int i = 0; i < effort / 4 && centres > 0; i++) {
      double[] centre = results.points()[ranked[i % centres]];
      double radius = RADII[i / centres % RADII.length];
      untried.at(moves.from(centre, change(centre), radius, rolls)).ifPresent(found::add);
    }
    return found;
  }

  /** Two coordinates change on average. */
  private static double change(double[] point) {
    return Math.min(1, 2.0 / point.length);
  }

  private static List<Valued> valued(List<Candidate> candidates, Worth worth) {
    double[] worths = worth.of(candidates);
    List<Valued> valued = new ArrayList<>(worths.length);
    for (int i = 0; i < worths.length; i++) {
      double known = Double.isNaN(worths[i]) ? Double.NEGATIVE_INFINITY : worths[i];
      valued.add(new Valued(candidates.get(i), known));
    }
    return valued;
  }

  private static List<Valued> best(List<Valued> all) {
    return all.stream()
        .sorted((a, b) -> Double.compare(b.worth(), a.worth()))
        .limit(CENTRES)
        .toList();
  }

  private List<Valued> climbed(
      Untried untried, Moves moves, List<Valued> peaks, Worth worth, int round, Draws draws) {
    double radius = FIRST_STEP * Math.pow(STEP_SHRINKAGE, round);
    var rolls = new Rolls(draws);
    List<Candidate> steps = new ArrayList<>();
    for (int i = 0; i < effort / 2 / ROUNDS; i++) {
      // The best peak has every other step: it is the one that is going to win.
      double[] from = peaks.get(i % 2 == 0 ? 0 : i / 2 % peaks.size()).candidate().point();
      untried.at(moves.from(from, change(from), radius, rolls)).ifPresent(steps::add);
    }
    List<Valued> all = new ArrayList<>(peaks);
    all.addAll(valued(steps, worth));
    return best(all);
  }
}
