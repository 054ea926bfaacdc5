package dev.thaw.core.space;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition on several parameters that every configuration must meet, such as {@code width *
 * depth <= 1024} or {@code optimizer == 'sgd' or learning_rate < 0.1}.
 *
 * <p>The language, from the loosest to the tightest binding: {@code or}; {@code and}; {@code not};
 * one comparison {@code < <= > >= == !=}; {@code + -}; {@code * /}; unary minus; parentheses,
 * numbers, {@code 'texts'} in single or double quotes, {@code true}, {@code false}, and names of
 * parameters. A name with other characters than letters, digits, underscores and dots is written in
 * backquotes. Order is defined for numbers only. A division by zero makes comparisons follow IEEE
 * 754, so that comparing with not-a-number is false except for {@code !=}.
 *
 * <p>A constraint that mentions an inactive parameter holds. It is stored as its text, which {@link
 * #parse} reads again.
 */
public final class Constraint {
  private final String text;
  private final Expression expression;
  private final Set<String> references;

  private Constraint(String text, Expression expression) {
    this.text = text;
    this.expression = expression;
    this.references = expression.references();
  }

  /**
   * Reads a constraint.
   *
   * @throws IllegalArgumentException if the text is none; the message gives the text, the position
   *     counted from 1, and what was expected there
   */
  public static Constraint parse(String text) {
    Objects.requireNonNull(text, "text");
    return new Constraint(text, new ExpressionParser("constraint", text).parse());
  }

  /** Returns the text as it was written. */
  public String text() {
    return text;
  }

  /** Returns the syntax tree. */
  public Expression expression() {
    return expression;
  }

  /** Returns the names of the parameters that are mentioned, in order of first mention. */
  public Set<String> references() {
    return references;
  }

  /**
   * Returns whether the constraint holds; it does if it mentions a parameter that has no value.
   *
   * @throws IllegalArgumentException if it compares or calculates with values of the wrong kind,
   *     which a {@link SearchSpace} excludes
   */
  public boolean holds(Configuration configuration) {
    for (String name : references) {
      if (configuration.get(name).isEmpty()) {
        return true;
      }
    }
    return Evaluation.truth(expression, configuration);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Constraint that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
