package dev.thaw.app.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A study spec that cannot be used. The message is the readable list of all that is wrong. */
public final class BadSpecException extends Exception {
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
    this.errors = List.copyOf(errors);
  }

  /** Returns all that is wrong, in the order of the file. */
  public List<SpecError> errors() {
    return errors;
  }

  private static String message(String source, List<SpecError> errors) {
    String count = errors.size() == 1 ? "one problem" : errors.size() + " problems";
    return errors.stream()
        .map(error -> "  " + error.toString().replace("\n", "\n    "))
        .collect(Collectors.joining("\n", source + " has " + count + ":\n", ""));
  }
}
