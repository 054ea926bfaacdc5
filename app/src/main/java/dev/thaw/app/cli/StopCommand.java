package dev.thaw.app.cli;

import dev.thaw.core.study.StudyCommand;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a study, or one trial; checkpoints are written first. */
@Command(
    name = "stop",
    description = "Ends a study, or one trial; checkpoints are written first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Nothing is deleted: with thaw extend a study can go on. A trial that was stopped does not."
    })
final class StopCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ByHandOptions byHand = new ByHandOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name of a study of a cluster, in place of a folder.")
  private @Nullable String study;

  @Option(names = "--trial", paramLabel = "N", description = "Only this trial.")
  private @Nullable Integer trial;

  @Override
  public Integer call() throws IOException, InterruptedException {
    @Nullable StudyCommand command = trial == null ? null : new StudyCommand.EndTrial(trial, false);
    String done = trial == null ? "stops" : "ends trial %d".formatted(trial);
    byHand.give(spec.commandLine().getOut(), study, "stop", command, done);
    return ExitCode.OK;
  }
}
