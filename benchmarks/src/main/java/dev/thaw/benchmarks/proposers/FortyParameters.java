package dev.thaw.benchmarks.proposers;

import dev.thaw.core.space.Configuration;

/**
 * A made-up error of a network of seven blocks with six hyperparameters each, 42 together, seven of
 * them conditional. Nothing is trained, and five matter.
 *
 * <p>With z the distance of a coordinate of the unit cube from its optimum: {@code 0.1 + 1.0 z^2}
 * of {@code rate0} (optimum 0.35), {@code + 0.8 z^2} of {@code width1} (0.7), {@code + 0.6 z^2} of
 * {@code dropout2} (0.25), {@code + 0.2} if {@code kind3} is not {@code b}, the second of three,
 * {@code + 0.4 z^2} of {@code momentum3} (0.8) if it is, and 0.002 z^2 of each other number, whose
 * optimum is 0.1, 0.2 ... 0.9 by turns. The least is 0.1, up to the rounding of whole numbers.
 */
final class FortyParameters {

  static final double LEAST = 0.1;

  private static final int BLOCKS = 7;
  private static final double WRONG_CHOICE = 0.2;
  private static final double REST = 0.002;

  private static final String BLOCK =
      """
        rate%1$d: {type: real, min: 1e-5, max: 1, scale: log%2$s}
        width%1$d: {type: integer, min: 16, max: 1024, scale: log}
        dropout%1$d: {type: real, min: 0, max: 0.8%3$s}
        decay%1$d: {type: real, min: 1e-6, max: 1e-1, scale: log}
        kind%1$d: {type: categorical, values: [a, b, c]}
        momentum%1$d: {type: real, min: 0, max: 0.99, when: {kind%1$d: [b]}}
      """;

  private FortyParameters() {}

  /**
   * The parameters as in a study file.
   *
   * @param priors whether every rate is believed to be near 1e-3, and every dropout near 0.3, which
   *     is 0.05 and 0.125 of their ranges from the optimum of those that matter
   */
  static String parameters(boolean priors) {
    String rate = priors ? ", prior: {around: 1e-3, spread: 10x}" : "";
    String dropout = priors ? ", prior: {around: 0.3, spread: 0.15}" : "";
    var text = new StringBuilder("parameters:\n");
    for (int block = 0; block < BLOCKS; block++) {
      text.append(BLOCK.formatted(block, rate, dropout));
    }
    return text.toString();
  }

  /** The error of a configuration, at least 0.1. */
  static double error(Configuration configuration) {
    double error = LEAST;
    for (int block = 0; block < BLOCKS; block++) {
      boolean conditional = kind(configuration, block).equals("b");
      error += away(log(configuration, "rate" + block, 1e-5, 1), 0, block, 1.0, 0.35);
      error += away(log(configuration, "width" + block, 16, 1024), 1, block, 0.8, 0.7);
      error += away(number(configuration, "dropout" + block) / 0.8, 2, block, 0.6, 0.25);
      error += away(log(configuration, "decay" + block, 1e-6, 1e-1), -1, block, 0, 0);
      if (conditional) {
        error += away(number(configuration, "momentum" + block) / 0.99, 3, block, 0.4, 0.8);
      } else if (block == 3) {
        error += WRONG_CHOICE;
      }
    }
    return error;
  }

  private static double away(double unit, int matters, int block, double weight, double optimum) {
    boolean counts = matters == block;
    double elsewhere = 0.1 * (1 + (5 * block + 3 * (matters + 1)) % 9);
    double z = unit - (counts ? optimum : elsewhere);
    return (counts ? weight : REST) * z * z;
  }

  private static String kind(Configuration configuration, int block) {
    return configuration.get("kind" + block).orElseThrow().toString();
  }

  private static double log(Configuration configuration, String name, double min, double max) {
    return Math.log(number(configuration, name) / min) / Math.log(max / min);
  }

  private static double number(Configuration configuration, String name) {
    return ((Number) configuration.get(name).orElseThrow().toObject()).doubleValue();
  }
}
