package dev.thaw.benchmarks.dimensions;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A made-up error with its least value, 0, at a place that a seed draws evenly, and 1 far from it.
 * Only the first parameters matter, by the distance z from that place: {@code 1 - exp(-z^2 / (2 x
 * 0.15^2))}.
 *
 * @param dimension how many parameters there are, {@code x0}, {@code x1} ...
 * @param mattering how many of them matter, 1 to {@code dimension}: the effective dimension
 * @param seed where the least error lies
 */
record Valley(int dimension, int mattering, long seed) {

  private static final double WIDTH = 0.15;

  Valley {
    if (mattering < 1 || mattering > dimension) {
      throw new IllegalArgumentException(
          "mattering (%d) must be from 1 to dimension (%d).".formatted(mattering, dimension));
    }
  }

  /** All parameters from 0 to 1. */
  SearchSpace space() {
    return space(0);
  }

  /**
   * The same without the margins, so that a grid, whose points reach from end to end, stands in the
   * middles of cells: k values for each parameter need a margin of 1 / (2 k).
   */
  SearchSpace space(double margin) {
    List<Parameter> all = new ArrayList<>();
    for (int j = 0; j < dimension; j++) {
      all.add(RealParameter.linear("x" + j, margin, 1 - margin));
    }
    return new SearchSpace(all, List.of());
  }

  /** Where the error is least, from 0 to 1. */
  double optimum(int parameter) {
    return Draws.of(seed, "valley", parameter).uniform(0);
  }

  /** The error of a configuration of any of its spaces, from 0 to 1. */
  double error(Configuration configuration) {
    double squares = 0;
    for (int j = 0; j < mattering; j++) {
      double z = coordinate(configuration, j) - optimum(j);
      squares += z * z;
    }
    return error(squares);
  }

  /** The error where the first parameter alone matters, and is x. */
  double section(double x) {
    double z = x - optimum(0);
    return error(z * z);
  }

  private static double error(double squares) {
    return 1 - Math.exp(-squares / (2 * WIDTH * WIDTH));
  }

  static double coordinate(Configuration configuration, int parameter) {
    Value value = configuration.get("x" + parameter).orElseThrow();
    return ((Number) value.toObject()).doubleValue();
  }
}
