package dev.thaw.app.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** What all commands that run a study have in common. */
final class RunOptions {

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a key of the spec, such as budget.wallClock=90s. May be repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--json",
      description = "The last line on the standard output is one JSON object.")
  private boolean json;

  List<String> overrides() {
    return overrides;
  }

  boolean json() {
    return json;
  }
}
