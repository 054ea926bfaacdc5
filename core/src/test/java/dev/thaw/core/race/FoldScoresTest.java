package dev.thaw.core.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of folds from their running means. */
final class FoldScoresTest {

  private static double[] means(double... scores) {
    double[] means = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum += scores[i];
      means[i] = sum / (i + 1);
    }
    return means;
  }

  @Test
  void aScoreIsWhatTheMeanRoseBy() {
    FoldScores scores = FoldScores.ofMeans(means(0.3, 0.1, 0.7));

    assertThat(scores.score(0)).isCloseTo(0.3, within(1e-15));
    assertThat(scores.score(1)).isCloseTo(0.1, within(1e-15));
    assertThat(scores.score(2)).isCloseTo(0.7, within(1e-15));
  }

  @ParameterizedTest(name = "first score {0}")
  @ValueSource(doubles = {0.1, 0.3, 1e-3, 0.77, 123.4, -5.1})
  void scoresThatWereEqualTieWhateverCameBefore(double first) {
    double[] one = {first, 0.21, 0.1, 0.1, 0.21, 0.1, 0.33, 0.1, 0.21, 0.1};
    double[] other = {0.1, 0.4, 0.7, 0.1, 0.21, 0.1, 0.33, 0.1, 0.21, 0.1};
    var rivals = List.of(FoldScores.ofMeans(means(one)), FoldScores.ofMeans(means(other)));

    for (int fold = 3; fold < 10; fold++) {
      assertThat(RankTests.ranks(rivals, fold)).as("fold %d", fold).containsExactly(1.5, 1.5);
    }
  }

  @Test
  void scoresThatDifferByAMillionthDoNotTie() {
    var rivals =
        List.of(
            FoldScores.ofMeans(means(0.3, 0.1, 0.1000001)),
            FoldScores.ofMeans(means(0.7, 0.9, 0.1)));

    assertThat(RankTests.ranks(rivals, 2)).containsExactly(2, 1);
  }

  @Test
  void scoresAsReportedTieOnlyIfTheyAreEqual() {
    var rivals =
        List.of(
            FoldScores.exact(new double[] {0.1}),
            FoldScores.exact(new double[] {Math.nextUp(0.1)}),
            FoldScores.exact(new double[] {0.1}));

    assertThat(RankTests.ranks(rivals, 0)).containsExactly(1.5, 3, 1.5);
  }
}
