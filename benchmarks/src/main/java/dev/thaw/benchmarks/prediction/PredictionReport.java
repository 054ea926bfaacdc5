package dev.thaw.benchmarks.prediction;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Tables of scores, as Markdown.
 *
 * @param scored all forecasts
 */
record PredictionReport(List<Scored> scored) {

  private static final List<String> SCORES =
      List.of("n", "mean log density", "median", "RMSE", "z²", "50 %", "80 %", "95 %");

  private static final String MISSES =
      """
      For each interval: per cent held, the mean over tables; by how much the worst table misses;
      and how many tables miss by more than 10.

      """;

  private static final double TOO_FAR = 0.1;

  /** The whole report: for each kind of context by age and by table. */
  String markdown() {
    var text = new StringBuilder("# Forecasts of the last value\n\n");
    text.append(
        """
        In the units of the model, noise included. z² is the mean squared error in units of the
        variance foretold; the last columns are the per cent of truths within the central intervals.

        """);
    for (String kind : names(scored, Scored::kind)) {
      List<Scored> here = scored.stream().filter(s -> s.kind().equals(kind)).toList();
      text.append("## Contexts: ").append(kind).append("\n\n### By what is known of the curve\n\n");
      text.append(byGroup(here));
      text.append("### By table, of all that has begun\n\n").append(byTable(here));
    }
    List<Scored> random = scored.stream().filter(PredictionReport::isRandom).toList();
    List<Scored> met = scored.stream().filter(s -> !isRandom(s)).toList();
    text.append("## Coverage, random contexts\n\n").append(MISSES).append(misses(random));
    text.append("## Coverage, the policy's contexts\n\n").append(MISSES).append(misses(met));
    return text.toString();
  }

  private static boolean isRandom(Scored scored) {
    return scored.kind().equals(RandomContexts.KIND);
  }

  private static SequencedSet<String> names(List<Scored> scored, Function<Scored, String> name) {
    return scored.stream().map(name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String byGroup(List<Scored> scored) {
    List<List<String>> rows = new ArrayList<>();
    for (Target.Group group : Target.Group.values()) {
      addRows(rows, scored, group.label(), s -> s.target().group() == group);
    }
    addRows(rows, scored, "all begun", PredictionReport::hasBegun);
    return Text.table(header("known"), rows);
  }

  private static boolean hasBegun(Scored scored) {
    return scored.target().age() > 0;
  }

  private static List<String> header(String first) {
    List<String> header = new ArrayList<>(List.of(first, "forecast by"));
    header.addAll(SCORES);
    return header;
  }

  private static void addRows(
      List<List<String>> rows, List<Scored> scored, String label, Predicate<Scored> which) {
    for (String predictor : names(scored, Scored::predictor)) {
      Tally tally = tally(scored, which.and(s -> s.predictor().equals(predictor)));
      if (tally.count() > 0) {
        rows.add(row(label, predictor, tally));
      }
    }
  }

  private static Tally tally(List<Scored> scored, Predicate<Scored> which) {
    var tally = new Tally();
    scored.stream().filter(which).forEach(s -> tally.add(s.forecast(), s.target().truth()));
    return tally;
  }

  private static List<String> row(String label, String predictor, Tally tally) {
    List<String> row = new ArrayList<>(List.of(label, predictor));
    row.add(Integer.toString(tally.count()));
    row.add(Text.fixed(tally.meanLogDensity(), 3));
    row.add(Text.fixed(tally.medianLogDensity(), 3));
    row.add(Text.fixed(tally.rootMeanSquare(), 3));
    row.add(Text.fixed(tally.meanSquaredStandardised(), 2));
    for (int i = 0; i < Tally.SHARES.size(); i++) {
      row.add(Text.percent(tally.coverage(i)));
    }
    return row;
  }

  private static String byTable(List<Scored> scored) {
    List<List<String>> rows = new ArrayList<>();
    for (String table : names(scored, Scored::table)) {
      addRows(rows, scored, table, s -> hasBegun(s) && s.table().equals(table));
    }
    return Text.table(header("table"), rows);
  }

  /** How far coverage lies from what the intervals say: on average, and on the worst table. */
  private static String misses(List<Scored> scored) {
    List<List<String>> rows = new ArrayList<>();
    SequencedSet<String> tables = names(scored, Scored::table);
    for (String predictor : names(scored, Scored::predictor)) {
      List<String> row = new ArrayList<>(List.of(predictor));
      List<Tally> tallies = new ArrayList<>();
      for (String table : tables) {
        tallies.add(
            tally(
                scored,
                s -> hasBegun(s) && s.predictor().equals(predictor) && s.table().equals(table)));
      }
      for (int i = 0; i < Tally.SHARES.size(); i++) {
        row.addAll(misses(tallies, i));
      }
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of("forecast by"));
    for (double share : Tally.SHARES) {
      String interval = "%.0f %%".formatted(100 * share);
      header.addAll(List.of(interval, "worst", "> 10"));
    }
    return Text.table(header, rows);
  }

  private static List<String> misses(List<Tally> tallies, int interval) {
    double said = Tally.SHARES.get(interval);
    double sum = 0;
    double worst = 0;
    int bad = 0;
    int tables = 0;
    for (Tally tally : tallies) {
      if (tally.count() > 0) {
        double miss = tally.coverage(interval) - said;
        sum += tally.coverage(interval);
        worst = Math.abs(miss) > Math.abs(worst) ? miss : worst;
        bad += Math.abs(miss) > TOO_FAR ? 1 : 0;
        tables++;
      }
    }
    return List.of(Text.percent(sum / tables), Text.percent(worst), Integer.toString(bad));
  }
}
