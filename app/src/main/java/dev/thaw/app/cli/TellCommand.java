package dev.thaw.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells a study what came of something that was asked for. */
@Command(
    name = "tell",
    description = "Tells a study what came of something that was asked for.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints what to do next: continue, save a checkpoint, or let go by pause or stop."
    })
final class TellCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private AskedOptions asked = new AskedOptions();

  @SuppressWarnings("NullAway.Init")
  @Parameters(index = "0", paramLabel = "SESSION", description = "As ask has printed it.")
  private String session;

  @Parameters(
      index = "1..*",
      paramLabel = "METRIC=VALUE",
      description = "What the epoch yielded, the study's metric among them.")
  private Map<String, Double> metrics = new LinkedHashMap<>();

  @Option(names = "--epoch", paramLabel = "N", description = "Of which epoch it is told.")
  private @Nullable Integer epoch;

  @Option(
      names = "--checkpoint",
      negatable = true,
      description = "Whether the epoch's checkpoint lies in checkpointTo, or there is none.")
  private @Nullable Boolean checkpoint;

  @Option(names = "--failed", paramLabel = "WHY", description = "It cannot go on.")
  private @Nullable String failed;

  @Option(
      names = "--infeasible",
      description = "With --failed: these parameters cannot be trained at all.")
  private boolean infeasible;

  @Option(names = "--json", description = "Prints what was answered as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonNode answer = asked.send("tell", told());
    PrintWriter out = spec.commandLine().getOut();
    if (answer != null) {
      out.println(json ? answer.toString() : answer.path("next").asText());
    }
    out.flush();
    return ExitCode.OK;
  }

  private Map<String, Object> told() {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("session", session);
    if (epoch != null) {
      told.put("epoch", epoch);
    }
    if (!metrics.isEmpty()) {
      told.put("metrics", metrics);
    }
    if (checkpoint != null) {
      told.put("checkpoint", checkpoint);
    }
    if (failed != null) {
      told.put("failed", failed);
      told.put("infeasible", infeasible);
    }
    return told;
  }
}
