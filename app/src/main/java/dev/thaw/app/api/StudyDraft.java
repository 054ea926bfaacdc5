package dev.thaw.app.api;

import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.Durations;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A study that is being written down. Immutable: each method returns another draft. Whatever a
 * study's file can say can be said by {@link #with}, under the same keys.
 */
public final class StudyDraft {

  private final Map<String, Object> keys;

  private StudyDraft(Map<String, Object> keys) {
    this.keys = Collections.unmodifiableMap(keys);
  }

  /** A study of a name: letters, digits, dashes and underscores. */
  public static StudyDraft named(String name) {
    return new StudyDraft(Map.of("study", given("study", name)));
  }

  /** Looks for the largest value of a metric. */
  public StudyDraft maximize(String metric) {
    return with("objective", Map.of("metric", given("metric", metric), "goal", "maximize"));
  }

  /** Looks for the smallest value of a metric. */
  public StudyDraft minimize(String metric) {
    return with("objective", Map.of("metric", given("metric", metric), "goal", "minimize"));
  }

  /** A parameter with real values from min to max. */
  public StudyDraft real(String name, double min, double max) {
    return parameter(name, Map.of("type", "real", "min", min, "max", max));
  }

  /** The same on a logarithmic scale. */
  public StudyDraft logReal(String name, double min, double max) {
    return parameter(name, Map.of("type", "real", "min", min, "max", max, "scale", "log"));
  }

  /** A parameter with whole values from min to max. */
  public StudyDraft integer(String name, long min, long max) {
    return parameter(name, Map.of("type", "integer", "min", min, "max", max));
  }

  /** The same on a logarithmic scale. */
  public StudyDraft logInteger(String name, long min, long max) {
    return parameter(name, Map.of("type", "integer", "min", min, "max", max, "scale", "log"));
  }

  /**
   * A parameter with some values that have no order: texts, numbers or booleans.
   *
   * @throws IllegalArgumentException if one is null
   */
  public StudyDraft choice(String name, Object... values) {
    Object[] all = given("the values of parameter " + name, values);
    for (int i = 0; i < all.length; i++) {
      Object unused = given("value %d of parameter %s".formatted(i + 1, name), all[i]);
    }
    return parameter(name, Map.of("type", "categorical", "values", List.of(all)));
  }

  /** A parameter by the keys of a study's file. */
  public StudyDraft parameter(String name, Map<String, ?> its) {
    return with(
        "parameters",
        joined(
            "parameters", given("the name of a parameter", name), given("parameter " + name, its)));
  }

  /** After how many epochs a trial is complete. */
  public StudyDraft epochs(int max) {
    return with("fidelity", Map.of("name", "epochs", "min", 1, "max", max));
  }

  /** How many trials may be begun. */
  public StudyDraft trials(int limit) {
    return with("budget", joined("budget", "trials", limit));
  }

  /**
   * How long the study may run, rounded up to whole seconds.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public StudyDraft wallClock(Duration limit) {
    if (!given("wallClock", limit).isPositive()) {
      throw new IllegalArgumentException(
          "wallClock (%s) must be positive.".formatted(Durations.print(limit)));
    }
    long seconds = limit.plusSeconds(1).minusNanos(1).toSeconds();
    return with("budget", joined("budget", "wallClock", seconds + "s"));
  }

  /** How many trials train at a time. */
  public StudyDraft slots(int count) {
    return with("resources", joined("resources", "slots", count));
  }

  /** Where its randomness comes from. */
  public StudyDraft seed(long value) {
    return with("seed", value);
  }

  /**
   * Any key of a study's file: a text, a number, a boolean, a list or a map.
   *
   * @throws IllegalArgumentException if one of them is null
   */
  public StudyDraft with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(keys);
    more.put(given("a key of a study", key), given(key, value));
    return new StudyDraft(more);
  }

  /** What must be there, as a program that forgot it is told. */
  private static <T> T given(String what, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("%s must not be null.".formatted(what));
    }
    return value;
  }

  private Map<String, Object> joined(String section, String key, Object value) {
    Map<String, Object> all = new LinkedHashMap<>();
    if (keys.get(section) instanceof Map<?, ?> before) {
      before.forEach((name, its) -> all.put(String.valueOf(name), its));
    }
    all.put(key, value);
    return all;
  }

  /**
   * The study, checked.
   *
   * @throws IllegalArgumentException with all that is wrong, one a line
   */
  public StudySpec spec() {
    return read(new String(DeskJson.bytes(keys), StandardCharsets.UTF_8), "the study");
  }

  static StudySpec read(String yaml, String source) {
    try {
      return SpecReader.read(yaml, source, List.of());
    } catch (BadSpecException bad) {
      throw new IllegalArgumentException(bad.getMessage(), bad);
    }
  }
}
