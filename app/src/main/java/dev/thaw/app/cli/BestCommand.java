package dev.thaw.app.cli;

import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.Kept;
import dev.thaw.app.summary.OverSeeds;
import dev.thaw.app.summary.Recommended;
import dev.thaw.app.summary.Stretch;
import dev.thaw.app.summary.StudySummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the best configuration of a study, and the recommended one if it is another. */
@Command(
    name = "best",
    description =
        "Prints the best configuration of a study, and the recommended one if it is another.",
    mixinStandardHelpOptions = true)
final class BestCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(names = "--dir", paramLabel = "DIR", description = "The study's folder.")
  private @Nullable Path directory;

  @Mixin private ServerOption server = new ServerOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name of the study, if a cluster has it.")
  private @Nullable String study;

  @Option(
      names = "--json",
      description = "One JSON object {trial, value, epoch, parameters}, or {command}.")
  private boolean json;

  @Option(
      names = "--command",
      description = "The line for a shell that trains it again without Thaw.")
  private boolean command;

  @Override
  public Integer call() throws IOException {
    String named = server.required(study, directory, "best");
    StudyFolder folder = named == null ? Folders.choose(directory) : null;
    StudySummary summary =
        folder == null
            ? server
                .askAbout(String.valueOf(named), "best", desk -> desk.status(String.valueOf(named)))
                .summary()
            : Folders.status(folder).summary();
    StudySummary.Best best = summary.best();
    if (best == null) {
      throw new UserMistake("study (%s) has no value yet.".formatted(summary.study()));
    }
    var out = spec.commandLine().getOut();
    if (command) {
      if (folder == null) {
        throw new UserMistake(
            "--command needs the folder of the study, and %s is one of a server.\nMaybe the parameters are enough: thaw best %s."
                .formatted(named, named));
      }
      String line = TrainAgain.command(folder, best);
      out.println(json ? Json.line(Map.of("command", line)) : line);
    } else if (json) {
      out.println(Json.line(best));
    } else {
      out.printf(
          "trial %d: %s %s at epoch %d%s%n",
          best.trial(),
          summary.metric(),
          Figures.value(best.value()),
          best.epoch(),
          best.warning());
      best.parameters()
          .forEach((name, value) -> out.printf("  %s: %s%n", name, Figures.parameter(value)));
      Stretch.lines(best.schedule()).forEach(out::println);
      Kept kept = summary.checkpoints();
      if (kept != null && kept.winner() != null) {
        out.printf("checkpoint: %s%n", kept.winner());
      }
      String confirmed = OverSeeds.sentence(summary.confirmed(), summary.metric());
      if (confirmed != null) {
        out.println(confirmed);
      }
      if (summary.front() != null) {
        summary.front().lines().forEach(out::println);
      }
      Recommended recommended = summary.recommended();
      if (recommended != null && recommended.trial() != best.trial()) {
        out.println(recommended.sentence(summary.metric()));
        recommended
            .parameters()
            .forEach((name, value) -> out.printf("  %s: %s%n", name, Figures.parameter(value)));
      }
    }
    out.flush();
    return ExitCode.OK;
  }
}
