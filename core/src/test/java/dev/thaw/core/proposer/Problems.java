package dev.thaw.core.proposer;

import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.IntegerValue;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.RealValue;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.Value;

/** Functions of configurations that are as quick as their minima are known. */
final class Problems {

  /** What a small network has: rates, sizes, a choice, and a parameter of one of the choices. */
  static final SearchSpace MIXED =
      SearchSpace.of(
          RealParameter.log("rate", 1e-5, 1),
          RealParameter.linear("decay", 0, 1),
          IntegerParameter.linear("layers", 1, 8),
          IntegerParameter.log("units", 8, 512),
          CategoricalParameter.of("optimizer", "sgd", "adam", "rmsprop"),
          RealParameter.linear("momentum", 0, 1).when("optimizer", "sgd"));

  /** Four reals. */
  static final SearchSpace SMOOTH =
      SearchSpace.of(
          RealParameter.linear("a", 0, 1),
          RealParameter.linear("b", 0, 1),
          RealParameter.linear("c", 0, 1),
          RealParameter.linear("d", 0, 1));

  private Problems() {}

  /** A bowl in each parameter, with its minimum of 0 away from the defaults. */
  static double mixed(Configuration one) {
    double score = square((Math.log10(number(one, "rate")) + 3.2) / 5);
    score += square(number(one, "decay") - 0.8);
    score += square((number(one, "layers") - 6) / 8);
    score += square(Math.log(number(one, "units") / 300) / Math.log(64));
    return score
        + switch (one.get("optimizer").orElseThrow().toString()) {
          case "sgd" -> 0.3 * square(number(one, "momentum") - 0.9);
          case "adam" -> 0.15;
          default -> 0.3;
        };
  }

  /** A convex bowl with its minimum of 0 at 0.7, 0.2, 0.6, 0.35. */
  static double smooth(Configuration one) {
    double[] x = SMOOTH.encode(one);
    return square(x[0] - 0.7)
        + 2 * square(x[1] - 0.2)
        + 3 * square(x[2] - 0.6)
        + square(x[3] - 0.35)
        + 0.5 * square(x[0] + x[1] - 0.9);
  }

  /** Three numbers n and two choices c. */
  static double ofNumber(Configuration one) {
    return number(one, "n") + one.get("c").orElseThrow().toString().length();
  }

  static double number(Configuration one, String name) {
    Value value = one.get(name).orElseThrow();
    return value instanceof RealValue(double x) ? x : ((IntegerValue) value).value();
  }

  private static double square(double x) {
    return x * x;
  }
}
