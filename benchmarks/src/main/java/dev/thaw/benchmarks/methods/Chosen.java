package dev.thaw.benchmarks.methods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.simulate.CurveTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What the runs of a benchmark chose in the end: how expensive it is beside what they should have
 * chosen, and what it is worth when it is trained fully.
 */
final class Chosen {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The best rows of a table, of which one in so many is one. */
  private static final int BEST = 100;

  private static final int SAMPLES = 2_000;

  private final Map<String, Prices> prices = new TreeMap<>();

  /** By workers and method, and then by table. */
  private final SortedMap<Integer, SortedMap<String, SortedMap<String, List<Choice>>>> choices =
      new TreeMap<>();

  /**
   * What a run chose.
   *
   * @param place how many of the rows are cheaper, as a share
   * @param excess by how much that is more than for the best rows of the table
   * @param regret normalised regret of its last value, from 0 to 1
   * @param idle the share of the seconds that went into epochs beyond the last of the table
   */
  private record Choice(double place, double excess, double regret, double idle) {}

  /**
   * What the rows of a table cost.
   *
   * @param places for each row, how many of the rows are cheaper, as a share
   * @param best the mean of that over the best rows
   */
  private record Prices(CurveTable table, double[] places, double best) {

    static Prices of(CurveTable table) {
      int rows = table.rows();
      double[] sorted = new double[rows];
      Arrays.setAll(sorted, table::trainingSeconds);
      Arrays.sort(sorted);
      double[] places = new double[rows];
      Arrays.setAll(places, row -> place(sorted, table.trainingSeconds(row)));
      double best =
          byLastValue(table).subList(0, Math.max(1, rows / BEST)).stream()
              .mapToDouble(row -> places[row])
              .average()
              .orElseThrow();
      return new Prices(table, places, best);
    }

    private static double place(double[] sorted, double seconds) {
      int found = Arrays.binarySearch(sorted, seconds);
      return (double) Math.max(0, found) / Math.max(1, sorted.length - 1);
    }

    private static List<Integer> byLastValue(CurveTable table) {
      List<Integer> rows = new ArrayList<>();
      for (int row = 0; row < table.rows(); row++) {
        if (Double.isFinite(table.finalValue(row))) {
          rows.add(row);
        }
      }
      ToDoubleFunction<Integer> score = row -> table.goal().score(table.finalValue(row));
      rows.sort((a, b) -> Double.compare(score.applyAsDouble(a), score.applyAsDouble(b)));
      return rows;
    }

    Choice choice(JsonNode run) {
      int row = run.path("recommended_row").asInt();
      double score = table.goal().score(table.finalValue(row));
      CurveTable.Facts facts = table.facts();
      double regret =
          Double.isNaN(score)
              ? 1
              : Math.clamp((score - facts.bestFinal()) / facts.finalSpread(), 0.0, 1.0);
      return new Choice(
          places[row], places[row] - best, regret, run.path("idle").asDouble(Double.NaN));
    }
  }

  /** Adds a table; runs on others are left out. */
  void add(CurveTable table) {
    prices.put(table.name(), Prices.of(table));
  }

  /** Adds the runs of a file that chose anything. */
  void read(Path runs) throws IOException {
    for (String line : Files.readAllLines(runs)) {
      JsonNode run = JSON.readTree(line);
      Prices of = prices.get(run.path("table").asText());
      if (of != null && run.path("recommended_row").isInt()) {
        choices
            .computeIfAbsent(run.path("workers").asInt(), _ -> new TreeMap<>())
            .computeIfAbsent(run.path("peer").asText(), _ -> new TreeMap<>())
            .computeIfAbsent(run.path("table").asText(), _ -> new ArrayList<>())
            .add(of.choice(run));
      }
    }
  }

  /** A table of all methods, for each number of workers, in Markdown. */
  String markdown() {
    var text = new StringBuilder("# What was chosen\n\n");
    text.append(
        "Place: the share of all rows whose full training takes fewer seconds than that of the row"
            + " that a run recommends; excess: by how much that is more than the mean over the best"
            + " hundredth of the rows, by last value; nr: normalised regret of the recommended row"
            + " when it is trained fully; idle: the share of the seconds that went into epochs"
            + " beyond the last of the table. Means over tables, and 95 % by bootstrap.\n\n");
    choices.forEach(
        (workers, byMethod) -> {
          text.append(
              "## Workers: %d%n%n| method | place | excess | nr | idle |%n".formatted(workers));
          text.append("|---|---|---|---|---|\n");
          byMethod.forEach((method, runs) -> text.append(row(method, runs.values())));
          text.append('\n');
        });
    return text.toString();
  }

  private static String row(String method, Collection<List<Choice>> tables) {
    return "| %s | %s | %s | %s | %s |%n"
        .formatted(
            method,
            interval(tables, Choice::place),
            interval(tables, Choice::excess),
            interval(tables, Choice::regret),
            interval(tables, Choice::idle));
  }

  private static Interval interval(
      Collection<List<Choice>> tables, ToDoubleFunction<Choice> figure) {
    return Interval.of(
        tables.stream().map(runs -> runs.stream().mapToDouble(figure).toArray()).toList(), SAMPLES);
  }
}
