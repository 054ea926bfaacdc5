package dev.thaw.app.cli;

import java.util.function.Supplier;

/** Something that the user can mend; its message is all that is shown. */
final class UserMistake extends RuntimeException {

  private final int exitCode;

  UserMistake(String message) {
    this(message, ExitCode.BAD_INPUT);
  }

  UserMistake(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /**
   * What is read.
   *
   * @throws UserMistake with the message of what reading refuses
   */
  static <T> T unless(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException wrong) {
      throw new UserMistake(String.valueOf(wrong.getMessage()));
    }
  }

  int exitCode() {
    return exitCode;
  }
}
