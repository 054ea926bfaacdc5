package dev.thaw.app.access;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Patterns of names of studies: a name, or the beginning of names with {@code *} behind it. {@code
 * team-*} is every study whose name begins with {@code team-}.
 */
public final class Projects {
  private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_-]{1,100}\\*?");

  private Projects() {}

  /** Whether a text can be a pattern. A star alone is none: no pattern at all means all studies. */
  public static boolean isPattern(String text) {
    return PATTERN.matcher(text).matches();
  }

  /** Whether one of the patterns stands for a study of that name. */
  public static boolean match(List<String> patterns, String study) {
    return patterns.stream().anyMatch(pattern -> match(pattern, study));
  }

  private static boolean match(String pattern, String study) {
    return pattern.endsWith("*")
        ? study.startsWith(pattern.substring(0, pattern.length() - 1))
        : study.equals(pattern);
  }
}
