package dev.thaw.core.space;

import java.util.Objects;
import java.util.Optional;

/**
 * A number that follows from other parameters, such as {@code steps / 10} or {@code learning_rate *
 * batch_size / 256}. It takes part in configurations and constraints, but has no coordinate and is
 * no condition of others.
 *
 * <p>It is written in the language of a {@link Constraint}, and may mention derived parameters that
 * are declared before it. It is inactive where one that it mentions is. A configuration for which
 * it is not finite is not admitted.
 *
 * @param name the name
 * @param formula the text of the formula
 * @param whole whether it is rounded to a whole number, ties to even; otherwise it has eleven
 *     significant digits
 * @param when the condition
 */
public record DerivedParameter(String name, String formula, boolean whole, Optional<When> when)
    implements Parameter {

  private static final int DIGITS = 11;

  public DerivedParameter {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(formula, "formula");
    Objects.requireNonNull(when, "when");
  }

  /** Returns an unconditional parameter that may be any number. */
  public static DerivedParameter of(String name, String formula) {
    return new DerivedParameter(name, formula, false, Optional.empty());
  }

  /** Returns this parameter rounded to whole numbers. */
  public DerivedParameter rounded() {
    return new DerivedParameter(name, formula, true, when);
  }

  /**
   * Returns the syntax tree of the formula.
   *
   * @throws IllegalArgumentException if it cannot be read, as {@link Constraint#parse}
   */
  public Expression expression() {
    return new ExpressionParser("formula", formula).parse();
  }

  /** Returns whether the formula can be read. */
  public boolean isReadable() {
    try {
      expression();
      return true;
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }

  /** Returns the value that a number becomes; empty if it is not finite, or too large for whole. */
  Optional<Value> value(double number) {
    if (!Double.isFinite(number) || (whole && Math.abs(number) > 0x1.0p53)) {
      return Optional.empty();
    }
    if (whole) {
      return Optional.of(new IntegerValue((long) Math.rint(number)));
    }
    double rounded =
        number == 0 ? 0 : Math.signum(number) * Rounding.toDigits(Math.abs(number), DIGITS);
    return Optional.of(new RealValue(rounded));
  }

  @Override
  public Optional<Value> defaultValue() {
    return Optional.empty();
  }
}
