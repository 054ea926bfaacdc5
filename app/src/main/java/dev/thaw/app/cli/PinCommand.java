package dev.thaw.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has all new trials take one value of a parameter. */
@Command(
    name = "pin",
    description = "Has all new trials take one value of a parameter.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "One value: thaw pin NAME optimizer=adam",
      "Trials that exist stay as they are. To take it back: thaw pin NAME --undo optimizer"
    })
final class PinCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ByHandOptions byHand = new ByHandOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME|PARAMETER=VALUE",
      description = "The name of a study of a cluster, and a parameter with its value.")
  private List<String> words = new ArrayList<>();

  @Option(names = "--undo", paramLabel = "PARAMETER", description = "All its values again.")
  private @Nullable String undo;

  @Override
  public Integer call() throws IOException, InterruptedException {
    NarrowCommand.give(spec, byHand, "pin", words, undo);
    return ExitCode.OK;
  }
}
