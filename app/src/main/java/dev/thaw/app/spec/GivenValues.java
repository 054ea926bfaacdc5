package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
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
