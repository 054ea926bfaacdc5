package dev.thaw.core.proposer;

import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.ConstantParameter;
import dev.thaw.core.space.DerivedParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.OrdinalParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.stream.IntStream;

/**
 * Random steps from a point of the unit cube of a space: what has no order becomes any other of its
 * choices, all else moves by a normal deviate that is cut off at the cube and reaches at least the
 * neighbouring value.
 */
final class Moves {
  private static final int ATTEMPTS = 10;

  /** For each coordinate, how many choices it has; 0 where it has an order. */
  private final int[] choices;

  /** For each coordinate, the distance of neighbouring values; 0 where they are dense. */
  private final double[] bins;

  Moves(SearchSpace space) {
    int dimension = space.dimension();
    choices = IntStream.range(0, dimension).map(i -> choices(space.coordinate(i))).toArray();
    bins =
        IntStream.range(0, dimension).mapToDouble(i -> 1.0 / values(space.coordinate(i))).toArray();
  }

  private static int choices(Parameter parameter) {
    return parameter instanceof CategoricalParameter categorical ? categorical.values().size() : 0;
  }

  private static double values(Parameter parameter) {
    return switch (parameter) {
      case RealParameter real ->
          real.step().isPresent()
              ? 1 + Math.floor((real.max() - real.min()) / real.step().getAsDouble())
              : Double.POSITIVE_INFINITY;
      case IntegerParameter whole ->
          1 + Math.floor(((double) whole.max() - whole.min()) / whole.step());
      case CategoricalParameter categorical -> categorical.values().size();
      case OrdinalParameter ordinal -> ordinal.values().size();
      case ConstantParameter _, DerivedParameter _ -> 1;
    };
  }

  /**
   * A point that differs from another in at least one coordinate, unless there is none.
   *
   * @param probability with which each coordinate is changed; if none is, one at random
   * @param radius the standard deviation of a change, in edges of the cube
   */
  double[] from(double[] point, double probability, double radius, Rolls rolls) {
    double[] moved = point.clone();
    if (point.length == 0) {
      return moved;
    }
    boolean hasMoved = false;
    for (int i = 0; i < point.length; i++) {
      if (rolls.uniform() < probability) {
        moved[i] = moved(i, point[i], radius, rolls);
        hasMoved = true;
      }
    }
    if (!hasMoved) {
      int only = rolls.below(point.length);
      moved[only] = moved(only, point[only], radius, rolls);
    }
    return moved;
  }

  private double moved(int coordinate, double from, double radius, Rolls rolls) {
    int count = choices[coordinate];
    if (count > 0) {
      int chosen = Math.min(count - 1, (int) (from * count));
      return ((chosen + 1 + rolls.below(count - 1)) % count + 0.5) / count;
    }
    double deviation = Math.max(radius, bins[coordinate]);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double to = from + deviation * rolls.normal();
      if (to >= 0 && to <= 1) {
        return to;
      }
    }
    return from;
  }
}
