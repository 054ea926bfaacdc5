package dev.thaw.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: scores are those of the published rules. Method: one run of 16 epochs with T = 4 whose
 * regret falls to .8, .4, .2 and 0 after 1, 4, 9 and 15 epochs. Of the 25 points 4 * 4^(i/24) the
 * first 15 lie below 9 and the next 8 below 15: AUC = (15 * .4 + 8 * .2) / 25 = .304.
 */
class ScorerTest {

  private static final LoggedRun RUN =
      Handmade.run("a", "t", 1, new double[] {1, 4, 9, 15}, new double[] {0.8, 0.4, 0.2, 0});

  @ParameterizedTest
  @CsvSource({"AUC, .304", "AT_10, .8", "AT_25, .4", "AT_50, .4", "AT_100, 0"})
  void scoresARunAsComputedByHand(Metric metric, double expected) {
    assertThat(new Scorer(Handmade.FACTS).score(RUN, metric)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void dividesByTheRegretOfAMedianRowAndClips() {
    var scorer = new Scorer(new TableFacts(4, 0.5, 1, false));

    assertThat(scorer.at(RUN, 1)).isEqualTo(1);
    assertThat(scorer.at(RUN, 9)).isEqualTo(0.4);
  }

  @Test
  void countsOneWhileThereIsNoValue() {
    assertThat(new Scorer(Handmade.FACTS).at(RUN, 0.5)).isEqualTo(1);
  }

  @Test
  void whereHalfOfTheRowsAreTheBestOnlyTheBestCounts() {
    var scorer = new Scorer(new TableFacts(4, 0, 0, false));

    assertThat(scorer.at(RUN, 9)).isEqualTo(1);
    assertThat(scorer.at(RUN, 16)).isZero();
  }

  @Test
  void takesTheRecommendedRowsLastValueWhereRowsHaveReplicates() {
    var run =
        new LoggedRun(
            "a", "t", 1, 16, 1, true, 0, 0, new double[] {1}, new double[] {0}, new double[] {0.6});

    assertThat(new Scorer(new TableFacts(4, 1, 2, true)).at(run, 16)).isEqualTo(0.3);
  }

  @Test
  void readsRunsOfOtherTools() throws Exception {
    String line =
        """
        {"peer": "st-asha", "table": "t", "workers": 8, "budget": 1020, "seed": 3, "asks": 5,
         "ask_s": 0.5, "report_s": 0.25,
         "curve": [[3.4, 1, 8, 0.7, 0.2, 0.6, 0.1, 17], [4.0, 2, 9, 0.6, 0.1, null, null, 18]]}
        """;

    LoggedRun run = LoggedRun.of(new ObjectMapper().readTree(line), Clock.EPOCHS);

    assertThat(run.complete()).isTrue();
    assertThat(run.decisionSeconds()).isEqualTo(0.75);
    assertThat(run.spent()).containsExactly(1, 2);
    assertThat(run.regrets()).containsExactly(0.2, 0.1);
    assertThat(run.finalRegrets()).containsExactly(0.1, Double.NaN);
  }

  @Test
  void readsTheSameRunsOverTheSecondsOfAllWorkersTogether() throws Exception {
    String line =
        """
        {"peer": "st-asha", "table": "t", "workers": 8, "budget": 1020, "seed": 3,
         "virtual_s": 5.5,
         "curve": [[3.5, 1, 8, 0.7, 0.2, 0.6, 0.1, 17], [4.0, 2, 9, 0.6, 0.1, null, null, 18]]}
        """;

    LoggedRun run = LoggedRun.of(new ObjectMapper().readTree(line), Clock.SECONDS);

    assertThat(run.budget()).isEqualTo(44);
    assertThat(run.spent()).containsExactly(28, 32);
    assertThat(run.dear()).isEmpty();
    assertThat(run.within(30).budget()).isEqualTo(30);
    assertThat(new Scorer(new TableFacts(4, 1, 1, false)).at(run.within(30), 30)).isEqualTo(0.2);
  }
}
