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
    return text.toString();
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
    for (Tally.Interval interval : Tally.Interval.values()) {
      row.add(Text.percent(tally.coverage(interval)));
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
}
