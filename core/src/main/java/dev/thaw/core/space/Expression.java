package dev.thaw.core.space;

import java.util.LinkedHashSet;
import java.util.Set;

/** The syntax tree of a {@link Constraint}. */
public sealed interface Expression {

  /** A number, text or boolean that is written out. */
  record Literal(Value value) implements Expression {}

  /** The value of a parameter. */
  record Reference(String name) implements Expression {}

  /** Minus a number. */
  record Negative(Expression operand) implements Expression {}

  /** A calculation with two numbers; division by zero follows IEEE 754. */
  record Arithmetic(ArithmeticOperator operator, Expression left, Expression right)
      implements Expression {}

  /** A comparison of two numbers, or for (in)equality of any two values. */
  record Comparison(ComparisonOperator operator, Expression left, Expression right)
      implements Expression {}

  /** The opposite of a boolean. */
  record Not(Expression operand) implements Expression {}

  /** True if both are. */
  record And(Expression left, Expression right) implements Expression {}

  /** True if one is. */
  record Or(Expression left, Expression right) implements Expression {}

  /** What an {@link Arithmetic} does. */
  enum ArithmeticOperator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/");

    private final String symbol;

    ArithmeticOperator(String symbol) {
      this.symbol = symbol;
    }

    /** Returns how it is written. */
    public String symbol() {
      return symbol;
    }
  }

  /** What a {@link Comparison} asks. */
  enum ComparisonOperator {
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">="),
    EQUAL("=="),
    NOT_EQUAL("!=");

    private final String symbol;

    ComparisonOperator(String symbol) {
      this.symbol = symbol;
    }

    /** Returns how it is written. */
    public String symbol() {
      return symbol;
    }

    /** Returns whether it compares by order, which only numbers have. */
    public boolean isOrder() {
      return this != EQUAL && this != NOT_EQUAL;
    }
  }

  /** Returns the names of the parameters that are mentioned, in order of first mention. */
  default Set<String> references() {
    Set<String> names = new LinkedHashSet<>();
    collect(this, names);
    return names;
  }

  private static void collect(Expression expression, Set<String> names) {
    switch (expression) {
      case Literal _ -> {}
      case Reference(String name) -> names.add(name);
      case Negative(Expression operand) -> collect(operand, names);
      case Not(Expression operand) -> collect(operand, names);
      case Arithmetic(_, Expression left, Expression right) -> collect(left, right, names);
      case Comparison(_, Expression left, Expression right) -> collect(left, right, names);
      case And(Expression left, Expression right) -> collect(left, right, names);
      case Or(Expression left, Expression right) -> collect(left, right, names);
    }
  }

  private static void collect(Expression left, Expression right, Set<String> names) {
    collect(left, names);
    collect(right, names);
  }
}
