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

/** Lets a study go on that was paused. */
@Command(
    name = "resume",
    description = "Lets a study go on that was paused.",
    mixinStandardHelpOptions = true,
    footer = {"", "In a folder, thaw run does the training."})
final class ResumeCommand implements Callable<Integer> {

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
    byHand.give(spec.commandLine().getOut(), study, "resume", new StudyCommand.Resume(), "goes on");
    return ExitCode.OK;
  }
}
