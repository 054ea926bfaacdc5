package dev.thaw.app.cli;

import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.warm.BadSourceException;
import dev.thaw.app.warm.WarmStarts;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.WarmStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What earlier studies found, for commands that begin a study. */
final class WarmOptions {

  @Option(
      names = "--warm-start",
      paramLabel = "SOURCE",
      description =
          "Begins with what an earlier study found: its folder, a CSV of configurations and values,"
              + " or Optuna's SQLite file (study.db, study.db#NAME). May be repeated.")
  private List<Path> sources = List.of();

  @Option(
      names = "--warm-first",
      paramLabel = "N",
      description = "How many of its best configurations are tried first (${DEFAULT-VALUE}).")
  private int first = WarmStarts.FIRST;

  @Option(
      names = "--warm-metric",
      paramLabel = "NAME",
      description = "What its values are called (the metric of the study; value in a CSV).")
  private @Nullable String metric;

  @Option(names = "--warm-flip", description = "It had the opposite goal: its values are negated.")
  private boolean flip;

  /** The study with what its sources hold, which is told on the standard error. */
  StudySpec into(StudySpec spec) throws IOException {
    if (sources.isEmpty()) {
      return spec;
    }
    try {
      WarmStarts.Warmed warmed =
          new WarmStarts(sources, first, metric, flip)
              .into(spec, folder -> Folders.state(new StudyFolder(folder)));
      warmed.lines().forEach(line -> System.err.println("thaw: warm start from " + line));
      return warmed.spec();
    } catch (BadSourceException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
  }

  /**
   * The same study where a folder holds it already: what its sources held when it was begun is in
   * its spec, and nobody reads them again.
   */
  StudySpec again(StudySpec spec, StudySpec begun) {
    return sources.isEmpty() ? spec : WarmStart.asBegun(spec, begun);
  }
}
