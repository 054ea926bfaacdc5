package dev.thaw.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.core.study.StudyCommand;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a configuration to be tried: {@code {"values": {"learning_rate": 0.01}}}. */
final class ConfigurationReader {

  private ConfigurationReader() {}

  static StudyCommand.AddTrial read(byte[] json) {
    JsonNode values = tree(json).path("values");
    if (!values.isObject()) {
      throw new RefusedException(
          Refusal.BAD_INPUT,
          "values must be an object of parameters and their values.\nMaybe {\"values\": {}}, which"
              + " takes all defaults.");
    }
    Map<String, Object> read = new LinkedHashMap<>();
    values.properties().forEach(entry -> read.put(entry.getKey(), value(entry)));
    return new StudyCommand.AddTrial(read);
  }

  private static Object value(Map.Entry<String, JsonNode> entry) {
    JsonNode value = entry.getValue();
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
        "%s (%s) must be a number, a text, true or false.".formatted(entry.getKey(), value));
  }

  private static JsonNode tree(byte[] json) {
    try {
      return DeskJson.tree(json);
    } catch (IOException damaged) {
      throw new RefusedException(Refusal.BAD_INPUT, "the body must be JSON.");
    }
  }
}
