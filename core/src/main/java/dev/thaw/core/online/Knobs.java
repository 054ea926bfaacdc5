package dev.thaw.core.online;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The parameters of a trial that may change between its epochs: reals without a step. */
public final class Knobs {
  private final List<RealParameter> parameters;
  private final SearchSpace space;

  private Knobs(List<RealParameter> parameters) {
    this.parameters = parameters;
    space = new SearchSpace(parameters, List.of());
  }

  /**
   * Returns knobs for some parameters; their conditions do not count.
   *
   * @throws IllegalArgumentException if there is none, or one has a step
   */
  public static Knobs of(List<RealParameter> parameters) {
    if (parameters.isEmpty() || parameters.stream().anyMatch(p -> p.step().isPresent())) {
      throw new IllegalArgumentException(
          "parameters (%s) must be one or more reals without a step.".formatted(parameters));
    }
    return new Knobs(parameters.stream().map(Knobs::unconditional).toList());
  }

  /** Returns the same knobs from their ranges. */
  public static Knobs from(List<Knob> knobs) {
    return of(knobs.stream().map(Knobs::parameter).toList());
  }

  private static RealParameter parameter(Knob knob) {
    return new RealParameter(
        knob.name(),
        knob.min(),
        knob.max(),
        knob.scale(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static RealParameter unconditional(RealParameter p) {
    return parameter(new Knob(p.name(), p.min(), p.max(), p.scale()));
  }

  /** Returns how many there are, one or more. */
  public int count() {
    return parameters.size();
  }

  /** Returns their names, in their order. */
  public List<String> names() {
    return parameters.stream().map(RealParameter::name).toList();
  }

  /** Returns a value moved into its parameter's bounds; NaN becomes the lower one. */
  public double clamp(String name, double value) {
    RealParameter parameter =
        parameters.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    return Double.isNaN(value)
        ? parameter.min()
        : Math.clamp(value, parameter.min(), parameter.max());
  }

  /** Returns the values at a point of the unit cube. */
  public Map<String, Double> at(double[] unit) {
    Configuration configuration = space.decode(unit);
    var values = new LinkedHashMap<String, Double>();
    for (String name : names()) {
      values.put(name, number(configuration.get(name).orElseThrow()));
    }
    return values;
  }

  /** Returns the point of the unit cube where values lie, moved into their bounds. */
  public double[] place(Map<String, Double> values) {
    var inside = new LinkedHashMap<String, Double>();
    names().forEach(name -> inside.put(name, clamp(name, values.getOrDefault(name, Double.NaN))));
    return space.encode(space.configuration(inside));
  }

  private static double number(Value value) {
    return ((Number) value.toObject()).doubleValue();
  }
}
