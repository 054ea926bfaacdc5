package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.core.space.Narrowing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of parameters as they are given on a command line: {@code learning_rate=0.01}. */
public final class GivenValues {

  private GivenValues() {}

  /**
   * Reads assignments; a value is a number, a text, true or false, written as in a study.
   *
   * @return values by name, in their order
   * @throws IllegalArgumentException if one has no name or no such value, or comes twice
   */
  public static Map<String, Object> read(List<String> assignments) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      String name = assignment.substring(0, Math.max(0, equals)).strip();
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            "%s must be a parameter, = and a value.\nMaybe learning_rate=0.01."
                .formatted(assignment));
      }
      if (values.put(name, value(assignment, assignment.substring(equals + 1))) != null) {
        throw new IllegalArgumentException("%s is given twice.".formatted(name));
      }
    }
    return values;
  }

  /**
   * Reads what a parameter is narrowed to: {@code learning_rate=0.001..0.01}, or the values that
   * are left, {@code optimizer=sgd,adam}.
   *
   * @return the parameter, and to what
   * @throws IllegalArgumentException if there is no name, or neither of both
   */
  public static Map.Entry<String, Narrowing> narrowing(String assignment) {
    int equals = assignment.indexOf('=');
    String name = assignment.substring(0, Math.max(0, equals)).strip();
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "%s must be a parameter, = and its bounds or values.\nMaybe learning_rate=0.001..0.01."
              .formatted(assignment));
    }
    String text = assignment.substring(equals + 1);
    int dots = text.indexOf("..");
    if (dots >= 0) {
      Object min = value(assignment, text.substring(0, dots));
      Object max = value(assignment, text.substring(dots + 2));
      if (!(min instanceof Number from && max instanceof Number to)) {
        throw new IllegalArgumentException(
            "%s must have two numbers as its bounds.\nMaybe %s=0.001..0.01."
                .formatted(assignment, name));
      }
      return Map.entry(name, Narrowing.between(from.doubleValue(), to.doubleValue()));
    }
    List<Object> values = new ArrayList<>();
    for (String value : text.split(",", -1)) {
      values.add(value(assignment, value));
    }
    return Map.entry(name, Narrowing.to(values));
  }

  private static Object value(String assignment, String text) {
    var findings = new Findings();
    JsonNode value = YamlTree.read(text, findings).root();
    if (findings.isEmpty() && value.isValueNode() && !value.isNull() && !value.isMissingNode()) {
      if (value.isTextual()) {
        return value.textValue();
      }
      if (value.isBoolean()) {
        return value.booleanValue();
      }
      if (value.isIntegralNumber() && value.canConvertToLong()) {
        return value.longValue();
      }
      if (value.isNumber() && Double.isFinite(value.doubleValue())) {
        return value.doubleValue();
      }
    }
    throw new IllegalArgumentException(
        "%s must have a value: a number, a text, true or false.".formatted(assignment));
  }
}
