package dev.thaw.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a study whose trainer is {@code asked} for something to train. */
@Command(
    name = "ask",
    description = "Asks a study whose trainer is asked for something to train.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints a line for each of session, trial, epoch, the parameters and the folders.",
      "Prints nothing if there is nothing to do now, and ended if there never will be."
    })
final class AskCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private AskedOptions asked = new AskedOptions();

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "How long to wait until there is something, 30 at most (${DEFAULT-VALUE}).")
  private double seconds;

  @Option(names = "--json", description = "Prints what was answered as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonNode work = asked.send("ask", Map.of("wait", seconds));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(work == null ? "{}" : work.toString());
    } else if (work != null && work.path("ended").asBoolean()) {
      out.println("ended");
    } else if (work != null) {
      work.properties().forEach(entry -> print(out, entry.getKey(), entry.getValue()));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, String name, JsonNode value) {
    if (value.isObject()) {
      value.properties().forEach(each -> print(out, each.getKey(), each.getValue()));
    } else if (value.isValueNode() && !value.isNull()) {
      out.println(name + ": " + value.asText());
    }
  }
}
