package dev.thaw.app.cli;

/** What commands exit with; scripts rely on it. */
final class ExitCode {

  /** Ended as asked. */
  static final int OK = 0;

  /** A fault of the program or of the machine; the log has more. */
  static final int FAULT = 1;

  /** Bad input: nothing was started. */
  static final int BAD_INPUT = 2;

  /** The launcher found no JDK that is new enough. */
  static final int NO_JDK = 3;

  /** Another process is running the study. */
  static final int BUSY = 4;

  /** The study ended, but no trial ever reported a value. */
  static final int NO_RESULT = 5;

  /** What was decided breaks what must hold, so that the study is frozen: a bug of Thaw. */
  static final int FROZEN = 6;

  /** Interrupted; the same command goes on. */
  static final int INTERRUPTED = 130;

  /** Who reads the standard output went away, such as {@code head}. */
  static final int UNREAD = 141;

  private ExitCode() {}
}
