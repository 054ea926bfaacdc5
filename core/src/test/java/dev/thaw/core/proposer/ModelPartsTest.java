package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Goal: what proposers share: when to fit, to what, on which scale, and how to move. */
class ModelPartsTest {

  private static Results results(int count) {
    return Results.of(Mixed.SPACE, Mixed.random(Mixed.SPACE, count, Mixed::score));
  }

  @Test
  void fitsAgainWheneverThereAreAFifthMore() {
    var refits = new Refits<Integer>(1.2);

    assertThat(IntStream.of(0, 1, 2, 9, 10, 11, 12, 13, 14, 15, 16).map(refits::due))
        .containsExactly(0, 1, 2, 9, 10, 10, 12, 12, 14, 14, 16);
  }

  @Test
  void fitsOnceForAllCountsBetweenTwoFits() {
    var refits = new Refits<Integer>(2);
    List<Integer> fitted = new ArrayList<>();
    for (int count = 4; count <= 9; count++) {
      refits.of(
          results(count),
          1,
          first -> {
            fitted.add(first.size());
            return first.size();
          });
    }

    assertThat(fitted).containsExactly(4, 8);
  }

  @Test
  void keepsTheBetterHalfAndTheBestFirst() {
    Results results = results(100);
    int[] chosen = Thinned.of(results, 20);

    assertThat(chosen).hasSize(20).doesNotHaveDuplicates();
    assertThat(Arrays.copyOf(chosen, 10)).containsExactly(Arrays.copyOf(results.ranked(), 10));
  }

  @Test
  void keepsEverythingWhereThereIsRoom() {
    assertThat(Thinned.of(results(20), 20)).containsExactly(results(20).ranked());
  }

  @Test
  void whatCouldNotBeTrainedIsRankedLastAndCountsAsTheWorst() {
    List<Observed> observed = new ArrayList<>(Mixed.random(Mixed.SPACE, 3, Mixed::score));
    observed.set(0, Mixed.seen(0, observed.get(0).configuration(), Double.NaN));
    Results results = Results.of(Mixed.SPACE, observed);

    assertThat(results.feasible()).isEqualTo(2);
    assertThat(results.ranked()[2]).isZero();
    assertThat(results.scores()[0]).isEqualTo(Math.max(results.scores()[1], results.scores()[2]));
  }

  @Test
  void standardisedScoresHaveMeanZeroAndDeviationOne() {
    double[] scores = Standardised.of(new double[] {1, 2, 3, 6}).apply(new double[] {1, 2, 3, 6});

    assertThat(Arrays.stream(scores).sum()).isCloseTo(0, within(1e-12));
    assertThat(Arrays.stream(scores).map(s -> s * s).sum()).isCloseTo(4, within(1e-12));
  }

  @Test
  void aRunThatDivergedCountsAsThreeTimesAsFarFromTheMedianAsTheBest() {
    Standardised scale = Standardised.of(new double[] {1, 2, 3, 4, 1e12});

    assertThat(scale.cap()).isEqualTo(9);
    assertThat(scale.deviation()).isLessThan(10);
  }

  @Test
  void logarithmsOfScoresKeepTheirOrderAndStretchWhatIsGood() {
    List<Observed> observed = Mixed.random(Mixed.SPACE, 20, Mixed::score);
    Results results = Results.of(Mixed.SPACE, observed);
    double[] logs = ForestProposer.logScaled(results);
    int[] ranked = results.ranked();

    assertThat(logs[ranked[19]]).isCloseTo(0, within(1e-12));
    for (int i = 1; i < 20; i++) {
      assertThat(logs[ranked[i]]).isGreaterThan(logs[ranked[i - 1]]);
    }
  }

  @Test
  void theMeanOfLogarithmsIsTakenOfWhatTheyStandFor() {
    double[][] logs = {{Math.log(2), -2_000}, {Math.log(4), Double.NEGATIVE_INFINITY}};

    assertThat(SpearmintProposer.logMeanExp(logs, 0)).isCloseTo(Math.log(3), within(1e-12));
    assertThat(SpearmintProposer.logMeanExp(logs, 1)).isCloseTo(-2_000 - Math.log(2), within(1e-9));
  }

  @Test
  void aChoiceMovesToAnotherChoiceAndANumberStaysInTheCube() {
    SearchSpace space =
        SearchSpace.of(
            CategoricalParameter.of("kind", "a", "b", "c"), RealParameter.linear("x", 0, 1));
    var moves = new Moves(space);
    var rolls = new Rolls(Draws.of(1, "moves", 0));
    double[] from = {0.5, 0.95};
    for (int i = 0; i < 1_000; i++) {
      double[] to = moves.from(from, 1, 0.3, rolls);
      assertThat(to[0]).isIn(0.5 / 3, 2.5 / 3);
      assertThat(to[1]).isBetween(0.0, 1.0);
    }
  }

  @Test
  void aMoveChangesOneCoordinateIfNoneIsDrawn() {
    var moves = new Moves(Mixed.SPACE);
    var rolls = new Rolls(Draws.of(2, "moves", 0));
    double[] from = Mixed.SPACE.encode(Mixed.SPACE.defaults());
    for (int i = 0; i < 1_000; i++) {
      double[] to = moves.from(from, 0, 0.1, rolls);
      assertThat(IntStream.range(0, 4).filter(j -> to[j] != from[j]).count()).isOne();
    }
  }

  @Test
  void optionsOutOfTheirRangeAreRefusedByName() {
    assertThatThrownBy(
            () -> new GpProposer.Options(Measure.LOWEST_MEAN, -1, Pending.BELIEVER, 8, 200, 500))
        .hasMessageStartingWith("kappa (-1.0) must be from 0.0");
    assertThatThrownBy(() -> new ForestProposer.Options(0, 1_000, 0.2, 0))
        .hasMessage("trees (0) must be from 1 to 1000.");
    assertThatThrownBy(() -> new HordProposer(Double.NaN, 200, 1_000, 200, true))
        .hasMessageStartingWith("radius (NaN)");
    assertThatThrownBy(() -> SpearmintProposer.Options.defaults().sampling(0, 10))
        .hasMessage("samples (0) must be from 1 to 100.");
  }
}
