package dev.thaw.benchmarks.online;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** Tables of what all arms did, and the paper's claims with an answer to each. */
final class OnlineReport {

  private static final List<String> FURTHER =
      List.of("hyperdyn-four", "hyperdyn-cooled", "hyperdyn-late");
  private static final List<String> SHRINKING = List.of("shrinking", "shrinking-slow");
  private static final List<String> RIVALS =
      List.of(
          "epoch-bo",
          "epoch-bo-best",
          "random-5x",
          "shrinking",
          "shrinking-slow",
          Arm.HALVING,
          Arm.HALVING_SHRINKING);
  private static final List<String> TRYING =
      List.of(
          "hyperdyn",
          "hyperdyn-frugal",
          "adam-hyperdyn",
          "hyperdyn-plain",
          "hyperdyn-four",
          "hyperdyn-cooled",
          "hyperdyn-late",
          "random-5x",
          "shrinking",
          "shrinking-slow",
          Arm.HALVING,
          Arm.HALVING_SHRINKING);

  private static final double[] SHARES = {0.85, 0.9, 0.95};

  /** Whom to compare with whom over all cases. */
  private record Pair(String arm, String rival) {}

  private static final List<Pair> PAIRS = pairs();

  private static List<Pair> pairs() {
    var pairs = new ArrayList<Pair>();
    SHRINKING.forEach(arm -> pairs.add(new Pair(arm, "random-5x")));
    FURTHER.forEach(arm -> pairs.add(new Pair(arm, "hyperdyn")));
    RIVALS.forEach(arm -> pairs.add(new Pair(arm, "hyperdyn")));
    for (String arm : List.of("salera", "hypergradient", "hypergradient-factor")) {
      pairs.add(new Pair(arm, "constant-tenth"));
    }
    Arm.gains().forEach(arm -> pairs.add(new Pair(arm.name(), "constant-tenth")));
    return pairs;
  }

  private final int epochs;
  private final List<Integer> batches;
  private final Map<String, Map<Integer, Results>> results = new LinkedHashMap<>();
  private final StringBuilder notes = new StringBuilder();

  OnlineReport(int epochs, List<Integer> batches) {
    this.epochs = epochs;
    this.batches = batches;
  }

  /** What was tuned by hand. */
  void note(String task, int batch, Map<String, Object> tuned) {
    notes.append("%s, batches of %d: %s%n".formatted(task, batch, tuned));
  }

  void add(String task, int batch, Arm arm, Run run) {
    results
        .computeIfAbsent(task, _ -> new TreeMap<>())
        .computeIfAbsent(batch, _ -> new Results())
        .add(arm.name(), run);
  }

  Map<String, Map<Integer, Results>> results() {
    return results;
  }

  String markdown() {
    var text = new StringBuilder("# Controllers inside a trial\n\nTuned by hand:\n\n```\n");
    text.append(notes).append("```\n");
    results.forEach(
        (task, byBatch) ->
            byBatch.forEach(
                (batch, runs) -> {
                  text.append("\n## %s, batches of %d%n%n".formatted(task, batch));
                  table(text, runs);
                }));
    AllCases all = AllCases.of(results);
    text.append("\n## All cases together, times as soon as the schedule\n\n")
        .append(all.markdown());
    compare(text, all);
    text.append(
        "\n## Claims\n\n| claim | task | batch | answer | figure |\n|---|---|---|---|---|\n");
    results.forEach((task, byBatch) -> byBatch.forEach((b, runs) -> claims(text, task, b, runs)));
    results.forEach((task, byBatch) -> growth(text, task, byBatch));
    return text.toString();
  }

  static String schedule(String arm) {
    return arm.startsWith("adam") ? Arm.ADAM_REFERENCE : Arm.REFERENCE;
  }

  private static void compare(StringBuilder text, AllCases all) {
    text.append("\n| arm | rival | to 95 %, kept | all | end |\n|---|---|---|---|---|\n");
    for (Pair pair : PAIRS) {
      if (all.seeds(pair.arm, pair.rival) > 0 && all.seeds(pair.arm, Arm.REFERENCE) > 0) {
        text.append(
            "| %s | %s | %s | %s | %s |%n"
                .formatted(
                    pair.arm,
                    pair.rival,
                    all.sooner(pair.arm, pair.rival, Arm.REFERENCE, 0.95, false),
                    all.sooner(pair.arm, pair.rival, Arm.REFERENCE, 0.95, true),
                    all.ends(pair.arm, pair.rival).text(3)));
      }
    }
  }

  private void table(StringBuilder text, Results runs) {
    text.append(
        "| arm | seeds | epochs to 85, 90, 95 %, kept | all | speed-up to 95 %, kept | all"
            + " | reached, kept | test at the end | test of the best of %d | trained |\n"
                .formatted(epochs));
    text.append("|---|---|---|---|---|---|---|---|---|---|\n");
    for (String arm : runs.arms()) {
      if (!runs.has(schedule(arm))) {
        continue;
      }
      text.append(
          "| %s | %d | %s | %s | %s | %s | %d | %s | %s | %.0f |%n"
              .formatted(
                  arm,
                  runs.of(arm).size(),
                  reach(runs, arm, false),
                  reach(runs, arm, true),
                  runs.speedUp(arm, schedule(arm), 0.95, false),
                  runs.speedUp(arm, schedule(arm), 0.95, true),
                  runs.reached(arm, schedule(arm), 0.95, false),
                  Spread.mean(runs.figures(arm, Run::lastTest)).text(3),
                  Spread.mean(runs.figures(arm, run -> run.testWithin(epochs))).text(3),
                  Spread.mean(runs.figures(arm, run -> run.rows().size())).value()));
    }
  }

  /** Means over seeds. */
  private static String reach(Results runs, String arm, boolean charged) {
    var cells = new StringBuilder();
    for (double share : SHARES) {
      double mean = Spread.mean(runs.epochs(arm, schedule(arm), share, charged)).value();
      cells.append(cells.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, "%.1f", mean));
    }
    return cells.toString();
  }

  private void claims(StringBuilder text, String task, int batch, Results runs) {
    var rows = new Claims(text, task, batch);
    if (runs.has(Arm.REFERENCE)) {
      TRYING.stream().filter(runs::has).forEach(arm -> tries(rows, runs, arm));
      SHRINKING.stream().filter(runs::has).forEach(arm -> shrinks(rows, runs, arm));
    }
    if (runs.has("hyperdyn")) {
      FURTHER.stream()
          .filter(runs::has)
          .forEach(
              arm -> rows.add(arm + " ends better than hyperdyn", end(runs, arm, "hyperdyn"), 0));
      RIVALS.stream().filter(runs::has).forEach(rival -> rivals(rows, runs, rival));
    }
    if (runs.has("adam-hyperdyn")) {
      List.of("beta1", "beta2").forEach(beta -> drifts(rows, runs, beta));
    }
    for (String arm : List.of("constant", "exponential", "cosine", "one-cycle")) {
      if (runs.has(arm) && runs.has(Arm.REFERENCE)) {
        rows.add(arm + " ends better than step", end(runs, arm, Arm.REFERENCE), 0);
      }
    }
    for (String arm : runs.arms()) {
      boolean reads = arm.startsWith("hypergradient") || arm.startsWith("salera");
      if (reads && runs.has("constant-tenth") && runs.has(Arm.REFERENCE)) {
        reads(rows, runs, arm);
      }
    }
  }

  /** An arm that tries settings, against the schedule. */
  private static void tries(Claims rows, Results runs, String arm) {
    if (!runs.has(schedule(arm))) {
      return;
    }
    for (double share : SHARES) {
      String to = "%s is faster to %.0f %%".formatted(arm, 100 * share);
      rows.add(to, runs.speedUp(arm, schedule(arm), share, false), 1);
      rows.add(to + ", all epochs", runs.speedUp(arm, schedule(arm), share, true), 1);
    }
    rows.add(arm + " ends better than step", end(runs, arm, schedule(arm)), 0);
    rows.add(arm + ": the rate rises, last by first third", fall(runs, arm), 1);
  }

  private static void shrinks(Claims rows, Results runs, String arm) {
    if (runs.has("random-5x")) {
      rows.add(arm + " ends better than random-5x", end(runs, arm, "random-5x"), 0);
      rows.add(arm + " is faster to 95 % than random-5x", sooner(runs, arm, "random-5x"), 1);
    }
  }

  private void rivals(Claims rows, Results runs, String rival) {
    rows.add("hyperdyn ends better than " + rival, end(runs, "hyperdyn", rival), 0);
    rows.add(rival + " leads after a fifth", early(runs, rival), 0);
    rows.add(
        rival + " varies more", Spread.ofDeviations(ends(runs, rival), ends(runs, "hyperdyn")), 1);
  }

  private static void drifts(Claims rows, Results runs, String beta) {
    double[] last = runs.figures("adam-hyperdyn", run -> third(run, beta, true, v -> v));
    double[] first = runs.figures("adam-hyperdyn", run -> third(run, beta, false, v -> v));
    rows.add(beta + " rises: last less first third", Spread.difference(last, first), 0);
    rows.add(beta + ", last third", Spread.mean(last), 0.5);
  }

  /** A rule that reads gradients, against no rule at all from the same rate. */
  private static void reads(Claims rows, Results runs, String arm) {
    rows.add(arm + " ends better than no control", end(runs, arm, "constant-tenth"), 0);
    rows.add(arm + " is faster to 95 % than no control", sooner(runs, arm, "constant-tenth"), 1);
    rows.add(arm + " ends better than step", end(runs, arm, Arm.REFERENCE), 0);
    rows.add(arm + ": the rate rises, last by first third", fall(runs, arm), 1);
  }

  /** How many times as soon as a rival, by the epochs that are kept. */
  private static Spread sooner(Results runs, String arm, String rival) {
    return Spread.ratio(
        runs.epochs(rival, Arm.REFERENCE, 0.95, false),
        runs.epochs(arm, Arm.REFERENCE, 0.95, false));
  }

  /** One row for each claim: yes or no where the interval leaves no doubt. */
  private record Claims(StringBuilder text, String task, int batch) {
    void add(String claim, Spread figure, double border) {
      text.append(
          "| %s | %s | %d | %s | %s |%n"
              .formatted(claim, task, batch, figure.against(border), figure.text(3)));
    }
  }

  private static double[] ends(Results runs, String arm) {
    return runs.figures(arm, Run::lastTest);
  }

  private static Spread end(Results runs, String arm, String rival) {
    return Spread.difference(ends(runs, arm), ends(runs, rival));
  }

  /** Accuracy after a fifth of the epochs that are kept, less Hyperdyn's. */
  private Spread early(Results runs, String rival) {
    ToDoubleFunction<Run> early =
        run -> run.way().get(Math.min(run.way().size(), epochs / 5) - 1).accuracy();
    return Spread.difference(runs.figures(rival, early), runs.figures("hyperdyn", early));
  }

  private static Spread fall(Results runs, String arm) {
    ToDoubleFunction<Run> last = run -> Math.exp(third(run, "learning_rate", true, Math::log));
    ToDoubleFunction<Run> first = run -> Math.exp(third(run, "learning_rate", false, Math::log));
    return Spread.ratio(runs.figures(arm, last), runs.figures(arm, first));
  }

  /** The mean of a parameter over the first third of the way, or the last one. */
  private static double third(Run run, String parameter, boolean last, DoubleUnaryOperator form) {
    double[] trace = run.trace(parameter);
    int length = Math.max(1, trace.length / 3);
    int from = last ? trace.length - length : 0;
    return Arrays.stream(trace, from, from + length).map(form).average().orElse(Double.NaN);
  }

  /** Whether mean rates grow with the batch, arm by arm. */
  private void growth(StringBuilder text, String task, Map<Integer, Results> byBatch) {
    for (String arm : List.of("hyperdyn", "hyperdyn-plain", "adam-hyperdyn", "random-5x")) {
      for (int i = 0; i < batches.size(); i++) {
        Results runs = byBatch.get(batches.get(i));
        if (runs == null || !runs.has(arm)) {
          continue;
        }
        double[] means = means(runs, arm);
        Results before = i == 0 ? null : byBatch.get(batches.get(i - 1));
        String answer = before == null ? "" : Spread.ratio(means, means(before, arm)).against(1);
        text.append(
            "| %s: geometric mean of the rate (grows?) | %s | %d | %s | %s |%n"
                .formatted(arm, task, batches.get(i), answer, logMean(means).text(3)));
      }
    }
  }

  private static double[] means(Results runs, String arm) {
    return runs.figures(
        arm,
        run ->
            Math.exp(Arrays.stream(run.trace("learning_rate")).map(Math::log).average().orElse(0)));
  }

  private static Spread logMean(double[] values) {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return Spread.ratio(values, ones);
  }
}
