package dev.thaw.app.cli;

import dev.thaw.app.engine.JournalRows;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.app.summary.Advising;
import dev.thaw.app.summary.DecisionCounts;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the report of a study that does not run. */
@Command(
    name = "report",
    description =
        "Prints the report of a study that has ended or was interrupted: what was found, what the"
            + " time bought, and what to do better.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  /** The formats of the report. */
  enum Format {
    /** Text. */
    MARKDOWN,
    /** One page, with pictures. */
    HTML,
    /** One object. */
    JSON
  }

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(names = "--dir", paramLabel = "DIR", description = "The study's folder.")
  private @Nullable Path directory;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "markdown, html or json (${DEFAULT-VALUE}).")
  private Format format = Format.MARKDOWN;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    StudyFolder folder = Folders.choose(directory);
    try (var _ = folder.own()) {
      print(report(folder));
      return ExitCode.OK;
    } catch (StudyFolder.FolderBusyException running) {
      throw new UserMistake(
          "the study in %s is running, and its report is made at its end.\nMaybe see how it stands: thaw show --dir %s"
              .formatted(folder.directory(), folder.directory()),
          ExitCode.BUSY);
    } catch (BadSpecException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
  }

  private static ReportFile report(StudyFolder folder) throws IOException, BadSpecException {
    String study = SpecReader.read(folder.spec(), List.of()).name();
    @Nullable StudyState[] state = {null};
    DecisionCounts[] decisions = {DecisionCounts.none()};
    JournalRows.forEach(
        folder,
        study,
        row -> {
          decisions[0] = decisions[0].after(row.recorded().steps());
          for (Step step : row.recorded().steps()) {
            state[0] = Study.evolve(state[0], step);
          }
        });
    StudyState end = state[0];
    if (end == null) {
      throw new UserMistake("study (%s) has no epochs yet.".formatted(study));
    }
    boolean guided = Advising.isGuided(end.spec());
    return ReportFile.of(folder, new Watched(end, guided ? decisions[0] : null), Instant.now());
  }

  private void print(ReportFile report) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (json ? Format.JSON : format) {
          case MARKDOWN -> report.markdown();
          case HTML -> report.html();
          case JSON -> report.json();
        });
    out.flush();
  }
}
