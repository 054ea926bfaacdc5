package dev.thaw.core.space;

import java.util.Objects;
import java.util.Optional;

/**
 * What somebody believes of a parameter before anything was tried: that its best value is normally
 * distributed on its scale, between its bounds, with nine tenths of the probability; one tenth is
 * spread evenly, so that a wrong belief delays a search and does not end it. Like a parameter it is
 * only a description until a {@link SearchSpace} has accepted it.
 *
 * @param parameter the name of a real or integer parameter
 * @param around the value that is most likely, within the bounds
 * @param spread one standard deviation: a difference above 0 on the linear scale, a factor above 1
 *     of the value on the logarithmic scale and of the odds on the logit scale
 * @param moving how {@code around} depends on another parameter; empty if it does not
 */
public record Prior(String parameter, double around, double spread, Optional<Moving> moving) {

  /**
   * A center that moves with another parameter: it is {@code around} where the other has the value
   * {@code at}, and elsewhere {@code around} times a power of the ratio, but within the bounds.
   *
   * @param parameter the name of a parameter with positive numbers as values, whose own prior, if
   *     it has one, does not move
   * @param at a positive value
   * @param rule the power
   */
  public record Moving(String parameter, double at, Rule rule) {
    public Moving {
      Objects.requireNonNull(parameter, "parameter");
      Objects.requireNonNull(rule, "rule");
    }
  }

  /** How a learning rate follows a batch size. */
  public enum Rule {
    /** In proportion (Goyal et al., "Accurate, large minibatch SGD", arXiv 1706.02677). */
    LINEAR(1),
    /** As the square root (Krizhevsky, "One weird trick", arXiv 1404.5997, section 5). */
    SQUARE_ROOT(0.5);

    private final double power;

    Rule(double power) {
      this.power = power;
    }

    double of(double ratio) {
      return StrictMath.pow(ratio, power);
    }
  }

  public Prior {
    Objects.requireNonNull(parameter, "parameter");
    Objects.requireNonNull(moving, "moving");
  }

  /** A prior that does not depend on another parameter. */
  public static Prior of(String parameter, double around, double spread) {
    return new Prior(parameter, around, spread, Optional.empty());
  }

  /** This prior with a center that moves with another parameter. */
  public Prior movingWith(String other, double at, Rule rule) {
    return new Prior(parameter, around, spread, Optional.of(new Moving(other, at, rule)));
  }
}
