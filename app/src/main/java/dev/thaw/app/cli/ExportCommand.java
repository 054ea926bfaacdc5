package dev.thaw.app.cli;

import dev.thaw.app.report.CurveCsv;
import dev.thaw.app.report.CurveJsonLines;
import dev.thaw.app.report.TrialJsonLines;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints every epoch of every trial. */
@Command(
    name = "export",
    description = "Prints every epoch of every trial, one line each.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

  /** The formats of the export. */
  enum Format {
    /** A header and comma-separated values. */
    CSV,
    /** One JSON object a line. */
    JSONL,
    /** One JSON object for each trial, with its parameters and its curve. */
    TRIALS
  }

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(names = "--dir", paramLabel = "DIR", description = "The study's folder.")
  private @Nullable Path directory;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "csv or jsonl, a line for each epoch; or trials, a JSON object for each"
              + " (${DEFAULT-VALUE}).")
  private Format format = Format.CSV;

  @Option(names = "--json", description = "The same as --format jsonl.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    StudyState state = Folders.state(Folders.choose(directory));
    PrintWriter out = spec.commandLine().getOut();
    if (json || format == Format.JSONL) {
      CurveJsonLines.write(state, out);
    } else if (format == Format.TRIALS) {
      TrialJsonLines.write(state, out);
    } else {
      CurveCsv.write(state, out);
    }
    out.flush();
    return ExitCode.OK;
  }
}
