package dev.thaw.app.cli;

import com.typesafe.config.ConfigException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why settings were refused. */
final class WrongSetting {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_]+)}");

  private WrongSetting() {}

  /** What the user is told; a file may want a variable of the environment that nobody set. */
  static UserMistake because(RuntimeException wrong) {
    String message = String.valueOf(wrong.getMessage());
    Matcher variable = VARIABLE.matcher(message);
    if (wrong instanceof ConfigException.UnresolvedSubstitution && variable.find()) {
      String name = variable.group(1);
      return new UserMistake(
          "%s is not set, which %s needs.\nMaybe say: %s"
              .formatted(name, place(message), remedy(name)));
    }
    return new UserMistake("a setting is wrong: " + message);
  }

  /** Such as {@code tls/tls.conf: 33}, with which the message begins. */
  private static String place(String message) {
    int end = message.indexOf(": Could not resolve");
    return end < 0 ? "a setting" : message.substring(0, end);
  }

  private static String remedy(String name) {
    return name.equals("THAW_TLS_PASSWORD")
        ? "set -a; . /etc/thaw/tls/tls.env; set +a, or where else tls.env of this node is."
        : "export %s=...".formatted(name);
  }
}
