package dev.thaw.app.cli;

import dev.thaw.app.summary.StudySummary;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a study of a cluster. */
@Command(
    name = "stop",
    description = "Ends a study of a cluster; its trials write checkpoints first.",
    mixinStandardHelpOptions = true,
    footer = {"", "Nothing is deleted: with thaw extend it can go on."})
final class StopCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ServerOption server = new ServerOption();

  @SuppressWarnings("NullAway.Init")
  @Parameters(paramLabel = "NAME", description = "The name of the study.")
  private String study;

  @Option(names = "--json", description = "One JSON object {study}.")
  private boolean json;

  @Override
  public Integer call() {
    StudySummary before = server.ask(desk -> desk.status(study)).summary();
    var unused = server.ask(desk -> desk.stop(study));
    var out = spec.commandLine().getOut();
    out.println(
        json
            ? Json.line(Map.of("study", study))
            : before.state().equals("ended")
                ? "study (%s) had ended before (%s).".formatted(study, before.end())
                : "study (%s) stops. To wait for its end: thaw wait %1$s".formatted(study));
    out.flush();
    return ExitCode.OK;
  }
}
