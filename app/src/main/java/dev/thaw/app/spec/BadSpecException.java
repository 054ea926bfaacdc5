package dev.thaw.app.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A study spec that cannot be used. The message is the readable list of what is wrong. */
public final class BadSpecException extends Exception {
  /** As many errors are said; nobody reads more, and a wrong file of any kind may have more. */
  public static final int ERRORS_MAX = 100;

  private static final long serialVersionUID = 1L;

  private final transient List<SpecError> errors;

  /**
   * Creates the exception.
   *
   * @param source where the spec comes from, such as the name of its file
   * @param errors all that is wrong, in the order of the file, at least one
   */
  public BadSpecException(String source, List<SpecError> errors) {
    super(message(source, errors));
    this.errors = said(errors);
  }

  /** Returns what is wrong, in the order of the file, {@value #ERRORS_MAX} at most. */
  public List<SpecError> errors() {
    return errors;
  }

  private static String message(String source, List<SpecError> errors) {
    String count = errors.size() == 1 ? "one problem" : errors.size() + " problems";
    String more = errors.size() > ERRORS_MAX ? ", the first %d".formatted(ERRORS_MAX) : "";
    return said(errors).stream()
        .map(error -> "  " + error.toString().replace("\n", "\n    "))
        .collect(Collectors.joining("\n", source + " has " + count + more + ":\n", ""));
  }

  private static List<SpecError> said(List<SpecError> errors) {
    return errors.stream().limit(ERRORS_MAX).toList();
  }
}
