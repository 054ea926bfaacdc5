package dev.thaw.app.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.summary.Figures;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A study as other tools see it.
 *
 * @param name what it is called
 * @param metric what is optimised
 * @param maximized whether more of it is better
 * @param begun about when it began; the time when nobody ran it is left out
 * @param trials its trials, by number
 */
public record ExportedStudy(
    String name, String metric, boolean maximized, Instant begun, List<ExportedTrial> trials) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public ExportedStudy {
    trials = List.copyOf(trials);
  }

  /** A study whose state is known. */
  public static ExportedStudy of(StudyState state) {
    List<ExportedTrial> trials = new ArrayList<>();
    for (Trial trial : state.progress().trials()) {
      trials.add(
          new ExportedTrial(
              trial.number(),
              Figures.word(trial.status()),
              trial.bracket(),
              trial.configuration().asMap(),
              finite(trial.curve().values()),
              finite(trial.curve().seconds()),
              fork(trial)));
    }
    var objective = state.spec().objective();
    var spending = state.progress().spending();
    return new ExportedStudy(
        state.spec().name(),
        objective.metric(),
        objective.goal() == Goal.MAXIMIZE,
        spending.since().minus(spending.before()),
        trials);
  }

  /**
   * A study of which a server has sent its trials.
   *
   * @param lines one JSON object for each trial, as {@link dev.thaw.app.report.TrialJsonLines}
   *     writes them
   * @throws IllegalArgumentException if they are something else
   */
  public static ExportedStudy read(
      String name, String metric, boolean maximized, Instant begun, String lines) {
    List<ExportedTrial> trials = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      try {
        trials.add(trial(JSON.readTree(line)));
      } catch (JsonProcessingException damaged) {
        throw new IllegalArgumentException(
            "line %d is no trial: %s".formatted(trials.size() + 1, damaged.getOriginalMessage()),
            damaged);
      }
    }
    return new ExportedStudy(name, metric, maximized, begun, trials);
  }

  private static ExportedTrial trial(JsonNode json) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    json.path("parameters")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), value(entry.getValue())));
    return new ExportedTrial(
        json.path("trial").asInt(),
        json.path("status").asText(),
        json.path("bracket").asInt(),
        parameters,
        numbers(json.path("values")),
        numbers(json.path("seconds")),
        json.hasNonNull("parent")
            ? new ExportedTrial.Fork(json.get("parent").asInt(), json.path("forkedAt").asInt())
            : null);
  }

  private static ExportedTrial.@Nullable Fork fork(Trial trial) {
    return trial.lineage() == null
        ? null
        : new ExportedTrial.Fork(trial.lineage().parent(), trial.firstEpoch());
  }

  private static Object value(JsonNode json) {
    if (json.isIntegralNumber()) {
      return json.asLong();
    }
    if (json.isNumber()) {
      return json.asDouble();
    }
    return json.isBoolean() ? (Object) json.asBoolean() : json.asText();
  }

  private static List<Double> numbers(JsonNode json) {
    List<Double> numbers = new ArrayList<>();
    json.forEach(one -> numbers.add(one.isNumber() ? one.asDouble() : Double.NaN));
    return numbers;
  }

  private static List<Double> finite(double[] numbers) {
    return Arrays.stream(numbers)
        .map(one -> Double.isFinite(one) ? one : Double.NaN)
        .boxed()
        .toList();
  }

  /** The names of all parameters that a trial has, in alphabetical order. */
  public List<String> parameters() {
    var names = new TreeSet<String>();
    trials.forEach(trial -> names.addAll(trial.parameters().keySet()));
    return List.copyOf(names);
  }
}
