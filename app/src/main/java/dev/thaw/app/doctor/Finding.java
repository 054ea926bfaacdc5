package dev.thaw.app.doctor;

/**
 * One thing that the doctor found.
 *
 * @param level how bad it is
 * @param subject what it is about, in a word or two
 * @param what how it is
 * @param remedy what to do, beginning with {@code Maybe}; empty if there is nothing to do
 */
public record Finding(Level level, String subject, String what, String remedy) {

  private static final String MAYBE = "Maybe ";

  public Finding {
    if (!remedy.isEmpty() && !remedy.startsWith(MAYBE)) {
      throw new IllegalArgumentException(
          "remedy (%s) must be empty or begin with Maybe.".formatted(remedy));
    }
  }

  static Finding ok(String subject, String what) {
    return new Finding(Level.OK, subject, what, "");
  }

  static Finding note(String subject, String text) {
    return of(Level.NOTE, subject, text);
  }

  static Finding warning(String subject, String text) {
    return of(Level.WARNING, subject, text);
  }

  static Finding problem(String subject, String text) {
    return of(Level.PROBLEM, subject, text);
  }

  /** A finding from one text, as errors have it: what comes from {@code Maybe} on is the remedy. */
  private static Finding of(Level level, String subject, String text) {
    int maybe = text.indexOf(MAYBE);
    return maybe < 0
        ? new Finding(level, subject, unstopped(text), "")
        : new Finding(
            level, subject, unstopped(text.substring(0, maybe)), text.substring(maybe).strip());
  }

  /** The text without a full stop at its end, so that a column of findings looks the same. */
  private static String unstopped(String text) {
    String stripped = text.strip();
    return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
  }
}
