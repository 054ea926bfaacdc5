package dev.thaw.app.cli;

import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.desk.StudyRow;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StatusFile;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the studies below a folder, or of a cluster. */
@Command(
    name = "ls",
    description = "Lists the studies below a folder, or of a cluster.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder (studies, unless THAW_SERVER names a server).")
  private @Nullable Path directory;

  @Mixin private ServerOption server = new ServerOption();

  @Option(
      names = "--json",
      description = "One JSON array of short rows; a folder's have its path too.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (server.isGiven() && directory != null) {
      throw new UserMistake("--dir and the studies of a server cannot both be listed.");
    }
    if (directory == null && server.isMeant()) {
      listServer();
    } else {
      listFolders(directory == null ? Folders.ROOT : directory);
    }
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private void listServer() {
    List<StudyRow> rows = server.ask(StudyDesk::list);
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(rows));
    } else if (rows.isEmpty()) {
      out.println("There is no study. Maybe begin one with: thaw create -f study.yaml");
    } else {
      rows.forEach(row -> out.println(line(row)));
    }
  }

  private static String line(StudyRow row) {
    return "%-20s %-8s best %-10s %4d trials %6d epochs %3d slots  %s"
        .formatted(
            row.study(),
            word(row.state(), row.paused()),
            row.best() == null ? "-" : Figures.value(row.best()),
            row.trials(),
            row.epochs(),
            row.slots(),
            row.node() == null ? "-" : row.node())
        .stripTrailing();
  }

  /** The state of a study, or that it is paused. */
  private static String word(String state, @Nullable Boolean paused) {
    return state.equals("running") && Boolean.TRUE.equals(paused) ? "paused" : state;
  }

  private void listFolders(Path root) throws IOException {
    List<StudySummary> summaries = new ArrayList<>();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (StudyFolder folder : Folders.below(root)) {
      Optional<StudyStatus> status = StatusFile.find(folder.directory());
      if (status.isPresent()) {
        StudySummary summary = status.get().summary();
        summaries.add(summary);
        rows.add(row(summary));
        boolean left = !summary.state().equals("ended") && !folder.isOwned();
        lines.add(line(summary, left ? "left" : word(summary.state(), summary.paused())));
      }
    }
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(rows));
    } else if (summaries.isEmpty()) {
      out.printf(
          "There is no study in %s. Maybe begin one with: thaw demo%nThose of a cluster: thaw ls"
              + " --server%n",
          root);
    } else {
      lines.forEach(out::println);
    }
  }

  /** What a server says of a study in one row, and the study's folder; no node has it. */
  private static Map<String, @Nullable Object> row(StudySummary summary) {
    StudySummary.Best best = summary.best();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("study", summary.study());
    row.put("state", summary.state());
    row.put("metric", summary.metric());
    row.put("best", best == null ? null : (Double) best.value());
    row.put("trials", summary.trials().started());
    row.put("epochs", summary.epochs());
    row.put("slots", summary.trials().running());
    row.put("node", null);
    row.put("paused", summary.paused());
    row.put("directory", summary.directory());
    return row;
  }

  private static String line(StudySummary summary, String state) {
    StudySummary.Best best = summary.best();
    return "%-20s %-8s best %-10s %4d trials %6d epochs  %s"
        .formatted(
            summary.study(),
            state,
            best == null ? "-" : Figures.value(best.value()),
            summary.trials().started(),
            summary.epochs(),
            summary.directory());
  }
}
