package dev.thaw.app.cli;

import dev.thaw.core.study.StudyCommand;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Freezes the trials of a study until it is resumed. */
@Command(
    name = "pause",
    description = "Freezes the trials of a study until it is resumed.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Who trains ends the epoch and writes a checkpoint; slots are free for others.",
      "Meanwhile the clock of the study stands still, but a deadline comes nearer."
    })
final class PauseCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ByHandOptions byHand = new ByHandOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name of a study of a cluster, in place of a folder.")
  private @Nullable String study;

  @Override
  public Integer call() throws IOException, InterruptedException {
    byHand.give(
        spec.commandLine().getOut(),
        study,
        "pause",
        new StudyCommand.Pause(),
        "is paused; to go on: thaw resume");
    return ExitCode.OK;
  }
}
