package dev.thaw.workers.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.thaw.workers.hypergradient.WeightGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a script can say to its worker: one line of JSON each. */
sealed interface ClientMessage {

  /** The first message; {@code client} is a name for logs. */
  record Hello(int protocol, String client) implements ClientMessage {}

  /**
   * An epoch was trained. No search ever sees the sealed metrics; there may be none. Who trains
   * elsewhere may say for how long processors worked for it.
   */
  record Epoch(
      int epoch,
      Map<String, Double> metrics,
      Map<String, Double> sealed,
      OptionalDouble processorSeconds)
      implements ClientMessage {

    /** An epoch of which the worker is to measure the time of processors. */
    Epoch(int epoch, Map<String, Double> metrics, Map<String, Double> sealed) {
      this(epoch, metrics, sealed, OptionalDouble.empty());
    }
  }

  /**
   * The checkpoint was written: into the folder that was given, or to {@code path}, from which it
   * is to be copied. With {@code retrain} nothing was written, since the script cannot be saved.
   */
  record Saved(int epoch, Optional<String> path, boolean retrain) implements ClientMessage {}

  /**
   * The script lives. One that says how far its epoch is, from 0 to 1, also listens for a stop in
   * the middle of it.
   */
  record Heartbeat(OptionalDouble progress) implements ClientMessage {}

  /** Of what weights the model consists whose hyperparameters are tuned. */
  record Model(List<WeightGroup> groups) implements ClientMessage {

    public Model {
      groups = List.copyOf(groups);
    }
  }

  /** The model was evaluated; its vector is in the file that was named. */
  record Evaluated(double loss) implements ClientMessage {}

  /** The script fails, and ends. */
  record Failed(ScriptFailed.Kind kind, String message) implements ClientMessage {}

  /** The script says nothing more. */
  record Goodbye() implements ClientMessage {}

  /** Strict, except that it takes the NaN and Infinity that many libraries write. */
  JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * The message of a line.
   *
   * @throws IllegalArgumentException if it is none; the message says why, without the line
   */
  static ClientMessage parse(String line) {
    JsonNode node = object(line);
    return switch (text(node, "type")) {
      case "hello" -> new Hello(whole(node, "protocol"), node.path("client").asText("unknown"));
      case "epoch" -> epoch(node);
      case "saved" ->
          new Saved(
              whole(node, "epoch"),
              Optional.ofNullable(node.get("path")).map(JsonNode::asText),
              node.path("retrain").asBoolean(false));
      case "heartbeat" -> new Heartbeat(progress(node.path("progress")));
      case "model" -> new Model(groups(node.path("groups")));
      case "evaluated" -> new Evaluated(number("loss", node.path("loss")));
      case "error" ->
          new Failed(kind(node.path("kind").asText("error")), node.path("message").asText(""));
      case "goodbye" -> new Goodbye();
      default ->
          throw new IllegalArgumentException(
              "type must be hello, epoch, saved, heartbeat, model, evaluated, error or goodbye");
    };
  }

  private static JsonNode object(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (!node.isObject()) {
        throw new IllegalArgumentException("it is not a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new IllegalArgumentException(field + " must be a text");
    }
    return node.path(field).asText();
  }

  private static int whole(JsonNode node, String field) {
    if (!node.path(field).canConvertToInt() || !node.path(field).isIntegralNumber()) {
      throw new IllegalArgumentException(field + " must be a whole number");
    }
    return node.path(field).asInt();
  }

  private static OptionalDouble progress(JsonNode node) {
    return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
  }

  private static Epoch epoch(JsonNode node) {
    Map<String, Double> metrics = numbers(node.path("metrics"));
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("metrics must be an object of one or more numbers");
    }
    Map<String, Double> sealed = node.has("sealed") ? numbers(node.path("sealed")) : Map.of();
    for (String name : sealed.keySet()) {
      if (metrics.containsKey(name)) {
        throw new IllegalArgumentException(
            "metric (%s) must be either sealed or not, but is both".formatted(name));
      }
    }
    return new Epoch(whole(node, "epoch"), metrics, sealed, processorSeconds(node));
  }

  private static OptionalDouble processorSeconds(JsonNode node) {
    JsonNode given = node.path("processorSeconds");
    if (given.isMissingNode() || given.isNull()) {
      return OptionalDouble.empty();
    }
    double seconds = given.isNumber() ? given.asDouble() : Double.NaN;
    if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "processorSeconds (%s) must be a number of at least 0".formatted(given.asText()));
    }
    return OptionalDouble.of(seconds);
  }

  private static Map<String, Double> numbers(JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("metrics must be an object of numbers");
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    node.properties()
        .forEach(one -> metrics.put(one.getKey(), number(one.getKey(), one.getValue())));
    return metrics;
  }

  private static List<WeightGroup> groups(JsonNode node) {
    List<WeightGroup> groups = new ArrayList<>();
    for (JsonNode group : node) {
      groups.add(
          new WeightGroup(
              text(group, "name"), whole(group, "size"), group.path("penalised").asBoolean(true)));
    }
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("groups must be a list of one or more");
    }
    return groups;
  }

  private static double number(String name, JsonNode value) {
    if (value.isNumber()) {
      return value.asDouble();
    }
    return switch (value.asText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default ->
          throw new IllegalArgumentException(
              "metric (%s) must be a number, \"NaN\", \"Infinity\" or \"-Infinity\""
                  .formatted(name));
    };
  }

  private static ScriptFailed.Kind kind(String name) {
    return switch (name) {
      case "out-of-memory" -> ScriptFailed.Kind.OUT_OF_MEMORY;
      case "infeasible" -> ScriptFailed.Kind.INFEASIBLE;
      default -> ScriptFailed.Kind.ERROR;
    };
  }
}
