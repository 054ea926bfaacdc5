package dev.thaw.core.space;

import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes search spaces with all kinds of parameters and nested conditions, from a seed. */
public final class RandomSpaces {
  private final Draws draws;
  private int next;

  private RandomSpaces(long seed) {
    draws = Draws.of(seed, "random space", 0);
  }

  /** Returns a valid space with 1 to 12 parameters and no constraints. */
  public static SearchSpace of(long seed) {
    return new RandomSpaces(seed).space();
  }

  /** Returns a uniform point of the unit cube of a space. */
  public static double[] point(SearchSpace space, long seed, long number) {
    Draws draws = Draws.of(seed, "random point", number);
    double[] point = new double[space.dimension()];
    for (int i = 0; i < point.length; i++) {
      point[i] = draws.uniform(i);
    }
    return point;
  }

  private SearchSpace space() {
    List<Parameter> parameters = new ArrayList<>();
    int size = 1 + below(12);
    for (int i = 0; i < size; i++) {
      Parameter parameter = parameter("p" + i);
      parameters.add(i > 0 && below(2) == 0 ? conditional(parameter, parameters) : parameter);
    }
    List<Parameter> all = new ArrayList<>(below(2) == 0 ? parameters.reversed() : parameters);
    derived(parameters).ifPresent(all::add);
    return new SearchSpace(all, List.of());
  }

  /** Twice some number, in one of three spaces that have one. */
  private Optional<Parameter> derived(List<Parameter> parameters) {
    boolean wanted = below(3) == 0;
    return parameters.stream()
        .filter(p -> p instanceof RealParameter || p instanceof IntegerParameter)
        .filter(_ -> wanted)
        .map(p -> (Parameter) DerivedParameter.of("twice", "2 * " + p.name()))
        .findFirst();
  }

  private Parameter parameter(String name) {
    return switch (below(8)) {
      case 0 -> {
        double min = (uniform() - 0.5) * Math.pow(10, below(12) - 4);
        yield RealParameter.linear(name, min, min + uniform() * Math.pow(10, below(12) - 6));
      }
      case 1 -> {
        double min = uniform() * Math.pow(10, -below(12)) + 1e-300;
        yield RealParameter.log(name, min, min * (1.1 + uniform() * Math.pow(10, below(9))));
      }
      case 2 -> RealParameter.logit(name, uniform() * 1e-4 + 1e-9, 1 - uniform() * 1e-7 - 1e-12);
      case 3 -> {
        double step = Math.round(1 + uniform() * 99) / 100.0;
        double min = Math.round(uniform() * 1000) / 100.0;
        yield RealParameter.linear(name, min, min + step * (1 + below(300))).withStep(step);
      }
      case 4 ->
          IntegerParameter.linear(name, below(100) - 50, 100 + below(1000)).withStep(1 + below(9));
      case 5 -> IntegerParameter.log(name, 1 + below(20), 100L << below(30)).withStep(1 + below(9));
      case 6 -> CategoricalParameter.of(name, "a", 1, true, 2.5);
      default ->
          below(2) == 0 ? OrdinalParameter.of(name, 8, 16, 32) : ConstantParameter.of(name, 7);
    };
  }

  private Parameter conditional(Parameter parameter, List<Parameter> earlier) {
    Parameter parent = earlier.get(below(earlier.size()));
    Axis axis = Axis.of(parent);
    List<Value> choices = axis.grid(4);
    Object[] values = choices.subList(0, Math.max(1, choices.size() / 2)).toArray();
    return switch (parameter) {
      case RealParameter p -> p.when(parent.name(), values);
      case IntegerParameter p -> p.when(parent.name(), values);
      case CategoricalParameter p -> p.when(parent.name(), values);
      case OrdinalParameter p -> p.when(parent.name(), values);
      case ConstantParameter p -> p.when(parent.name(), values);
      case DerivedParameter p -> p;
    };
  }

  private int below(int bound) {
    return draws.below(bound, next++);
  }

  private double uniform() {
    return draws.uniform(next++);
  }
}
