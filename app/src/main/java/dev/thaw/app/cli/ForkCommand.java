package dev.thaw.app.cli;

import dev.thaw.app.spec.GivenValues;
import dev.thaw.core.study.StudyCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a trial trained on with other values, from its newest checkpoint to the end. */
@Command(
    name = "fork",
    description =
        "Has a trial trained on with other values, from its newest checkpoint to the end.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The fork is a trial of its own, and the other one stays: thaw fork NAME 7"
          + " learning_rate=0.001"
    })
final class ForkCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ByHandOptions byHand = new ByHandOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME|TRIAL|PARAMETER=VALUE",
      description = "The name of a study of a cluster, the trial, and what is to differ.")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> values = words.stream().filter(word -> word.contains("=")).toList();
    List<String> others = words.stream().filter(word -> !word.contains("=")).toList();
    if (others.isEmpty() || others.size() > 2 || values.isEmpty()) {
      throw new UserMistake(
          "thaw fork must have a trial and what is to differ.\n"
              + "Maybe thaw fork 7 learning_rate=0.001.");
    }
    int trial = TrialNumber.of(others.getLast());
    @Nullable String name = others.size() > 1 ? others.getFirst() : null;
    byHand.give(
        spec.commandLine().getOut(),
        name,
        "fork",
        new StudyCommand.ForkTrial(trial, UserMistake.unless(() -> GivenValues.read(values))),
        "trains a fork of trial %d next".formatted(trial));
    return ExitCode.OK;
  }
}
