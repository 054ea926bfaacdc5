package dev.thaw.app.cli;

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

  int exitCode() {
    return exitCode;
  }
}
