package dev.thaw.benchmarks.search;

import dev.thaw.app.simulate.CurveTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Optimiser runs as ARLBench publishes them: one row for each configuration and training seed, with
 * the budget it was trained for and what it reached. They become runs in our sense, so that they
 * are scored like all others.
 *
 * <p>They searched the continuous space and not the rows of the table, so only distributions of the
 * end compare. A configuration counts as one training whatever the number of its training seeds,
 * and its value is their mean. What an optimiser recommends is its best configuration at the full
 * budget; that its mean was also what it was chosen by flatters it. Population-based training is
 * left out, because its members change their configuration while they train.
 */
final class PublishedRuns {

  private static final String POPULATION = "pbt";
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

  private final CurveTable table;
  private final String peer;
  private final double budget;

  private PublishedRuns(CurveTable table, String peer, double budget) {
    this.table = table;
    this.peer = peer;
    this.budget = budget;
  }

  /**
   * The published runs on a table.
   *
   * @param folder one folder for each optimiser, with a file {@code TABLE.csv.gz} in it
   * @param budget the budget of the runs that they are laid beside, in epochs of the table
   */
  static List<LoggedRun> read(Path folder, CurveTable table, double budget) throws IOException {
    List<LoggedRun> runs = new ArrayList<>();
    try (DirectoryStream<Path> optimisers = Files.newDirectoryStream(folder)) {
      for (Path optimiser : optimisers) {
        Path file = optimiser.resolve(table.name() + ".csv.gz");
        if (Files.isRegularFile(file) && !optimiser.endsWith(POPULATION)) {
          String peer = "published-" + optimiser.getFileName();
          runs.addAll(new PublishedRuns(table, peer, budget).read(file));
        }
      }
    }
    return runs;
  }

  private record Trained(String configuration, double budget) {}

  private List<LoggedRun> read(Path file) throws IOException {
    Map<Long, Map<Trained, List<Double>>> bySeed = new TreeMap<>();
    double full = 0;
    try (var in = new GZIPInputStream(Files.newInputStream(file));
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        var parser = FORMAT.parse(reader)) {
      for (CSVRecord row : parser) {
        double steps = Double.parseDouble(row.get("budget"));
        full = Math.max(full, steps);
        bySeed
            .computeIfAbsent(Long.valueOf(row.get("optimisation_seed")), _ -> new LinkedHashMap<>())
            .computeIfAbsent(new Trained(row.get("config_id"), steps), _ -> new ArrayList<>())
            .add(number(row.get("performance")));
      }
    }
    List<LoggedRun> runs = new ArrayList<>();
    for (var entry : bySeed.entrySet()) {
      runs.add(run(entry.getKey(), entry.getValue(), full));
    }
    return runs;
  }

  private static double number(String text) {
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }

  private LoggedRun run(long seed, Map<Trained, List<Double>> trained, double full) {
    List<Double> epochs = new ArrayList<>();
    List<Double> regrets = new ArrayList<>();
    double spent = 0;
    double least = Double.POSITIVE_INFINITY;
    for (var entry : trained.entrySet()) {
      spent += table.epochs() * entry.getKey().budget() / full;
      double mean =
          entry.getValue().stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
      double regret = table.goal().score(mean) - table.facts().bestFinal();
      if (entry.getKey().budget() == full && regret < least) {
        least = regret;
        epochs.add(spent);
        regrets.add(regret);
      }
    }
    double[] when = epochs.stream().mapToDouble(Double::doubleValue).toArray();
    double[] what = regrets.stream().mapToDouble(Double::doubleValue).toArray();
    return new LoggedRun(peer, table.name(), 1, budget, seed, true, 0, 0, when, what, what);
  }
}
