package dev.thaw.core.space;

import dev.thaw.core.space.Expression.And;
import dev.thaw.core.space.Expression.Arithmetic;
import dev.thaw.core.space.Expression.Comparison;
import dev.thaw.core.space.Expression.Literal;
import dev.thaw.core.space.Expression.Negative;
import dev.thaw.core.space.Expression.Not;
import dev.thaw.core.space.Expression.Or;
import dev.thaw.core.space.Expression.Reference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Checks that a constraint mentions known parameters, and values of the right kinds. */
final class ConstraintCheck {
  private enum Kind {
    NUMBER("a number"),
    TEXT("a text"),
    FLAG("a boolean"),
    /** A choice between values of different kinds; can only be tested for equality. */
    MIXED("a mix of kinds");

    private final String phrase;

    Kind(String phrase) {
      this.phrase = phrase;
    }
  }

  private final Map<String, Parameter> parameters;
  private final Map<String, Axis> axes;
  private final Problems problems;

  ConstraintCheck(Map<String, Parameter> parameters, Map<String, Axis> axes, Problems problems) {
    this.parameters = parameters;
    this.axes = axes;
    this.problems = problems;
  }

  /** Checks kinds only if all names are known and valid, because nothing is certain otherwise. */
  void check(Constraint constraint) {
    for (String name : constraint.references()) {
      if (!parameters.containsKey(name)) {
        problems.add(
            "",
            "constraint (%s) must mention parameters of the search space, but %s is none.%s",
            constraint,
            name,
            Names.maybe(name, parameters.keySet()));
      }
    }
    if (constraint.references().isEmpty()) {
      problems.add("", "constraint (%s) must mention a parameter.", constraint);
    } else if (axes.keySet().containsAll(constraint.references())) {
      require(Kind.FLAG, constraint.expression());
    }
  }

  /** Checks the formula of a derived parameter; it may mention what is declared before it. */
  void check(DerivedParameter derived, Collection<String> before) {
    Expression formula;
    try {
      formula = derived.expression();
    } catch (IllegalArgumentException unreadable) {
      problems.add("", "%s", String.valueOf(unreadable.getMessage()));
      return;
    }
    for (String name : formula.references()) {
      boolean known = parameters.containsKey(name);
      if (!known) {
        problems.add(
            "",
            "formula (%s) must mention parameters of the search space, but %s is none.%s",
            derived.formula(),
            name,
            Names.maybe(name, parameters.keySet()));
      } else if (parameters.get(name) instanceof DerivedParameter && !before.contains(name)) {
        problems.add(
            "",
            "formula (%s) must mention only derived parameters that are declared before %s, and %s"
                + " is not.",
            derived.formula(),
            derived.name(),
            name);
      }
    }
    if (formula.references().isEmpty()) {
      problems.add(
          "",
          "formula (%s) must mention a parameter.\nMaybe make it a constant.",
          derived.formula());
    } else if (axes.keySet().containsAll(formula.references())) {
      require(Kind.NUMBER, formula);
    }
  }

  private void require(Kind kind, Expression expression) {
    Kind found = kind(expression);
    if (found != kind) {
      problems.add(
          "",
          "%s is %s where %s is needed.%s",
          describe(expression),
          found.phrase,
          kind.phrase,
          kind == Kind.FLAG ? "\nMaybe compare it by <, <=, ==, !=, >= or >." : "");
    }
  }

  private Kind kind(Expression expression) {
    return switch (expression) {
      case Literal(Value value) -> kind(value);
      case Reference(String name) -> kind(Objects.requireNonNull(parameters.get(name)));
      case Negative(Expression operand) -> both(Kind.NUMBER, operand, operand, Kind.NUMBER);
      case Arithmetic(_, Expression left, Expression right) ->
          both(Kind.NUMBER, left, right, Kind.NUMBER);
      case Not(Expression operand) -> both(Kind.FLAG, operand, operand, Kind.FLAG);
      case And(Expression left, Expression right) -> both(Kind.FLAG, left, right, Kind.FLAG);
      case Or(Expression left, Expression right) -> both(Kind.FLAG, left, right, Kind.FLAG);
      case Comparison comparison -> comparison(comparison);
    };
  }

  private Kind both(Kind needed, Expression left, Expression right, Kind result) {
    require(needed, left);
    if (left != right) {
      require(needed, right);
    }
    return result;
  }

  private Kind comparison(Comparison comparison) {
    if (comparison.operator().isOrder()) {
      return both(Kind.NUMBER, comparison.left(), comparison.right(), Kind.FLAG);
    }
    Kind left = kind(comparison.left());
    Kind right = kind(comparison.right());
    if (left != right && left != Kind.MIXED && right != Kind.MIXED) {
      problems.add(
          "",
          "%s is %s and can never equal %s, which is %s.",
          describe(comparison.left()),
          left.phrase,
          describe(comparison.right()),
          right.phrase);
    } else {
      possible(comparison.left(), comparison.right());
      possible(comparison.right(), comparison.left());
    }
    return Kind.FLAG;
  }

  /** Finds misspelt choices. */
  private void possible(Expression left, Expression right) {
    if (left instanceof Reference(String name)
        && right instanceof Literal(Value value)
        && axes.get(name) instanceof ChoiceAxis axis
        && axis.read(value) == null) {
      problems.add("", "%s can never equal %s; it must be %s.", name, value, axis.expectation());
    }
  }

  private static Kind kind(Parameter parameter) {
    return switch (parameter) {
      case RealParameter _, IntegerParameter _ -> Kind.NUMBER;
      case CategoricalParameter p -> kind(p.values());
      case OrdinalParameter p -> kind(p.values());
      case ConstantParameter p -> kind(p.value());
      case DerivedParameter _ -> Kind.NUMBER;
    };
  }

  private static Kind kind(List<Value> values) {
    Stream<Kind> kinds = values.stream().map(ConstraintCheck::kind).distinct();
    return kinds.reduce((_, _) -> Kind.MIXED).orElseThrow();
  }

  private static Kind kind(Value value) {
    return switch (value) {
      case RealValue _, IntegerValue _ -> Kind.NUMBER;
      case TextValue _ -> Kind.TEXT;
      case FlagValue _ -> Kind.FLAG;
    };
  }

  private static String describe(Expression expression) {
    return switch (expression) {
      case Reference(String name) -> name;
      case Literal(Value value) -> value.toString();
      case Negative _, Arithmetic _ -> "the calculation";
      case Comparison _ -> "the comparison";
      case Not _ -> "the part after 'not'";
      case And _ -> "the part with 'and'";
      case Or _ -> "the part with 'or'";
    };
  }
}
