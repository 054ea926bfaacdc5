package dev.thaw.app.cli;

/** Numbers of trials as they are given. */
final class TrialNumber {

  private TrialNumber() {}

  /**
   * The number of a trial.
   *
   * @throws UserMistake if the text is none
   */
  static int of(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new UserMistake("TRIAL (%s) must be the number of a trial, such as 7.".formatted(text));
    }
    return Integer.parseInt(text);
  }
}
