package dev.thaw.app.cli;

import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.ensemble.EnsembleSummary;
import dev.thaw.app.ensemble.PredictionFile;
import dev.thaw.app.ensemble.StudyLibrary;
import dev.thaw.app.summary.Places;
import dev.thaw.core.ensemble.GreedySelection;
import dev.thaw.core.ensemble.RowLoss;
import dev.thaw.core.study.StudyState;
import dev.thaw.workers.checkpoint.CheckpointStore;
import dev.thaw.workers.checkpoint.CheckpointStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Selects trials whose predictions are better together than the best alone. */
@Command(
    name = "ensemble",
    description = "Selects trials to average from the validation predictions in their checkpoints.",
    mixinStandardHelpOptions = true)
final class EnsembleCommand implements Callable<Integer> {

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(names = "--dir", paramLabel = "DIR", description = "The study's folder.")
  private @Nullable Path directory;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description =
          "The true class (from 0) or number of each row, .json or .npy; truth.json or truth.npy in"
              + " the study's folder unless given.")
  private @Nullable Path truth;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "How many are picked at most, repeats included (${DEFAULT-VALUE}).")
  private int size = 16;

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      description = "error, cross-entropy or squared-error (${DEFAULT-VALUE}).")
  private String loss = "cross-entropy";

  @Option(
      names = "--bags",
      paramLabel = "N",
      description =
          "Averages selections from so many random halves of the trials; 0 for none"
              + " (${DEFAULT-VALUE}).")
  private int bags;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Which rows are held out, and which halves are drawn (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    StudyFolder folder = Folders.choose(directory);
    StudyState state = Folders.state(folder);
    EnsembleSummary summary;
    try {
      var selection = new GreedySelection(size, GreedySelection.FIRST, bags, seed);
      RowLoss by = loss();
      double[] labels = labels(folder.directory());
      summary = EnsembleSummary.of(library(folder, state), labels, by, selection);
    } catch (IllegalArgumentException wrong) {
      throw new UserMistake(String.valueOf(wrong.getMessage()));
    }
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(summary));
    } else {
      summary.lines().forEach(out::println);
    }
    out.flush();
    return ExitCode.OK;
  }

  private RowLoss loss() {
    String name = loss.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(RowLoss.values())
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserMistake(
                    "--loss (%s) must be error, cross-entropy or squared-error.".formatted(loss)));
  }

  private static StudyLibrary library(StudyFolder folder, StudyState state) throws IOException {
    Path own = Places.in(folder.directory()).checkpoints();
    try (CheckpointStore store =
        CheckpointStores.of(state.spec().checkpoints().store(), state.spec().name(), own)) {
      return StudyLibrary.of(state, store);
    }
  }

  private double[] labels(Path folder) throws IOException {
    Path file = truth;
    for (String name : new String[] {"truth.json", "truth.npy"}) {
      if (file == null && Files.exists(folder.resolve(name))) {
        file = folder.resolve(name);
      }
    }
    if (file == null || !Files.exists(file)) {
      throw new UserMistake(
          "there is no %s, which says the truth of each row of validation data.\nMaybe --truth labels.npy."
              .formatted(file == null ? folder.resolve("truth.json") : file));
    }
    double[][] rows = PredictionFile.read(file);
    if (rows[0].length != 1) {
      throw new UserMistake(
          "--truth (%s) must hold one number a row, not %d.".formatted(file, rows[0].length));
    }
    return Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
  }
}
