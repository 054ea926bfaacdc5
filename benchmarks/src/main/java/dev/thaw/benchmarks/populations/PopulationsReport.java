package dev.thaw.benchmarks.populations;

import dev.thaw.benchmarks.online.Spread;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tables of all figures, seed by seed, and the claims with an answer to each. */
final class PopulationsReport {

  private static final String SCHEDULE = Contest.SCHEDULE + Contest.AGAIN;
  private static final String LAST = Contest.LAST + Contest.AGAIN;
  private static final String RANDOM_AGAIN = Contest.RANDOM + Contest.AGAIN;
  private static final String KNOWN_AGAIN = Contest.KNOWN + Contest.AGAIN;

  private static final List<String> ARMS =
      List.of(
          Contest.POPULATION,
          Contest.RANDOM,
          Contest.KNOWN,
          SCHEDULE,
          LAST,
          RANDOM_AGAIN,
          KNOWN_AGAIN);

  /** Each says that the test error of the first is less than that of the second. */
  private record Claim(String text, String first, String second) {}

  private static final List<Claim> CLAIMS =
      List.of(
          new Claim("better than random search", Contest.POPULATION, Contest.RANDOM),
          new Claim("better than the best constant", Contest.POPULATION, Contest.KNOWN),
          new Claim("the weights are better than the schedule", Contest.POPULATION, SCHEDULE),
          new Claim("the schedule is better than what random search found", SCHEDULE, RANDOM_AGAIN),
          new Claim("the schedule is better than the best constant", SCHEDULE, KNOWN_AGAIN),
          new Claim("the schedule is better than its last values", SCHEDULE, LAST),
          new Claim(
              "random search's weights are better than its values", Contest.RANDOM, RANDOM_AGAIN));

  private final Map<String, Map<Long, Map<String, Double>>> tasks = new LinkedHashMap<>();

  void add(String task, long seed, Map<String, Double> found, Map<String, Double> trainedAgain) {
    Map<String, Double> figures = new LinkedHashMap<>(found);
    figures.putAll(trainedAgain);
    tasks.computeIfAbsent(task, _ -> new LinkedHashMap<>()).put(seed, figures);
  }

  String markdown() {
    var text = new StringBuilder("# Populations\n");
    tasks.forEach(
        (task, seeds) -> {
          text.append("%n## %s, %d seeds%n%n".formatted(task, seeds.size()));
          arms(text, seeds);
          claims(text, seeds);
        });
    return text.toString();
  }

  private static void arms(StringBuilder text, Map<Long, Map<String, Double>> seeds) {
    text.append("| arm | epochs | validation error | test error |\n|---|---|---|---|\n");
    for (String arm : ARMS) {
      text.append(
          "| %s | %.0f | %s | %s |%n"
              .formatted(
                  arm,
                  Spread.mean(column(seeds, arm + ", epochs")).value(),
                  Spread.mean(column(seeds, arm + ", validation")).text(4),
                  Spread.mean(column(seeds, arm + ", test")).text(4)));
    }
    for (String shape : List.of("best epoch", "values in turn", "trials")) {
      text.append("%n%s: %s".formatted(shape, Spread.mean(column(seeds, shape)).text(1)));
    }
    double[] changes = column(seeds, "last by first rate");
    double[] ones = new double[changes.length];
    Arrays.fill(ones, 1);
    text.append("%nlast by first rate: %s%n".formatted(Spread.ratio(changes, ones).text(3)));
  }

  private static void claims(StringBuilder text, Map<Long, Map<String, Double>> seeds) {
    text.append(
        "\n| claim | answer | difference of test errors | seeds won |\n|---|---|---|---|\n");
    for (Claim claim : CLAIMS) {
      double[] first = column(seeds, claim.first + ", test");
      double[] second = column(seeds, claim.second + ", test");
      Spread difference = Spread.difference(first, second);
      int won = 0;
      for (int i = 0; i < first.length; i++) {
        won += first[i] < second[i] ? 1 : 0;
      }
      text.append(
          String.format(
              Locale.ROOT,
              "| %s (%s - %s) | %s | %s | %d of %d |%n",
              claim.text,
              claim.first,
              claim.second,
              Spread.difference(second, first).against(0),
              difference.text(4),
              won,
              first.length));
    }
  }

  private static double[] column(Map<Long, Map<String, Double>> seeds, String figure) {
    return seeds.values().stream()
        .mapToDouble(figures -> figures.getOrDefault(figure, Double.NaN))
        .toArray();
  }
}
