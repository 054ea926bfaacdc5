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

/** Ends a study, or one trial, at once: without the epochs under way. */
@Command(
    name = "kill",
    description = "Ends a study, or one trial, at once: without the epochs under way.",
    mixinStandardHelpOptions = true,
    footer = {"", "Nothing is deleted. thaw stop lets checkpoints be written first."})
final class KillCommand implements Callable<Integer> {

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
    StudyCommand command =
        trial == null ? new StudyCommand.Kill() : new StudyCommand.EndTrial(trial, true);
    String done = trial == null ? "ends at once" : "has no trial %d any more".formatted(trial);
    byHand.give(spec.commandLine().getOut(), study, "kill", command, done);
    return ExitCode.OK;
  }
}
