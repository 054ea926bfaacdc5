package dev.thaw.core.space;

import java.util.List;
import java.util.Map;

/** Checks the conditions of all parameters together. */
final class WhenCheck {
  private final Map<String, Parameter> parameters;
  private final Map<String, Axis> axes;

  /**
   * @param axes the axes of those parameters that have one
   */
  WhenCheck(Map<String, Parameter> parameters, Map<String, Axis> axes) {
    this.parameters = parameters;
    this.axes = axes;
  }

  void check(Parameter parameter, Problems problems) {
    if (parameter.when().isEmpty()) {
      return;
    }
    When when = parameter.when().get();
    if (when.parameter().equals(parameter.name())) {
      problems.add("when", "when (%s) must name another parameter.", when.parameter());
    } else if (!parameters.containsKey(when.parameter())) {
      problems.add(
          "when",
          "when (%s) must name a parameter of the search space.%s",
          when.parameter(),
          Names.maybe(when.parameter(), parameters.keySet()));
    } else if (parameters.get(when.parameter()) instanceof DerivedParameter) {
      problems.add(
          "when",
          "when (%s) must name a parameter that is chosen, not one that follows from others.",
          when.parameter());
    } else {
      checkValues(when, problems);
      checkCycle(parameter, problems);
    }
  }

  private void checkValues(When when, Problems problems) {
    if (when.values().isEmpty()) {
      problems.add("when", "when (%s) must list at least one value of it.", when.parameter());
    }
    Axis axis = axes.get(when.parameter());
    for (Value value : when.values()) {
      if (axis != null && axis.read(value) == null) {
        problems.add(
            "when." + when.parameter(),
            "when lists %s, which %s cannot be; it must be %s.",
            value,
            when.parameter(),
            axis.expectation());
      }
    }
  }

  /** Reports a cycle once, at the member that was declared first. */
  private void checkCycle(Parameter start, Problems problems) {
    List<String> declared = List.copyOf(parameters.keySet());
    StringBuilder path = new StringBuilder(start.name());
    Parameter at = start;
    for (int steps = 0; steps < declared.size(); steps++) {
      at = at.when().map(when -> parameters.get(when.parameter())).orElse(null);
      if (at == null || declared.indexOf(at.name()) < declared.indexOf(start.name())) {
        return;
      }
      path.append(" -> ").append(at.name());
      if (at.name().equals(start.name())) {
        problems.add(
            "when",
            "when (%s) must not lead back to the parameter itself.\n"
                + "Maybe remove one of these conditions.",
            path);
        return;
      }
    }
  }
}
