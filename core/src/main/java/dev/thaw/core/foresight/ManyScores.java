package dev.thaw.core.foresight;

import dev.thaw.core.pareto.Chebyshev;
import dev.thaw.core.pareto.Order;
import dev.thaw.core.pareto.Outcome;
import dev.thaw.core.proposer.Observed;
import dev.thaw.core.proposer.Proposers;
import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Makes one score of several for proposers, most of which know one. Those that only compare trials
 * are told their places by {@link Order} among all of a level, and so is the one that models each
 * score for itself. Those that model one score are told the Chebyshev scores of ParEGO (Knowles
 * 2006), with weights that are drawn anew for each proposal; what breaks a limit is worse than
 * everything that does not, the more so the more it does.
 */
final class ManyScores {

  /** The proposers that make no model of the one score. */
  private static final Set<String> COMPARING =
      Set.of("tpe", "cma-es", "differential-evolution", Proposers.HYPERVOLUME);

  private ManyScores() {}

  /**
   * What trials showed, in one score, with all of them beside it.
   *
   * @param proposer who is told
   * @param observed what they showed, with any scores
   * @param outcomes for each of them all scores, of any kind for what could not be trained, which
   *     has NaN for a score and keeps it
   * @param draws the randomness of the proposal
   */
  static List<Observed> of(
      String proposer, List<Observed> observed, List<Outcome> outcomes, Draws draws) {
    TreeMap<Integer, List<Integer>> levels = new TreeMap<>();
    for (int i = 0; i < observed.size(); i++) {
      if (!Double.isNaN(observed.get(i).score())) {
        levels.computeIfAbsent(observed.get(i).level(), level -> new ArrayList<>()).add(i);
      }
    }
    List<Observed> scored = new ArrayList<>(observed);
    levels
        .values()
        .forEach(
            level -> {
              List<Outcome> here = level.stream().map(outcomes::get).toList();
              double[] scores =
                  COMPARING.contains(proposer)
                      ? IntStream.of(Order.places(here)).asDoubleStream().toArray()
                      : scores(here, draws);
              for (int i = 0; i < scores.length; i++) {
                int index = level.get(i);
                scored.set(index, observed.get(index).scored(scores[i], outcomes.get(index)));
              }
            });
    return scored;
  }

  /** One score for each outcome of a level. */
  private static double[] scores(List<Outcome> outcomes, Draws draws) {
    double[] weights = Chebyshev.weights(outcomes.getFirst().scores().size(), draws);
    double[][] points = outcomes.stream().map(Outcome::point).toArray(double[][]::new);
    double[] scores = Chebyshev.scores(points, weights);
    double worst =
        IntStream.range(0, scores.length)
            .filter(i -> outcomes.get(i).feasible())
            .mapToDouble(i -> scores[i])
            .max()
            .orElse(0);
    double range = worst - Arrays.stream(scores).min().orElse(0);
    for (int i = 0; i < scores.length; i++) {
      double violation = outcomes.get(i).violation();
      if (violation > 0) { // Bounded, so that one that is far beyond does not hide all else.
        scores[i] = worst + (range > 0 ? range : 1) * violation / (1 + violation);
      }
    }
    return scores;
  }
}
