package dev.thaw.app.engine;

import dev.thaw.core.study.StudyCommand;
import java.util.LinkedHashMap;
import java.util.Map;

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
    };
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
      case "end" ->
          new StudyCommand.EndTrial(
              text.get("trial") instanceof Long trial ? Math.toIntExact(trial) : -1,
              Boolean.TRUE.equals(text.get("atOnce")));
      case "add" -> new StudyCommand.AddTrial(values(text));
      default -> throw new IllegalArgumentException("command (%s) is not known.".formatted(text));
    };
  }

  private static Map<String, Object> values(Map<String, Object> text) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (text.get("values") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> values.put(String.valueOf(name), value));
    }
    return values;
  }
}
