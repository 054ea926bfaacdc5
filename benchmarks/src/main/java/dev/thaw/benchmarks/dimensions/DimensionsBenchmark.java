package dev.thaw.benchmarks.dimensions;

import dev.thaw.app.spec.BadSpecException;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.suggest.GridSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.SobolSuggestion;
import dev.thaw.core.suggest.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Question: what does it cost to search parameters that do not matter? Prints the median over seeds
 * of the best error of n trials, for a grid from end to end, a grid in the middles of its cells,
 * random search and Sobol's sequence, and how often random search is better than the second.
 */
@Command(name = "dimensions")
public final class DimensionsBenchmark implements Callable<Integer> {

  /** Parameters, and values of each: as many trials as the power. */
  private static final int[][] GRIDS = {{2, 3}, {2, 8}, {4, 2}, {4, 3}, {6, 2}, {6, 3}};

  private static final int MATTERING_MOST = 2;

  /** The seed of the picture: the first in which both searches are near their medians. */
  static final long PICTURED = 6;

  @Option(names = "--seeds", description = "how many problems, with seeds from 1 on")
  private int seeds = 1_000;

  @Option(names = "--picture", description = "where to write the picture, too")
  private @Nullable Path picture;

  private DimensionsBenchmark() {}

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new DimensionsBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, BadSpecException {
    if (picture != null) {
      Files.writeString(picture, new GridPicture(new Valley(2, 1, PICTURED)).svg());
    }
    row("parameters", "that matter", "trials", "grid", "cells", "random", "sobol", "better");
    row("---", "---", "---", "---", "---", "---", "---", "---");
    for (int[] grid : GRIDS) {
      for (int mattering = 1; mattering <= MATTERING_MOST; mattering++) {
        measure(grid[0], grid[1], mattering);
      }
    }
    return 0;
  }

  private static void row(String... cells) {
    System.out.println("| " + String.join(" | ", cells) + " |");
  }

  private void measure(int dimension, int values, int mattering) {
    int trials = (int) Math.pow(values, dimension);
    double margin = 1.0 / (2 * values);
    var grid = new GridSuggestion(values);
    double[][] best = new double[4][seeds];
    int better = 0;
    for (int i = 0; i < seeds; i++) {
      var valley = new Valley(dimension, mattering, i + 1L);
      best[0][i] = best(valley, grid, valley.space(), trials);
      best[1][i] = best(valley, grid, valley.space(margin), trials);
      best[2][i] = best(valley, new RandomSuggestion(), valley.space(), trials);
      best[3][i] = best(valley, new SobolSuggestion(), valley.space(), trials);
      better += best[2][i] < best[1][i] ? 1 : 0;
    }
    List<String> medians =
        Arrays.stream(best)
            .map(errors -> String.format(Locale.ROOT, "%.3f", median(errors)))
            .toList();
    row(
        Integer.toString(dimension),
        Integer.toString(mattering),
        Integer.toString(trials),
        String.join(" | ", medians),
        String.format(Locale.ROOT, "%.0f %%", 100.0 * better / seeds));
  }

  /** The least error of the first configurations that a rule suggests. */
  static double best(Valley valley, Suggestion rule, SearchSpace space, int trials) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < trials; i++) {
      best = Math.min(best, valley.error(rule.suggest(space, valley.seed(), i).orElseThrow()));
    }
    return best;
  }

  private static double median(double[] errors) {
    double[] sorted = Arrays.stream(errors).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
