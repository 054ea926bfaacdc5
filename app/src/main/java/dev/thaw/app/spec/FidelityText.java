package dev.thaw.app.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudySpec.Growth.Expensive;
import dev.thaw.core.study.StudySpec.Growth.Schedule;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes how long trials may be trained: in epochs, or in seconds of the clock, of
 * processors or of GPUs as durations.
 */
final class FidelityText {

  /** As many rungs as 1, 3, 9, 27 epochs have. */
  private static final int SHARE_OF_MAX = 27;

  private static final Set<String> TIMED =
      Set.of(
          StudySpec.Fidelity.SECONDS,
          StudySpec.Fidelity.PROCESSOR_SECONDS,
          StudySpec.Fidelity.GPU_SECONDS);

  private FidelityText() {}

  /**
   * Reads a fidelity.
   *
   * @throws IllegalArgumentException if a level is no duration where it must be one, or is not
   *     positive
   */
  static StudySpec.Fidelity read(JsonNode tree) {
    String name = tree.path("name").asText("epochs");
    boolean timed = TIMED.contains(name);
    int max = level(tree, "max", timed, 1);
    int min = level(tree, "min", timed, timed ? Math.max(1, max / SHARE_OF_MAX) : 1);
    JsonNode growth = tree.path("growth");
    return new StudySpec.Fidelity(
        name,
        min,
        max,
        growth.isMissingNode()
            ? null
            : new StudySpec.Growth(
                level(growth, "from", timed, min),
                growth.has("trials") ? growth.get("trials").asInt() : null,
                growth.path("stall").asDouble(StudySpec.Growth.STALL),
                stages(growth.path("stages")),
                growth.has("schedule") ? Schedule.DEPENDS_ON_MAX : null,
                growth.has("settleBy") ? growth.get("settleBy").asDouble() : null),
        tree.path("parameter").textValue(),
        tree.has("grant") ? seconds("grant", tree.get("grant")) : null);
  }

  private static Map<String, Expensive> stages(JsonNode tree) {
    Map<String, Expensive> stages = new LinkedHashMap<>();
    tree.properties()
        .forEach(
            entry ->
                stages.put(
                    entry.getKey(),
                    entry.getValue().asText().equals("down") ? Expensive.DOWN : Expensive.UP));
    return stages;
  }

  private static int level(JsonNode tree, String key, boolean timed, int otherwise) {
    JsonNode node = tree.path(key);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (node.isNumber()) {
      return node.asInt();
    }
    if (!timed) {
      throw new IllegalArgumentException(
          "%s (%s) must be a whole number of epochs.\nMaybe name: seconds is missing."
              .formatted(key, node.textValue()));
    }
    return (int) seconds(key, node).toSeconds();
  }

  private static Duration seconds(String key, JsonNode node) {
    Duration time = duration(key, node.asText());
    if (time.toSeconds() < 1 || time.toSeconds() > 1_000_000_000) {
      throw new IllegalArgumentException(
          "%s (%s) must be at least 1s, and less than 31 years.".formatted(key, node.asText()));
    }
    return time;
  }

  private static Duration duration(String key, String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(
          String.valueOf(refused.getMessage()).replaceFirst("duration", key), refused);
    }
  }

  static void write(ObjectNode tree, StudySpec.Fidelity fidelity) {
    tree.put("name", fidelity.name());
    level(tree, "min", fidelity, fidelity.min());
    level(tree, "max", fidelity, fidelity.max());
    if (fidelity.parameter() != null) {
      tree.put("parameter", fidelity.parameter());
    }
    if (fidelity.grant() != null) {
      tree.put("grant", Durations.print(fidelity.grant()));
    }
    StudySpec.Growth growth = fidelity.growth();
    if (growth != null) {
      ObjectNode node = tree.putObject("growth");
      level(node, "from", fidelity, growth.from());
      putIfGiven(node, "trials", growth.trials());
      node.put("stall", growth.stall());
      if (growth.settleBy() != null) {
        node.put("settleBy", growth.settleBy());
      }
      if (growth.schedule() != null) {
        node.put("schedule", "depends-on-max");
      }
      if (!growth.stages().isEmpty()) {
        ObjectNode stages = node.putObject("stages");
        growth
            .stages()
            .forEach((name, which) -> stages.put(name, which == Expensive.UP ? "up" : "down"));
      }
    }
  }

  private static void level(ObjectNode tree, String key, StudySpec.Fidelity fidelity, int level) {
    if (fidelity.isInSeconds()) {
      tree.put(key, Durations.print(Duration.ofSeconds(level)));
    } else {
      tree.put(key, level);
    }
  }

  private static void putIfGiven(ObjectNode node, String key, @Nullable Integer value) {
    if (value != null) {
      node.put(key, value);
    }
  }
}
