package dev.thaw.benchmarks.proposers;

import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * A made-up error of a network with nineteen hyperparameters of all kinds: ten real, six whole,
 * three without an order. Nothing is trained.
 *
 * <p>With z the distance of a coordinate of the unit cube from its optimum, at (0.15 + 0.37 j) mod
 * 0.7 + 0.15 for coordinate j from 0, and its weight w = 2^(-j/3), so that about six matter, as is
 * usual: {@code 0.1 + sum w z^2 + 0.5 sum w z z' + 0.02 sum w (1 - cos 6 pi z)}, where z' belongs
 * to the next coordinate, and a ripple makes local minima. What has no order costs 0.3 w for each
 * choice but one. The least is 0.1, up to the rounding of whole numbers.
 */
final class NineteenParameters {

  static final SearchSpace SPACE = space();

  private static final double LEAST = 0.1;
  private static final double INTERACTION = 0.5;
  private static final double RIPPLE = 0.02;
  private static final double WRONG_CHOICE = 0.3;

  private NineteenParameters() {}

  private static SearchSpace space() {
    List<Parameter> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(RealParameter.log("rate" + i, 1e-5, 1));
      all.add(IntegerParameter.linear("layers" + i, 1, 8));
      all.add(RealParameter.linear("dropout" + i, 0, 0.8));
      all.add(CategoricalParameter.of("kind" + i, "a", "b", "c"));
      all.add(IntegerParameter.log("width" + i, 16, 1024));
      all.add(RealParameter.linear("momentum" + i, 0, 0.99));
    }
    all.add(RealParameter.log("decay", 1e-6, 1e-1));
    return new SearchSpace(all, List.of());
  }

  /** The error of a configuration, at least 0.1. */
  static double error(Configuration configuration) {
    double[] point = SPACE.encode(configuration);
    double error = LEAST;
    double last = 0;
    for (int j = 0; j < point.length; j++) {
      double weight = Math.pow(2, -j / 3.0);
      if (SPACE.coordinate(j) instanceof CategoricalParameter kind) {
        int choice = (int) (point[j] * kind.values().size());
        error += choice == j % 3 ? 0 : WRONG_CHOICE * weight;
      } else {
        double z = point[j] - ((0.15 + 0.37 * j) % 0.7 + 0.15);
        error += weight * (z * z + INTERACTION * z * last);
        error += weight * RIPPLE * (1 - Math.cos(6 * Math.PI * z));
        last = z;
      }
    }
    return error;
  }
}
