package dev.thaw.core.space;

import dev.thaw.core.space.Expression.And;
import dev.thaw.core.space.Expression.Arithmetic;
import dev.thaw.core.space.Expression.ArithmeticOperator;
import dev.thaw.core.space.Expression.Comparison;
import dev.thaw.core.space.Expression.ComparisonOperator;
import dev.thaw.core.space.Expression.Literal;
import dev.thaw.core.space.Expression.Negative;
import dev.thaw.core.space.Expression.Not;
import dev.thaw.core.space.Expression.Or;
import dev.thaw.core.space.Expression.Reference;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A recursive-descent parser of the language of {@link Constraint}, a method for each level. */
final class ExpressionParser {
  private static final int MAX_LENGTH = 2_000;
  private static final int MAX_DEPTH = 100;
  private static final String OPERAND =
      "a parameter, a number, a text in quotes, true, false, 'not', '-' or '('";

  private final String noun;
  private final String text;
  private final List<Token> tokens;
  private int next;
  private int depth;

  /**
   * @param noun what the text is, for messages
   */
  ExpressionParser(String noun, String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "%s (%s...) must have at most %d characters but has %d.%s"
              .formatted(
                  noun,
                  text.substring(0, 40),
                  MAX_LENGTH,
                  text.length(),
                  noun.equals("constraint") ? "\nMaybe split it at 'and'." : ""));
    }
    this.noun = noun;
    this.text = text;
    this.tokens = Token.of(noun, text);
  }

  Expression parse() {
    Expression expression = or();
    if (token().kind() != Token.Kind.END) {
      throw unreadable(noun, text, token().position(), "an operator or the end");
    }
    return expression;
  }

  private Expression or() {
    Expression left = and();
    while (accept("or")) {
      left = new Or(left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (accept("and")) {
      left = new And(left, not());
    }
    return left;
  }

  private Expression not() {
    return accept("not") ? nested(() -> new Not(not())) : comparison();
  }

  private Expression comparison() {
    Expression left = sum();
    Optional<ComparisonOperator> operator =
        Stream.of(ComparisonOperator.values()).filter(o -> accept(o.symbol())).findFirst();
    return operator.isPresent() ? new Comparison(operator.get(), left, sum()) : left;
  }

  private Expression sum() {
    Expression left = product();
    while (true) {
      if (accept("+")) {
        left = new Arithmetic(ArithmeticOperator.ADD, left, product());
      } else if (accept("-")) {
        left = new Arithmetic(ArithmeticOperator.SUBTRACT, left, product());
      } else {
        return left;
      }
    }
  }

  private Expression product() {
    Expression left = unary();
    while (true) {
      if (accept("*")) {
        left = new Arithmetic(ArithmeticOperator.MULTIPLY, left, unary());
      } else if (accept("/")) {
        left = new Arithmetic(ArithmeticOperator.DIVIDE, left, unary());
      } else {
        return left;
      }
    }
  }

  private Expression unary() {
    return accept("-") ? nested(() -> new Negative(unary())) : operand();
  }

  private Expression operand() {
    Token token = token();
    next++;
    return switch (token.kind()) {
      case NUMBER -> new Literal(number(token));
      case TEXT -> new Literal(new TextValue(token.text()));
      case NAME, QUOTED_NAME -> new Reference(token.text());
      case SYMBOL -> symbol(token);
      case END -> throw unreadable(noun, text, token.position(), OPERAND);
    };
  }

  private Expression symbol(Token token) {
    return switch (token.text()) {
      case "true", "false" -> new Literal(FlagValue.of(token.is("true")));
      case "(" -> nested(this::parenthesised);
      default -> throw unreadable(noun, text, token.position(), OPERAND);
    };
  }

  private Expression parenthesised() {
    Expression inner = or();
    if (!accept(")")) {
      throw unreadable(noun, text, token().position(), "an operator or ')'");
    }
    return inner;
  }

  private Value number(Token token) {
    double number = Double.parseDouble(token.text());
    if (Double.isInfinite(number)) {
      throw unreadable(noun, text, token.position(), "a number below 1.8e308");
    }
    return new RealValue(number);
  }

  private Expression nested(Supplier<Expression> inner) {
    if (++depth > MAX_DEPTH) {
      throw unreadable(noun, text, token().position(), "at most %d levels".formatted(MAX_DEPTH));
    }
    Expression expression = inner.get();
    depth--;
    return expression;
  }

  private boolean accept(String symbol) {
    boolean accepted = token().is(symbol);
    next += accepted ? 1 : 0;
    return accepted;
  }

  private Token token() {
    return tokens.get(next);
  }

  static IllegalArgumentException unreadable(
      String noun, String text, int position, String expected) {
    String found = position < text.length() ? rest(text, position) : "the end";
    return new IllegalArgumentException(
        "%s (%s) cannot be read at character %d: expected %s, found %s.%s"
            .formatted(noun, text, position + 1, expected, found, hint(text, position)));
  }

  private static String rest(String text, int position) {
    int end = Math.min(text.length(), position + 12);
    return "'" + text.substring(position, end) + (end < text.length() ? "...'" : "'");
  }

  private static String hint(String text, int position) {
    String rest = text.substring(Math.min(position, text.length()));
    if (rest.startsWith("&&") || rest.startsWith("||") || rest.startsWith("!")) {
      return "\nMaybe write 'and', 'or' and 'not'.";
    }
    if (rest.startsWith("=")) {
      return "\nMaybe write '=='.";
    }
    if (rest.startsWith("<") || rest.startsWith(">")) {
      return "\nMaybe join two comparisons by 'and'.";
    }
    if (rest.startsWith("'") || rest.startsWith("\"") || rest.startsWith("`")) {
      return "\nMaybe a quote is missing.";
    }
    return "";
  }
}
