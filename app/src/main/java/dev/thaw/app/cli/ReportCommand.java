package dev.thaw.app.cli;

import dev.thaw.app.engine.JournalRows;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.report.StudyReport;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the report of a study. */
@Command(
    name = "report",
    description =
        "Prints the report of a study that has ended or was interrupted, or of any study of a"
            + " cluster: what was found, what the time bought, and what to do better.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(names = "--dir", paramLabel = "DIR", description = "The study's folder.")
  private @Nullable Path directory;

  @Mixin private ServerOption server = new ServerOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name of a study of a cluster, in place of a folder.")
  private @Nullable String study;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "markdown, html or json (${DEFAULT-VALUE}).")
  private ReportFormat format = ReportFormat.MARKDOWN;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ReportFormat wanted = json ? ReportFormat.JSON : format;
    String name = server.required(study, directory, "report");
    print(
        name == null
            ? here(wanted)
            : server.askAbout(name, "report", desk -> desk.report(name, wanted)));
    return ExitCode.OK;
  }

  private String here(ReportFormat wanted) throws IOException {
    StudyFolder folder = Folders.choose(directory);
    try (var _ = folder.own()) {
      return report(folder).text(wanted);
    } catch (StudyFolder.FolderBusyException running) {
      throw new UserMistake(
          "the study in %s is running, and its report is made at its end.\nMaybe see how it stands: thaw show --dir %s"
              .formatted(folder.directory(), folder.directory()),
          ExitCode.BUSY);
    } catch (BadSpecException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
  }

  private static StudyReport report(StudyFolder folder) throws IOException, BadSpecException {
    String name = SpecReader.read(folder.spec(), List.of()).name();
    return StudyReport.read(
            action -> JournalRows.forEach(folder, name, action),
            Instant.now(),
            folder.directory(),
            StudyReport.Home.FOLDER)
        .orElseThrow(() -> new UserMistake("study (%s) has no epochs yet.".formatted(name)));
  }

  private void print(String report) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(report);
    out.flush();
  }
}
