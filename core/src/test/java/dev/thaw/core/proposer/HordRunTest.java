package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Goal: the radius and the restarts of HORD follow from the results as pySOT's counters do. */
class HordRunTest {

  private static final SearchSpace SPACE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("y", 0, 1));
  private static final int DESIGN = 6;

  /** With two dimensions four failures halve the radius. */
  private static final List<Double> FOUR_FAILURES = Collections.nCopies(4, 2.0);

  private static HordRun after(List<Double> later) {
    List<Double> scores = new ArrayList<>(Collections.nCopies(DESIGN, 1.0));
    scores.addAll(later);
    List<Observed> observed =
        IntStream.range(0, scores.size())
            .mapToObj(i -> Mixed.seen(i, SPACE.defaults(), scores.get(i)))
            .toList();
    return HordRun.after(Results.of(SPACE, observed), DESIGN, 0.2);
  }

  private static List<Double> joined(List<Double> first, List<Double> second) {
    List<Double> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  @Test
  void beginsWithTheFirstRadiusWhateverTheDesignCameTo() {
    assertThat(after(List.of())).isEqualTo(new HordRun(0, 0, 0.2));
  }

  @Test
  void halvesTheRadiusAfterFourFailures() {
    assertThat(after(FOUR_FAILURES.subList(0, 3)).radius()).isEqualTo(0.2);
    assertThat(after(FOUR_FAILURES).radius()).isEqualTo(0.1);
  }

  @Test
  void doublesTheRadiusAfterThreeSuccessesUpToTheFirst() {
    List<Double> successes = List.of(0.9, 0.8, 0.7);

    assertThat(after(joined(FOUR_FAILURES, successes)).radius()).isEqualTo(0.2);
    assertThat(after(successes).radius()).isEqualTo(0.2);
  }

  @Test
  void anImprovementOfLessThanAThousandthIsAFailure() {
    assertThat(after(List.of(0.9995, 0.9992, 0.9991, 0.99905)).radius()).isEqualTo(0.1);
  }

  @Test
  void whatCouldNotBeTrainedIsAFailure() {
    assertThat(after(Collections.nCopies(4, Double.NaN)).radius()).isEqualTo(0.1);
  }

  @Test
  void beginsANewRunAfterSixteenFailuresInARow() {
    assertThat(after(Collections.nCopies(15, 2.0)).number()).isZero();
    assertThat(after(Collections.nCopies(16, 2.0))).isEqualTo(new HordRun(1, DESIGN + 16, 0.2));
  }

  @Test
  void beginsANewRunWhenTheRadiusIsASixtyFourthOfTheFirst() {
    List<Double> later = new ArrayList<>();
    double best = 1;
    for (int i = 0; i < 6; i++) {
      later.addAll(FOUR_FAILURES);
      best -= 0.01;
      later.add(best);
    }

    assertThat(after(later.subList(0, later.size() - 2)).number()).isZero();
    assertThat(after(later).number()).isEqualTo(1);
  }

  @Test
  void aNewRunBeginsWithANewDesign() {
    List<Double> later = Collections.nCopies(16 + DESIGN + 3, 2.0);

    assertThat(after(later)).isEqualTo(new HordRun(1, DESIGN + 16, 0.2));
  }

  @Test
  void theFirstProposalsAreALatinHypercube() {
    List<Observed> trials = Mixed.search(HordProposer.defaults(), SPACE, _ -> 1, DESIGN, 4);

    for (int coordinate = 0; coordinate < 2; coordinate++) {
      int own = coordinate;
      assertThat(trials)
          .extracting(trial -> (int) (DESIGN * SPACE.encode(trial.configuration())[own]))
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    }
  }
}
