package dev.thaw.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern NOT_FINITE =
      Pattern.compile("[+-]?(?:nan|(inf(?:inity)?))", Pattern.CASE_INSENSITIVE);

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
  private List<String> values = List.of();

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

  /** What an epoch yielded, by name; NaN and infinities as other programs write them too. */
  static Map<String, Double> metrics(List<String> values) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (String text : values) {
      int mark = text.indexOf('=');
      if (mark < 1) {
        throw new UserMistake(
            "METRIC=VALUE (%s) must be a name and a number.\nMaybe loss=0.25.".formatted(text));
      }
      metrics.put(text.substring(0, mark), number(text, text.substring(mark + 1).strip()));
    }
    return metrics;
  }

  private static double number(String text, String value) {
    Matcher special = NOT_FINITE.matcher(value);
    if (special.matches()) {
      boolean negative = value.startsWith("-");
      return special.group(1) == null
          ? Double.NaN
          : negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException wrong) {
      throw new UserMistake(
          "METRIC=VALUE (%s) must have a number, with a decimal point, or nan or inf."
              .formatted(text));
    }
  }

  private Map<String, Object> told() {
    Map<String, Double> metrics = metrics(values);
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
