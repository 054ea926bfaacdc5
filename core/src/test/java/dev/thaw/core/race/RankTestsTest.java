package dev.thaw.core.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of ranks against published examples and what is computed by hand. */
final class RankTestsTest {

  /** Four grasses by twelve homeowners: Conover 1999, section 5.8, example 1. */
  private static final double[][] GRASSES = {
    {4, 4, 3, 3, 4, 2, 1, 2, 3.5, 4, 4, 3.5},
    {3, 2, 1.5, 1, 2, 2, 3, 4, 1, 1, 2, 1},
    {2, 3, 1.5, 2, 1, 2, 2, 1, 2, 3, 3, 2},
    {1, 1, 4, 4, 3, 4, 4, 3, 3.5, 2, 1, 3.5}
  };

  private static List<FoldScores> rivals(double[]... scores) {
    return Arrays.stream(scores).map(FoldScores::exact).toList();
  }

  private static Verdict test(double[]... scores) {
    return RankTests.of(rivals(scores), 0.05);
  }

  private static List<Integer> worse(Verdict verdict) {
    return IntStream.range(0, verdict.rankSums().size()).filter(verdict::isWorse).boxed().toList();
  }

  @Test
  void friedmansTestOfTheGrassesIsAsInTheBook() {
    Verdict verdict = test(GRASSES);

    assertThat(verdict.test()).isEqualTo(RankTest.FRIEDMAN);
    assertThat(verdict.rankSums()).containsExactly(38.0, 23.5, 24.5, 34.0);
    assertThat(verdict.statistic()).isCloseTo(3 * 152.5 / 56.5, within(1e-12));
    assertThat(verdict.pValue()).isCloseTo(0.0440421, within(1e-6));
  }

  @Test
  void theLeastSignificantDifferenceOfTheGrassesIsAsInTheBook() {
    Verdict verdict = test(GRASSES);

    // 11.49 in the book, from a rounded quantile; 2.0345 for 33 degrees times 5.6434.
    assertThat(verdict.margin()).isCloseTo(11.4816, within(1e-3));
    assertThat(verdict.best()).isEqualTo(1);
    assertThat(worse(verdict)).containsExactly(0);
  }

  @Test
  void ifAllFoldsAgreeTheStatisticIsTheLargestThereIsAndTheRestIsWorse() {
    double[] best = {1, 1, 1, 1};
    double[] middle = {2, 2, 2, 2};
    double[] last = {3, 3, 3, 3};

    Verdict verdict = test(middle, best, last);

    assertThat(verdict.statistic()).isCloseTo(4 * 2, within(1e-12));
    assertThat(verdict.pValue()).isCloseTo(Math.exp(-4), within(1e-12)); // 2 degrees.
    assertThat(verdict.margin()).isCloseTo(0, within(1e-6));
    assertThat(worse(verdict)).containsExactly(0, 2);
  }

  @Test
  void whoTiesWithTheBestOnAllFoldsStays() {
    double[] best = {1, 1, 1, 1, 1};
    double[] last = {3, 3, 3, 3, 3};

    Verdict verdict = test(best, last, best);

    assertThat(verdict.rankSums()).containsExactly(7.5, 15.0, 7.5);
    assertThat(verdict.best()).isZero();
    assertThat(worse(verdict)).containsExactly(1);
  }

  @Test
  void nothingIsSignificantBetweenRivalsThatAlwaysTie() {
    double[] same = {5, 5, 5, 5, 5, 5};

    Verdict three = test(same, same, same);
    Verdict two = test(same, same);

    assertThat(three.pValue()).isEqualTo(1);
    assertThat(worse(three)).isEmpty();
    assertThat(two.pValue()).isEqualTo(1);
    assertThat(worse(two)).isEmpty();
  }

  @Test
  void oneFoldAloneDropsNobody() {
    assertThat(worse(test(new double[] {1}, new double[] {2}, new double[] {3}))).isEmpty();
  }

  @Test
  void oneRivalIsComparedWithNobody() {
    Verdict verdict = test(new double[] {1, 2, 3});

    assertThat(verdict.test()).isEqualTo(RankTest.NONE);
    assertThat(worse(verdict)).isEmpty();
  }

  @Test
  void noRivalIsRefused() {
    assertThatThrownBy(() -> RankTests.of(List.of(), 0.05))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wilcoxonsTestOfDepressionIsAsInTheBook() {
    // Hollander and Wolfe 1973, table 3.1: V = 40 of 45, one-sided p = 0.01953.
    double[] before = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    double[] after = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};

    Verdict verdict = test(before, after);

    assertThat(verdict.test()).isEqualTo(RankTest.WILCOXON);
    assertThat(verdict.rankSums()).containsExactly(40.0, 5.0);
    assertThat(verdict.pValue()).isCloseTo(20.0 / 512, within(1e-12));
    assertThat(worse(verdict)).containsExactly(0);
  }

  @Test
  void wilcoxonNeedsSixFoldsThatAgree() {
    double[] zeros = new double[6];
    double[] better = {-1, -2, -3, -4, -5, -6};

    Verdict six = test(zeros, better);
    Verdict five = test(Arrays.copyOf(zeros, 5), Arrays.copyOf(better, 5));

    assertThat(six.pValue()).isCloseTo(2.0 / 64, within(1e-12));
    assertThat(worse(six)).containsExactly(0);
    assertThat(five.pValue()).isCloseTo(2.0 / 32, within(1e-12));
    assertThat(worse(five)).isEmpty();
  }

  @Test
  void wilcoxonSharesRanksAndLeavesOutFoldsOnWhichBothTie() {
    // Four differences of the same size, one of them negative: 2 (1 + 4) / 16.
    Verdict verdict = test(new double[] {1, 1, 1, 0, 7}, new double[] {0, 0, 0, 1, 7});

    assertThat(verdict.rankSums()).containsExactly(7.5, 2.5);
    assertThat(verdict.pValue()).isCloseTo(10.0 / 16, within(1e-12));
  }

  @Test
  void wilcoxonIsApproximatedForManyFolds() {
    double[] differences = new double[100];
    for (int rank = 1; rank <= 100; rank++) {
      boolean against = rank <= 55 || rank == 60 || rank == 100; // 1540 + 60 + 100
      differences[rank - 1] = against ? -rank : rank;
    }

    Verdict verdict = test(differences, new double[100]);

    assertThat(verdict.statistic()).isEqualTo(1700);
    assertThat(verdict.pValue()).isCloseTo(P_OF_1700, within(1e-7));
  }

  /** Twice the normal tail at (1700.5 - 2525) / sqrt(100 * 101 * 201 / 24). */
  private static final double P_OF_1700 = 0.00458402;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theBestIsNeverWorseAndTheOrderOfRivalsDoesNotMatter(long seed) {
    Draws draws = Draws.of(seed, "ranks", 0);
    List<double[]> scores = new ArrayList<>();
    for (int rival = 0; rival < 7; rival++) {
      int number = rival;
      scores.add(
          IntStream.range(0, 8)
              .mapToDouble(fold -> number / 3 + draws.below(4, 8 * number + fold))
              .toArray());
    }
    Verdict verdict = test(scores.toArray(double[][]::new));
    Verdict turned = test(scores.reversed().toArray(double[][]::new));

    assertThat(verdict.isWorse(verdict.best())).isFalse();
    assertThat(turned.statistic()).isCloseTo(verdict.statistic(), within(1e-9));
    for (int rival = 0; rival < 7; rival++) {
      assertThat(turned.isWorse(6 - rival)).isEqualTo(verdict.isWorse(rival));
    }
  }

  @Test
  void ofRivalsThatDoNotDifferAboutOneTestInTwentyIsSignificant() {
    int significant = 0;
    for (int repetition = 0; repetition < 2000; repetition++) {
      Draws draws = Draws.of(1, "equals", repetition);
      double[][] scores = new double[6][10];
      for (int i = 0; i < 60; i++) {
        scores[i / 10][i % 10] = draws.uniform(i);
      }
      significant += test(scores).significant() ? 1 : 0;
    }

    assertThat(significant).isBetween(60, 120); // 100 expected; three deviations are 30.
  }
}
