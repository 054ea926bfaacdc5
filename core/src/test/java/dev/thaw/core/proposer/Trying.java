package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** Tries what a proposer proposes, in this process. */
final class Trying {

  private Trying() {}

  /** All that was tried with so many workers, which finish in the order in which they began. */
  static List<Observed> tries(
      Proposer proposer,
      SearchSpace space,
      ToDoubleFunction<Configuration> function,
      int trials,
      int workers,
      long seed) {
    List<Observed> observed = new ArrayList<>();
    List<Configuration> pending = new ArrayList<>();
    for (int trial = 0; trial < trials; trial++) {
      Knowledge known = new Knowledge(space, observed, pending, trial, trials, seed);
      Optional<Proposal> proposal = proposer.propose(known, Draws.of(seed, "trying", trial));
      if (proposal.isEmpty()) {
        break;
      }
      pending.add(proposal.get().configuration());
      if (pending.size() >= workers) {
        finishFirst(observed, pending, function);
      }
    }
    while (!pending.isEmpty()) {
      finishFirst(observed, pending, function);
    }
    return observed;
  }

  private static void finishFirst(
      List<Observed> observed,
      List<Configuration> pending,
      ToDoubleFunction<Configuration> function) {
    Configuration first = pending.removeFirst();
    observed.add(
        new Observed(observed.size(), first, 1, function.applyAsDouble(first), Double.NaN));
  }

  /** The best score. */
  static double best(List<Observed> observed) {
    return observed.stream()
        .mapToDouble(Observed::score)
        .filter(score -> !Double.isNaN(score))
        .min()
        .orElseThrow();
  }

  /** The median over the seeds 1 to 10 of the best score of so many trials, by one worker. */
  static double medianBest(
      Proposer proposer, SearchSpace space, ToDoubleFunction<Configuration> function, int trials) {
    double[] bests =
        LongStream.rangeClosed(1, 10)
            .mapToDouble(seed -> best(tries(proposer, space, function, trials, 1, seed)))
            .sorted()
            .toArray();
    return (bests[4] + bests[5]) / 2;
  }

  /** Proposes at random. */
  static Proposer random() {
    return (known, draws) -> new Untried(known).drawnProposal(draws);
  }

  /** The first observations of random configurations, scored by the function. */
  static List<Observed> observed(
      SearchSpace space, ToDoubleFunction<Configuration> function, int trials, long seed) {
    return tries(random(), space, function, trials, 1, seed);
  }

  /** Distances of configurations, to compare lists by eye. */
  static List<Configuration> configurations(List<Observed> observed) {
    return observed.stream().map(Observed::configuration).toList();
  }

  /** A point of the unit cube as a configuration. */
  static Configuration at(SearchSpace space, double... point) {
    return space.decode(Arrays.copyOf(point, point.length));
  }
}
