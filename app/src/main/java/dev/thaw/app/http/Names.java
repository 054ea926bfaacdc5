package dev.thaw.app.http;

import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import java.util.regex.Pattern;

/** What paths name. What cannot be the name of anything is not asked for. */
final class Names {

  private static final Pattern STUDY = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final Pattern TRIAL = Pattern.compile("[0-9]{1,9}");

  private Names() {}

  /** The study that a path names. */
  static String study(Call call) {
    if (!STUDY.matcher(call.study()).matches()) {
      throw new RefusedException(Refusal.UNKNOWN, "there is no study of that name.");
    }
    return call.study();
  }

  /** The trial that a path names. */
  static int trial(Call call) {
    String number = call.variables().getOrDefault("trial", "");
    if (!TRIAL.matcher(number).matches()) {
      throw new RefusedException(
          Refusal.UNKNOWN, "there is no trial of that number.\nMaybe one of 0, 1, 2 and so on.");
    }
    return Integer.parseInt(number);
  }
}
