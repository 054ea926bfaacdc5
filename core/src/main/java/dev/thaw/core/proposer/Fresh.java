package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Catalogue;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.suggest.RandomSuggestion;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Configurations that meet the constraints and were not tried before. */
final class Fresh {
  private static final int RANDOM_ATTEMPTS = 100;

  private final SearchSpace space;
  private final Set<Configuration> tried = new HashSet<>();

  Fresh(Knowledge known) {
    space = known.space();
    for (Observed one : known.observed()) {
      tried.add(one.configuration());
    }
    tried.addAll(known.pending());
  }

  /**
   * The configuration at a point of the unit cube, or the free one nearest to it where there is a
   * catalogue; empty if it was tried or does not meet the constraints.
   */
  Optional<Configuration> at(double[] point) {
    if (space.catalogue().isEmpty()) {
      return Optional.of(space.decode(point)).filter(this::isFree);
    }
    Catalogue.Index rows = space.catalogue().get();
    return rows.nearest(point, free(rows)).stream().mapToObj(rows::configuration).findFirst();
  }

  private IntPredicate free(Catalogue.Index rows) {
    return row -> isFree(rows.configuration(row));
  }

  private boolean isFree(Configuration configuration) {
    return !tried.contains(configuration) && space.admits(configuration);
  }

  /** The first of the points that is free, and if none is one at random. */
  Optional<Proposal> first(
      String measure, int attempts, IntFunction<double[]> points, Draws draws) {
    for (int attempt = 0; attempt < attempts; attempt++) {
      Optional<Configuration> found = at(points.apply(attempt));
      if (found.isPresent()) {
        return found.map(configuration -> new Proposal(configuration, measure, 0));
      }
    }
    return random(draws);
  }

  /** A configuration at random; empty if 100 draws were all tried before. */
  Optional<Proposal> random(Draws draws) {
    long seed = draws.split("random", 0).bits(0);
    RandomSuggestion uniform = new RandomSuggestion();
    IntPredicate free = space.catalogue().map(this::free).orElse(_ -> true);
    for (int attempt = 0; attempt < RANDOM_ATTEMPTS; attempt++) {
      Optional<Configuration> found = uniform.suggestFree(space, seed, attempt, free);
      if (found.isEmpty() || isFree(found.get())) {
        return found.map(configuration -> new Proposal(configuration, "random", 0));
      }
    }
    return Optional.empty();
  }
}
