package dev.thaw.app.engine;

import dev.thaw.core.space.Narrowing;
import dev.thaw.core.study.StudyCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands as maps of what JSON knows, for {@link Requests}. */
final class CommandText {

  /** To end the study gracefully. */
  static final Map<String, Object> STOP = Map.of("command", "stop");

  private CommandText() {}

  static Map<String, Object> write(StudyCommand command) {
    return switch (command) {
      case StudyCommand.Pause() -> Map.of("command", "pause");
      case StudyCommand.Resume() -> Map.of("command", "resume");
      case StudyCommand.Kill() -> Map.of("command", "kill");
      case StudyCommand.EndTrial(int trial, boolean atOnce) ->
          Map.of("command", "end", "trial", (long) trial, "atOnce", atOnce);
      case StudyCommand.AddTrial(Map<String, Object> values) ->
          Map.of("command", "add", "values", values);
      case StudyCommand.ForkTrial(int trial, Map<String, Object> values) ->
          Map.of("command", "fork", "trial", (long) trial, "values", values);
      case StudyCommand.NarrowSpace(String parameter, Narrowing to) -> narrow(parameter, to);
    };
  }

  private static Map<String, Object> narrow(String parameter, @Nullable Narrowing to) {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("command", "narrow");
    text.put("parameter", parameter);
    if (to != null && to.values() != null) {
      text.put("values", to.values());
    } else if (to != null) {
      text.put("min", to.min());
      text.put("max", to.max());
    }
    return text;
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException if it is no command, perhaps one of a newer version
   */
  static StudyCommand read(Map<String, Object> text) {
    return switch (String.valueOf(text.get("command"))) {
      case "pause" -> new StudyCommand.Pause();
      case "resume" -> new StudyCommand.Resume();
      case "kill" -> new StudyCommand.Kill();
      case "end" -> new StudyCommand.EndTrial(trial(text), Boolean.TRUE.equals(text.get("atOnce")));
      case "add" -> new StudyCommand.AddTrial(values(text));
      case "fork" -> new StudyCommand.ForkTrial(trial(text), values(text));
      case "narrow" ->
          new StudyCommand.NarrowSpace(String.valueOf(text.get("parameter")), narrowing(text));
      default -> throw new IllegalArgumentException("command (%s) is not known.".formatted(text));
    };
  }

  private static int trial(Map<String, Object> text) {
    return text.get("trial") instanceof Long trial ? Math.toIntExact(trial) : -1;
  }

  private static @Nullable Narrowing narrowing(Map<String, Object> text) {
    if (text.get("values") instanceof List<?> values) {
      return Narrowing.to(List.copyOf(values));
    }
    return text.get("min") instanceof Number min && text.get("max") instanceof Number max
        ? Narrowing.between(min.doubleValue(), max.doubleValue())
        : null;
  }

  private static Map<String, Object> values(Map<String, Object> text) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (text.get("values") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> values.put(String.valueOf(name), value));
    }
    return values;
  }
}
