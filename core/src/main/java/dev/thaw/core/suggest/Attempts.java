package dev.thaw.core.suggest;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import java.util.Optional;
import java.util.function.IntFunction;

/** Rejection sampling with a last resort. */
final class Attempts {
  static final int MAX_ATTEMPTS = 1_000;

  private Attempts() {}

  static void checkIndex(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("index (%d) must be at least 0.".formatted(index));
    }
  }

  /**
   * Returns the first point that the constraints admit, or else the defaults if they do. Points are
   * cumulative probabilities of the priors, where there are some.
   */
  static Optional<Configuration> firstAdmitted(SearchSpace space, IntFunction<double[]> points) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Configuration configuration = space.decode(space.likely(points.apply(attempt)));
      if (space.admits(configuration)) {
        return Optional.of(configuration);
      }
    }
    return Optional.of(space.defaults()).filter(space::admits);
  }

  /** Returns a uniform point; attempts draw from disjoint ranges of indices. */
  static double[] uniform(SearchSpace space, Draws draws, int attempt) {
    double[] point = new double[space.dimension()];
    for (int i = 0; i < point.length; i++) {
      point[i] = draws.uniform(attempt * point.length + i);
    }
    return point;
  }
}
