package dev.thaw.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;

/**
 * What a command of the program answered within this process.
 *
 * @param exitCode what it would exit with
 * @param out its standard output
 * @param err its standard error, without the progress of a study
 */
record Answer(int exitCode, String out, String err) {

  /** Runs a command. */
  static Answer to(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine line =
        ThawCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = line.execute(arguments);
    return new Answer(exitCode, out.toString(), err.toString());
  }

  /** The last line of the output. */
  JsonNode json() {
    try {
      return new ObjectMapper().readTree(lines().getLast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of the output. */
  List<String> lines() {
    return out.lines().toList();
  }
}
