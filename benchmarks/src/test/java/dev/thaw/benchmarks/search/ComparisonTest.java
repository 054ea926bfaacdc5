package dev.thaw.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Comparisons of policies, against figures computed by hand. */
class ComparisonTest {

  @Test
  void averagesOverSeedsBeforeTables() {
    Arena arena = new Handmade().with("a", "t", 0.1, 0.3, 0.5).with("a", "u", 0.7).arena();

    assertThat(arena.mean("a", Metric.AUC)).isCloseTo((0.3 + 0.7) / 2, within(1e-12));
  }

  @Test
  void ratiosAreGeometricMeansOverTablesToTheBestRuleOfEach() {
    Arena arena =
        new Handmade()
            .with("a", "t", 0.095)
            .with("p", "t", 0.195)
            .with("q", "t", 0.5)
            .with("a", "u", 0.295)
            .with("p", "u", 0.9)
            .with("q", "u", 0.395)
            .arena();

    var bootstrap = Bootstrap.of(arena, "a", Handmade.yardstick("p", "q"), Metric.AUC, 500);

    // sqrt(.1 / .2 * .3 / .4), and (.095 + .295) / (.195 + .395)
    assertThat(bootstrap.geometric().value()).isCloseTo(Math.sqrt(0.375), within(1e-12));
    assertThat(bootstrap.arithmetic().value()).isCloseTo(0.39 / 0.59, within(1e-12));
    assertThat(bootstrap.geometric().low()).isCloseTo(0.5, within(1e-12));
    assertThat(bootstrap.geometric().high()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void intervalsNarrowWithMoreSeeds() {
    double[] few = {0.1, 0.3};
    double[] many = IntStream.range(0, 60).mapToDouble(i -> i % 2 == 0 ? 0.1 : 0.3).toArray();

    assertThat(width(few)).isGreaterThan(3 * width(many));
  }

  private static double width(double[] regrets) {
    Arena arena = new Handmade().with("a", "t", regrets).with("p", "t", 0.2).arena();
    var ratio = Bootstrap.of(arena, "a", Handmade.yardstick("p"), Metric.AUC, 500).geometric();
    return ratio.high() - ratio.low();
  }

  @Test
  void comparesOnlyTablesThatBothRanOn() {
    Arena arena =
        new Handmade().with("a", "t", 0.2).with("p", "t", 0.4).with("a", "u", 0.9).arena();

    var ratio = Bootstrap.of(arena, "a", Handmade.yardstick("p"), Metric.AUC, 10).geometric();

    assertThat(ratio.value()).isCloseTo(0.205 / 0.405, within(1e-12));
  }

  @Test
  void tiesShareTheMeanOfTheirRanks() {
    Arena arena =
        new Handmade().with("a", "t", 0.2).with("b", "t", 0.2).with("c", "t", 0.1).arena();

    assertThat(Ranks.among(arena, Metric.AUC))
        .containsEntry("a", 2.5)
        .containsEntry("b", 2.5)
        .containsEntry("c", 1.0);
  }

  @Test
  void keepsBudgetsAndWorkersApart() {
    Handmade made = new Handmade().with("a", "t", 0.2);
    LoggedRun run = made.runs().getFirst();
    made.runs()
        .add(
            new LoggedRun(
                "a", "t", 8, 16, 1, true, 0, 0, run.spent(), run.regrets(), run.finalRegrets()));

    List<Arena> arenas = Arena.of(made.runs(), java.util.Map.of("t", Handmade.FACTS));

    assertThat(arenas).extracting(Arena::workers).containsExactly(1, 8);
    assertThat(arenas.getFirst().title()).isEqualTo("1 worker, 4 full trainings");
  }

  @Test
  void theSignedRankTestOfFiveWinsIsOneInSixteen() {
    double[] a = {1, 2, 3, 4, 5};
    double[] b = {2, 4, 6, 8, 10};

    assertThat(Wilcoxon.pValue(a, b)).isCloseTo(2.0 / 32, within(1e-12));
    assertThat(Wilcoxon.pValue(a, a)).isEqualTo(1);
  }

  @Test
  void pairsWithoutADifferenceSayNothing() {
    double[] a = {1, 2, 3, 4, 5, 7, 7};
    double[] b = {2, 4, 6, 8, 10, 7, 7};

    assertThat(Wilcoxon.pValue(a, b)).isCloseTo(2.0 / 32, within(1e-12));
  }

  @Test
  void holmMultipliesTheSmallestMost() {
    assertThat(Wilcoxon.holm(new double[] {0.01, 0.04, 0.03, 0.9}))
        .containsExactly(new double[] {0.04, 0.09, 0.09, 0.9}, within(1e-12));
  }

  @Test
  void aCellIsLostOnceTheBoundIsAboveTheMargin() {
    // .6 - 1.1 * .1 = .49 less t(2) = 2.919986 times sqrt(.01 / 3)
    double bound = LostCells.lowerBound(new double[] {0.5, 0.6, 0.7}, new double[] {0.1, 0.1, 0.1});

    assertThat(bound).isCloseTo(0.49 - 2.919986 * Math.sqrt(0.01 / 3), within(1e-6));
  }

  @Test
  void listsTheTablesThatAreSurelyLost() {
    Arena arena =
        new Handmade()
            .with("a", "lost", 0.5, 0.6, 0.7)
            .with("p", "lost", 0.1, 0.1, 0.1)
            .with("a", "unsure", 0.1, 0.6, 0.2)
            .with("p", "unsure", 0.1, 0.2, 0.3)
            .with("a", "won", 0.1, 0.1, 0.1)
            .with("p", "won", 0.5, 0.6, 0.7)
            .arena();

    assertThat(LostCells.of(arena, "a", Handmade.yardstick("p"), Metric.AUC))
        .containsExactly("lost");
  }

  @Test
  void barsJoinTheLargestGroupsThatAreNotToldApart() {
    List<RankDiagram.Place> places =
        List.of(
            new RankDiagram.Place("a", 1.2),
            new RankDiagram.Place("b", 2),
            new RankDiagram.Place("c", 2.8),
            new RankDiagram.Place("d", 4));
    boolean[][] alike = new boolean[4][4];
    alike[0][1] = true;
    alike[1][2] = true;

    var diagram = new RankDiagram(places, alike);

    assertThat(diagram.groups()).containsExactly(new int[] {0, 1}, new int[] {1, 2});
    assertThat(diagram.svg())
        .startsWith("<svg")
        .contains("a  1.20", "d  4.00")
        .endsWith("</svg>\n");
  }
}
