package dev.thaw.core.space;

import dev.thaw.core.space.Expression.And;
import dev.thaw.core.space.Expression.Arithmetic;
import dev.thaw.core.space.Expression.Comparison;
import dev.thaw.core.space.Expression.ComparisonOperator;
import dev.thaw.core.space.Expression.Literal;
import dev.thaw.core.space.Expression.Negative;
import dev.thaw.core.space.Expression.Not;
import dev.thaw.core.space.Expression.Or;
import dev.thaw.core.space.Expression.Reference;

/**
 * Evaluates expressions whose kinds {@link SpaceCheck} has accepted and whose names have values.
 */
final class Evaluation {
  private Evaluation() {}

  static boolean truth(Expression expression, Configuration configuration) {
    return switch (expression) {
      case Or(Expression left, Expression right) ->
          truth(left, configuration) || truth(right, configuration);
      case And(Expression left, Expression right) ->
          truth(left, configuration) && truth(right, configuration);
      case Not(Expression operand) -> !truth(operand, configuration);
      case Comparison comparison -> compare(comparison, configuration);
      case Literal _, Reference _ -> flag(value(expression, configuration));
      case Negative _, Arithmetic _ -> throw wrongKind("a boolean", expression);
    };
  }

  private static boolean compare(Comparison comparison, Configuration configuration) {
    ComparisonOperator operator = comparison.operator();
    boolean leftNumber = isNumber(comparison.left(), configuration);
    boolean rightNumber = isNumber(comparison.right(), configuration);
    if (!operator.isOrder() && !(leftNumber && rightNumber)) {
      boolean equal =
          leftNumber == rightNumber
              && value(comparison.left(), configuration)
                  .equals(value(comparison.right(), configuration));
      return equal == (operator == ComparisonOperator.EQUAL);
    }
    double left = number(comparison.left(), configuration);
    double right = number(comparison.right(), configuration);
    return switch (operator) {
      case LESS -> left < right;
      case AT_MOST -> left <= right;
      case GREATER -> left > right;
      case AT_LEAST -> left >= right;
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
    };
  }

  private static boolean isNumber(Expression expression, Configuration configuration) {
    return switch (expression) {
      case Negative _, Arithmetic _ -> true;
      case Literal _, Reference _ ->
          switch (value(expression, configuration)) {
            case RealValue _, IntegerValue _ -> true;
            case TextValue _, FlagValue _ -> false;
          };
      case Comparison _, Not _, And _, Or _ -> false;
    };
  }

  static double number(Expression expression, Configuration configuration) {
    return switch (expression) {
      case Negative(Expression operand) -> -number(operand, configuration);
      case Arithmetic arithmetic -> calculate(arithmetic, configuration);
      case Literal _, Reference _ ->
          switch (value(expression, configuration)) {
            case RealValue real -> real.value();
            case IntegerValue integer -> integer.value();
            case TextValue _, FlagValue _ -> throw wrongKind("a number", expression);
          };
      case Comparison _, Not _, And _, Or _ -> throw wrongKind("a number", expression);
    };
  }

  private static double calculate(Arithmetic arithmetic, Configuration configuration) {
    double left = number(arithmetic.left(), configuration);
    double right = number(arithmetic.right(), configuration);
    return switch (arithmetic.operator()) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
    };
  }

  private static Value value(Expression expression, Configuration configuration) {
    return switch (expression) {
      case Literal(Value value) -> value;
      case Reference(String name) ->
          configuration.get(name).orElseThrow(() -> wrongKind("a value", expression));
      case Comparison _, Not _, And _, Or _ -> FlagValue.of(truth(expression, configuration));
      case Negative _, Arithmetic _ -> throw wrongKind("a text or a boolean", expression);
    };
  }

  private static boolean flag(Value value) {
    if (value instanceof FlagValue(boolean flag)) {
      return flag;
    }
    throw new IllegalArgumentException("value (%s) must be a boolean.".formatted(value));
  }

  private static IllegalArgumentException wrongKind(String kind, Expression expression) {
    return new IllegalArgumentException("expression (%s) must be %s.".formatted(expression, kind));
  }
}
