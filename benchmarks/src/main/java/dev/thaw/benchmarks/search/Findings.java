package dev.thaw.benchmarks.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * What the runs of an arena show, as tables.
 *
 * @param arena the runs
 * @param ours the policy that the others are compared with
 * @param yardstick what all are measured against, restricted to what ran in the arena
 * @param samples how often to resample for an interval
 */
record Findings(Arena arena, String ours, Yardstick yardstick, int samples) {

  private static final double GOOD = 0.1;
  private static final double LEVEL = 0.05;
  private static final List<Metric> RATIOS =
      List.of(Metric.AUC, Metric.AT_25, Metric.AT_50, Metric.AT_100);

  /** Mean scores, ranks and decision times, the best policy first. */
  ReportTable standings() {
    Map<String, Double> ranks = Ranks.among(arena, Metric.AUC);
    List<String> header = new ArrayList<>(List.of("policy", "tables", "runs"));
    for (Metric metric : Metric.values()) {
      header.add(metric.title());
    }
    header.addAll(
        List.of("median AUC", "median 100 %", "p95 100 %", "nr < 0.1", "final", "rank", "ms"));
    List<List<String>> rows = new ArrayList<>();
    for (String policy : arena.policies()) {
      List<String> row = new ArrayList<>();
      List<Arena.Scored> runs = arena.runsOf(policy);
      row.add(policy);
      row.add(Integer.toString(arena.shared(List.of(policy)).size()));
      row.add(Integer.toString(runs.size()));
      for (Metric metric : Metric.values()) {
        row.add(Text.score(arena.mean(policy, metric)));
      }
      row.add(Text.score(quantile(runs, Metric.AUC, 0.5)));
      row.add(Text.score(quantile(runs, Metric.AT_100, 0.5)));
      row.add(Text.score(quantile(runs, Metric.AT_100, 0.95)));
      row.add(share(runs));
      row.add(Text.score(runs.stream().mapToDouble(Arena.Scored::finalScore).average().orElse(1)));
      row.add(Text.ratio(ranks.get(policy)));
      row.add(Text.ratio(decisionMillis(runs)));
      rows.add(row);
    }
    return new ReportTable(
        "Normalised regret: means over tables of means over seeds",
        "The median, the 95th percentile and the share below 0.1 are over runs; final is the regret"
            + " of the incumbent's last value; rank is that of AUC among all that ran on a"
            + " table; ms is real time for each decision.",
        header,
        rows);
  }

  private static double quantile(List<Arena.Scored> runs, Metric metric, double share) {
    double[] sorted = runs.stream().mapToDouble(run -> run.score(metric)).sorted().toArray();
    return Bootstrap.quantile(sorted, share);
  }

  private static String share(List<Arena.Scored> runs) {
    long good = runs.stream().filter(run -> run.score(Metric.AT_100) < GOOD).count();
    return String.format(Locale.ROOT, "%.0f %%", 100.0 * good / runs.size());
  }

  private static double decisionMillis(List<Arena.Scored> runs) {
    double seconds = runs.stream().mapToDouble(run -> run.run().decisionSeconds()).sum();
    long asks = runs.stream().mapToLong(run -> run.run().asks()).sum();
    return asks == 0 ? Double.NaN : 1e3 * seconds / asks;
  }

  /** Ratios of all policies to the yardstick, with 95 % intervals. */
  ReportTable ratios() {
    List<String> header = new ArrayList<>(List.of("policy", "tables"));
    RATIOS.forEach(metric -> header.add(metric.title()));
    RATIOS.forEach(metric -> header.add("arithmetic " + metric.title()));
    List<List<String>> rows = new ArrayList<>();
    for (String policy : arena.policies()) {
      List<String> row = new ArrayList<>();
      row.add(policy);
      row.add(Integer.toString(LostCells.compared(arena, policy, yardstick).size()));
      RATIOS.forEach(metric -> row.add(bootstrap(policy, metric).geometric().toString()));
      RATIOS.forEach(metric -> row.add(bootstrap(policy, metric).arithmetic().toString()));
      rows.add(row);
    }
    return new ReportTable(
        "Ratio to " + yardstick.name(),
        "%s is the best of %s, picked anew for each table and column. Geometric means of (nr + 0.005), then ratios of arithmetic means; 95 %% intervals by bootstrap over tables, then seeds."
            .formatted(yardstick.name(), String.join(", ", yardstick.rules())),
        header,
        rows);
  }

  private Bootstrap bootstrap(String policy, Metric metric) {
    return Bootstrap.of(arena, policy, yardstick, metric, samples);
  }

  /** Our policy against each other one, on the tables that both ran on. */
  ReportTable rivals() {
    List<String> rivals =
        arena.policies().stream()
            .filter(p -> !p.equals(ours) && !arena.shared(List.of(ours, p)).isEmpty())
            .toList();
    double[] auc = Wilcoxon.holm(pValues(rivals, Metric.AUC));
    double[] end = Wilcoxon.holm(pValues(rivals, Metric.AT_100));
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < rivals.size(); i++) {
      String rival = rivals.get(i);
      var alone = new Yardstick(rival, List.of(rival));
      rows.add(
          List.of(
              rival,
              Integer.toString(arena.shared(List.of(ours, rival)).size()),
              winsAndLosses(rival, Metric.AUC),
              Bootstrap.of(arena, ours, alone, Metric.AUC, samples).geometric().toString(),
              Text.score(auc[i]),
              winsAndLosses(rival, Metric.AT_100),
              Bootstrap.of(arena, ours, alone, Metric.AT_100, samples).geometric().toString(),
              Text.score(end[i])));
    }
    return new ReportTable(
        ours + " against each rival",
        "Wins and losses are tables; p is that of Wilcoxon's signed-rank test over tables with"
            + " Holm's correction.",
        List.of("rival", "tables", "AUC won:lost", "ratio", "p", "100 % won:lost", "ratio", "p"),
        rows);
  }

  private double[] pValues(List<String> rivals, Metric metric) {
    return rivals.stream().mapToDouble(rival -> pValue(ours, rival, metric)).toArray();
  }

  private double pValue(String one, String other, Metric metric) {
    List<String> tables = arena.shared(List.of(one, other));
    return Wilcoxon.pValue(cells(tables, one, metric), cells(tables, other, metric));
  }

  private double[] cells(List<String> tables, String policy, Metric metric) {
    return tables.stream()
        .mapToDouble(table -> arena.cell(table, policy, metric).orElseThrow())
        .toArray();
  }

  private String winsAndLosses(String rival, Metric metric) {
    List<String> tables = arena.shared(List.of(ours, rival));
    double[] mine = cells(tables, ours, metric);
    double[] others = cells(tables, rival, metric);
    int won = 0;
    int lost = 0;
    for (int i = 0; i < mine.length; i++) {
      won += mine[i] < others[i] ? 1 : 0;
      lost += mine[i] > others[i] ? 1 : 0;
    }
    return won + ":" + lost;
  }

  /** The tables that our policy surely loses to the yardstick. */
  ReportTable lost() {
    List<List<String>> rows = new ArrayList<>();
    for (Metric metric : RATIOS) {
      List<String> compared = LostCells.compared(arena, ours, yardstick);
      List<String> lost = LostCells.of(arena, ours, yardstick, metric);
      rows.add(
          List.of(
              metric.title(),
              lost.size() + " of " + compared.size(),
              lost.isEmpty() ? "–" : String.join(", ", lost)));
    }
    return new ReportTable(
        "Tables that %s loses to %s".formatted(ours, yardstick.name()),
        "Lost: the one-sided 95 % bound of nr - 1.1 nr of the yardstick lies above 0.02 (Welch's t"
            + " over seeds).",
        List.of("score", "lost", "tables"),
        rows);
  }

  /** How much of each quarter of the budget went into expensive rows; empty if nobody knows. */
  Optional<ReportTable> dearShares() {
    List<List<String>> rows = new ArrayList<>();
    for (String policy : arena.policies()) {
      double[][] known =
          arena.runsOf(policy).stream()
              .map(scored -> scored.run().dear())
              .filter(dear -> dear.length > 0)
              .toArray(double[][]::new);
      if (known.length > 0) {
        List<String> row = new ArrayList<>(List.of(policy));
        for (int quarter = 0; quarter < known[0].length; quarter++) {
          int which = quarter;
          DoubleStream shares = Arrays.stream(known).mapToDouble(dear -> dear[which]);
          row.add(Text.ratio(shares.filter(Double::isFinite).average().orElse(Double.NaN)));
        }
        rows.add(row);
      }
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ReportTable(
                "Share of the seconds that went into expensive configurations",
                "Expensive is the third of a table whose full training takes longest; means over"
                    + " runs, by quarter of the budget.",
                List.of("policy", "first", "second", "third", "last"),
                rows));
  }

  /** Every policy's mean area under the curve on every table. */
  ReportTable cells() {
    List<String> policies = arena.policies();
    List<String> header = new ArrayList<>(List.of("table"));
    header.addAll(policies);
    List<List<String>> rows = new ArrayList<>();
    for (String table : arena.tables()) {
      List<String> row = new ArrayList<>(List.of(table));
      for (String policy : policies) {
        row.add(arena.cell(table, policy, Metric.AUC).map(Text::score).orElse("–"));
      }
      rows.add(row);
    }
    return new ReportTable("AUC by table", "Means over seeds.", header, rows);
  }

  /** The policies that ran wherever ours did, best rank first, and which of them differ. */
  Optional<RankDiagram> diagram() {
    List<String> tables = arena.shared(List.of(ours));
    List<String> policies =
        arena.policies().stream()
            .filter(policy -> arena.shared(List.of(policy)).containsAll(tables))
            .limit(RankDiagram.POLICIES_MAX)
            .toList();
    if (tables.isEmpty() || policies.size() < 2) {
      return Optional.empty();
    }
    double[] sums = new double[policies.size()];
    for (String table : tables) {
      double[] ranks = Ranks.ranks(arena, table, policies, Metric.AUC);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += ranks[i] / tables.size();
      }
    }
    List<RankDiagram.Place> places = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      places.add(new RankDiagram.Place(policies.get(i), sums[i]));
    }
    places.sort(Comparator.comparingDouble(RankDiagram.Place::rank));
    return Optional.of(new RankDiagram(places, alike(places)));
  }

  /** For each pair of places whether the test tells them apart, all pairs being one family. */
  private boolean[][] alike(List<RankDiagram.Place> places) {
    int count = places.size();
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        pairs.add(new int[] {i, j});
      }
    }
    double[] p =
        Wilcoxon.holm(
            pairs.stream()
                .mapToDouble(
                    pair ->
                        pValue(
                            places.get(pair[0]).policy(), places.get(pair[1]).policy(), Metric.AUC))
                .toArray());
    boolean[][] alike = new boolean[count][count];
    for (int k = 0; k < p.length; k++) {
      alike[pairs.get(k)[0]][pairs.get(k)[1]] = p[k] >= LEVEL;
    }
    return alike;
  }
}
