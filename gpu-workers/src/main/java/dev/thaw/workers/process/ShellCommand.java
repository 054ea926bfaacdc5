package dev.thaw.workers.process;

import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Writes a trial down as a line for a shell that trains it again without Thaw. */
final class ShellCommand {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellCommand() {}

  /** The line. */
  static String of(TrialSetup setup, int epochs) throws IOException {
    ProcessOptions options = SnapshotRule.inCopy(setup);
    Placeholders placeholders = Placeholders.of(setup);
    StringJoiner line = new StringJoiner(" ");
    line.add("cd").add(quoted(options.workingDirectory().toString())).add("&&").add("env");
    for (Map.Entry<String, String> one : variables(setup, options, epochs).entrySet()) {
      line.add(one.getKey() + "=" + quoted(one.getValue()));
    }
    for (String word : options.command()) {
      line.add(quoted(placeholders.fill(word)));
    }
    return line.toString();
  }

  private static Map<String, String> variables(TrialSetup setup, ProcessOptions options, int epochs)
      throws IOException {
    Map<String, String> variables = new LinkedHashMap<>(ScriptEnvironment.ofStudy(setup, options));
    String json = ClientMessage.JSON.writeValueAsString(setup.parameters());
    variables.put("THAW_PARAMETERS", json);
    variables.put("THAW_EPOCHS", Integer.toString(epochs));
    return variables;
  }

  /** A word that a shell reads as this text. */
  static String quoted(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
