package dev.thaw.app.spec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that is wrong with a study spec.
 *
 * @param path where, such as {@code parameters.learning_rate.min} or {@code constraints[0]}; empty
 *     for the file as a whole
 * @param line the line in the file, from 1; 0 where there is none, as for what {@code --set} gives
 * @param message what is wrong: the key, its value and the constraint, in one sentence
 * @param advice the likely fix, a sentence that starts with "Maybe"; empty if none is known
 */
public record SpecError(String path, int line, String message, Optional<String> advice) {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f&&[^\n]]");

  /**
   * Writes control characters that come from the spec as escapes, so that no terminal obeys them.
   */
  public SpecError {
    path = visible(path);
    message = visible(message);
    advice = advice.map(SpecError::visible);
  }

  private static String visible(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement("\\u%04x".formatted((int) match.group().charAt(0))));
  }

  /** Returns the error as one or two lines. */
  @Override
  public String toString() {
    String where = path.isEmpty() ? "" : path + ": ";
    String at = line > 0 && !path.isEmpty() ? "line " + line + ": " : "";
    return at + where + message + advice.map(text -> "\n" + text).orElse("");
  }
}
