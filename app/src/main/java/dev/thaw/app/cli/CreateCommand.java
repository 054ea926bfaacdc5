package dev.thaw.app.cli;

import dev.thaw.app.desk.Submission;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.study.StudySpec;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Hands a study to a cluster. */
@Command(
    name = "create",
    description = "Hands the study of a spec to a cluster, which runs it.",
    mixinStandardHelpOptions = true)
final class CreateCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Mixin private ServerOption server = new ServerOption();

  @SuppressWarnings("NullAway.Init")
  @Option(
      names = {"-f", "--file"},
      paramLabel = "SPEC",
      required = true,
      description = "The spec of the study, in YAML.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a key of the spec, such as budget.wallClock=90s. May be repeated.")
  private List<String> overrides = List.of();

  @Option(names = "--json", description = "One JSON object {study, created}.")
  private boolean json;

  @Override
  public Integer call() {
    StudySpec study = read();
    Submission submission = server.ask(desk -> desk.submit(study));
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(submission));
    } else {
      out.printf(
          submission.created()
              ? "study (%s) was created. To wait for its end: thaw wait %1$s%n"
              : "study (%s) is there already, with the same spec. To see it: thaw show %1$s%n",
          submission.study());
    }
    out.flush();
    return ExitCode.OK;
  }

  private StudySpec read() {
    try {
      return SpecReader.read(file, overrides);
    } catch (BadSpecException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
  }
}
