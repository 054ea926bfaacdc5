package dev.thaw.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.study.StudyCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of parameters: {@code {"values": {"learning_rate": 0.01}}}, and what a parameter is
 * narrowed to: {@code {"parameter": "learning_rate", "min": 0.001, "max": 0.01}}.
 */
final class ConfigurationReader {

  private ConfigurationReader() {}

  static StudyCommand.AddTrial added(byte[] json) {
    return new StudyCommand.AddTrial(
        values(json, "Maybe {\"values\": {}}, which takes all defaults."));
  }

  static StudyCommand.ForkTrial fork(int trial, byte[] json) {
    return new StudyCommand.ForkTrial(
        trial, values(json, "Maybe {\"values\": {\"learning_rate\": 0.01}}."));
  }

  private static Map<String, Object> values(byte[] json, String hint) {
    JsonNode values = tree(json).path("values");
    if (!values.isObject()) {
      throw new RefusedException(
          Refusal.BAD_INPUT, "values must be an object of parameters and their values.\n" + hint);
    }
    Map<String, Object> read = new LinkedHashMap<>();
    values.properties().forEach(e -> read.put(e.getKey(), value(e.getKey(), e.getValue())));
    return read;
  }

  /** What is neither bounds nor values is all values again. */
  static StudyCommand.NarrowSpace narrowed(byte[] json) {
    JsonNode tree = tree(json);
    JsonNode parameter = tree.path("parameter");
    if (!parameter.isTextual()) {
      throw new RefusedException(
          Refusal.BAD_INPUT,
          "parameter (%s) must be the name of a parameter.".formatted(parameter));
    }
    JsonNode values = tree.path("values");
    boolean bounds = tree.has("min") || tree.has("max");
    if (tree.has("values") ? bounds || !values.isArray() : bounds && !isNumbers(tree)) {
      throw new RefusedException(
          Refusal.BAD_INPUT,
          "a narrowing must have min and max, which are numbers, or values, which is a list.");
    }
    try {
      return new StudyCommand.NarrowSpace(parameter.textValue(), narrowing(tree, bounds));
    } catch (IllegalArgumentException wrong) {
      throw new RefusedException(Refusal.BAD_INPUT, String.valueOf(wrong.getMessage()));
    }
  }

  private static boolean isNumbers(JsonNode tree) {
    return tree.path("min").isNumber() && tree.path("max").isNumber();
  }

  private static @Nullable Narrowing narrowing(JsonNode tree, boolean bounds) {
    if (bounds) {
      return Narrowing.between(tree.get("min").doubleValue(), tree.get("max").doubleValue());
    }
    if (!tree.has("values")) {
      return null;
    }
    List<Object> values = new ArrayList<>();
    tree.get("values").forEach(value -> values.add(value("values", value)));
    return Narrowing.to(values);
  }

  private static Object value(String name, JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.canConvertToLong() && value.isIntegralNumber()) {
      return value.longValue();
    }
    if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      return value.doubleValue();
    }
    throw new RefusedException(
        Refusal.BAD_INPUT,
        "%s (%s) must be a number, a text, true or false.".formatted(name, value));
  }

  private static JsonNode tree(byte[] json) {
    try {
      return DeskJson.tree(json);
    } catch (IOException damaged) {
      throw new RefusedException(Refusal.BAD_INPUT, "the body must be JSON.");
    }
  }
}
