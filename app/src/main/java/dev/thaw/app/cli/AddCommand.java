package dev.thaw.app.cli;

import dev.thaw.app.spec.GivenValues;
import dev.thaw.core.study.StudyCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a configuration tried next, before all that Thaw suggests. */
@Command(
    name = "add",
    description = "Has a configuration tried next, before all that Thaw suggests.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "What is left out has its default: thaw add NAME learning_rate=0.01 optimizer=adam"
    })
final class AddCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ByHandOptions byHand = new ByHandOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME|PARAMETER=VALUE",
      description = "The name of a study of a cluster, and values of its parameters.")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> values = words.stream().filter(word -> word.contains("=")).toList();
    StudyCommand command =
        new StudyCommand.AddTrial(UserMistake.unless(() -> GivenValues.read(values)));
    byHand.give(
        spec.commandLine().getOut(), ByHandOptions.name(words), "add", command, "tries it next");
    return ExitCode.OK;
  }
}
