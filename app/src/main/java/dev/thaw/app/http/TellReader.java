package dev.thaw.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.workers.asked.Told;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is told of a session: {@code {"session": S, "epoch": 3, "metrics": {"loss": 0.4}}} for
 * instance. All that is refused is refused with its name.
 */
final class TellReader {

  private static final int TEXT_LONGEST = 2000;
  private static final int METRICS_MOST = 1000;

  private final JsonNode tree;

  private TellReader(JsonNode tree) {
    this.tree = tree;
  }

  static Told read(byte[] json) {
    return new TellReader(tree(json)).told();
  }

  /** A JSON object. */
  static JsonNode tree(byte[] json) {
    try {
      JsonNode tree = DeskJson.tree(json);
      if (tree.isObject()) {
        return tree;
      }
    } catch (IOException damaged) {
      // Answered below, as for anything else that is no object.
    }
    throw refused("the body must be a JSON object.");
  }

  private static RefusedException refused(String message) {
    return new RefusedException(Refusal.BAD_INPUT, message);
  }

  private Told told() {
    String session = text("session");
    if (session == null) {
      throw refused("session is missing.\nMaybe give the one that was answered to ask.");
    }
    Integer epoch = epoch();
    Map<String, Double> metrics = metrics();
    Boolean checkpoint = flag("checkpoint");
    String failed = text("failed");
    if (failed == null && epoch == null && (metrics != null || checkpoint != null)) {
      throw refused("epoch is missing: of which one are the metrics, or the checkpoint?");
    }
    if (failed == null && epoch != null && metrics == null && checkpoint == null) {
      throw refused("metrics are missing.\nMaybe \"metrics\": {\"loss\": 0.4}.");
    }
    if (failed != null && (metrics != null || checkpoint != null)) {
      throw refused("failed must not be told together with metrics or a checkpoint.");
    }
    return new Told(
        session,
        epoch,
        metrics,
        checkpoint,
        seconds(),
        failed,
        Boolean.TRUE.equals(flag("infeasible")));
  }

  private @Nullable JsonNode value(String key) {
    JsonNode value = tree.get(key);
    return value == null || value.isNull() ? null : value;
  }

  private @Nullable String text(String key) {
    JsonNode value = value(key);
    if (value == null) {
      return null;
    }
    if (value.isTextual() && !value.textValue().isBlank()) {
      String text = value.textValue();
      return text.length() <= TEXT_LONGEST ? text : text.substring(0, TEXT_LONGEST);
    }
    throw refused("%s (%s) must be a text.".formatted(key, value));
  }

  private @Nullable Boolean flag(String key) {
    JsonNode value = value(key);
    if (value == null || value.isBoolean()) {
      return value == null ? null : value.booleanValue();
    }
    throw refused("%s (%s) must be true or false.".formatted(key, value));
  }

  private @Nullable Integer epoch() {
    JsonNode value = value("epoch");
    if (value == null) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 1) {
      return value.intValue();
    }
    throw refused("epoch (%s) must be a whole number, 1 or more.".formatted(value));
  }

  private @Nullable Double seconds() {
    JsonNode value = value("processorSeconds");
    if (value == null) {
      return null;
    }
    double seconds = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (seconds >= 0 && seconds < Double.POSITIVE_INFINITY) {
      return seconds;
    }
    throw refused("processorSeconds (%s) must be a number, 0 or more.".formatted(value));
  }

  private @Nullable Map<String, Double> metrics() {
    JsonNode value = value("metrics");
    if (value == null) {
      return null;
    }
    if (!value.isObject() || value.isEmpty() || value.size() > METRICS_MOST) {
      throw refused(
          "metrics must be an object of 1 to %d names and numbers.\nMaybe {\"loss\": 0.4}."
              .formatted(METRICS_MOST));
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    value.properties().forEach(entry -> metrics.put(entry.getKey(), number(entry)));
    return metrics;
  }

  /** JSON has no NaN and no infinity: they come as text. */
  private static Double number(Map.Entry<String, JsonNode> metric) {
    JsonNode value = metric.getValue();
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return switch (value.asText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default ->
          throw refused(
              "metrics.%s (%s) must be a number, or \"NaN\", \"Infinity\" or \"-Infinity\"."
                  .formatted(metric.getKey(), value));
    };
  }
}
