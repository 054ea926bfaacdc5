package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class FiniteDifferenceProposerTest {

  private static final SearchSpace SQUARE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("y", 0, 1));
  private static final FiniteDifferenceProposer PROPOSER =
      new FiniteDifferenceProposer(0.0625, 0.25);

  private static double slope(Configuration one) {
    return 3 * Problems.number(one, "x") - 4 * Problems.number(one, "y");
  }

  private static List<double[]> points(
      SearchSpace space, ToDoubleFunction<Configuration> function, int trials, int workers) {
    return Trying.configurations(Trying.tries(PROPOSER, space, function, trials, workers, 1))
        .stream()
        .map(space::encode)
        .toList();
  }

  @Test
  void triesTheStartThenItsNeighboursThenAStepDownTheSlope() {
    List<double[]> points = points(SQUARE, FiniteDifferenceProposerTest::slope, 5, 1);

    assertThat(points.get(0)).containsExactly(0.5, 0.5);
    assertThat(points.get(1)).containsExactly(0.5625, 0.5);
    assertThat(points.get(2)).containsExactly(0.5, 0.5625);
    assertThat(points.get(3)).containsExactly(new double[] {0.35, 0.7}, within(1e-9));
    assertThat(points.get(4)).containsExactly(new double[] {0.4125, 0.7}, within(1e-9));
  }

  @Test
  void halvesAStepThatIsNotBetter() {
    ToDoubleFunction<Configuration> valley =
        one -> Math.abs(Problems.number(one, "x") - 0.625) + 0 * Problems.number(one, "y");

    List<double[]> points = points(SQUARE, valley, 5, 1);

    assertThat(points.get(3)).containsExactly(0.75, 0.5);
    assertThat(points.get(4)).containsExactly(0.625, 0.5);
  }

  @Test
  void startsAnotherDescentWhereNoStepIsBetter() {
    ToDoubleFunction<Configuration> peak =
        one ->
            Math.abs(Problems.number(one, "x") - 0.5) + Math.abs(Problems.number(one, "y") - 0.5);

    List<Observed> tries = Trying.tries(PROPOSER, SQUARE, peak, 12, 1, 1);
    List<String> measures = new ArrayList<>();
    for (int trial = 0; trial < 12; trial++) {
      Knowledge known = new Knowledge(SQUARE, tries.subList(0, trial), List.of(), trial, 0, 1);
      measures.add(PROPOSER.propose(known, Draws.of(1, "trying", trial)).orElseThrow().measure());
    }

    assertThat(measures)
        .startsWith("start", "difference", "difference", "line-step", "line-step", "start");
  }

  @Test
  void triesNeighboursAtOnceAndBeginsAnotherDescentWhileItWaits() {
    List<Configuration> pending = new ArrayList<>();
    List<Observed> observed = new ArrayList<>();
    observed.add(new Observed(0, SQUARE.defaults(), 1, slope(SQUARE.defaults()), 1));
    List<String> measures = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      Knowledge known = new Knowledge(SQUARE, observed, pending, i, 0, 1);
      Proposal proposal = PROPOSER.propose(known, Draws.of(1, "wait", i)).orElseThrow();
      measures.add(proposal.measure());
      pending.add(proposal.configuration());
    }

    assertThat(measures).containsExactly("difference", "difference", "start", "start");
  }

  @Test
  void triesAShorterStepWhileALongerOneIsPending() {
    List<Observed> observed =
        Trying.tries(PROPOSER, SQUARE, FiniteDifferenceProposerTest::slope, 3, 1, 1);
    Configuration longest = Trying.at(SQUARE, 0.35, 0.7);

    Knowledge known = new Knowledge(SQUARE, observed, List.of(longest), 4, 0, 1);
    Configuration next =
        PROPOSER.propose(known, Draws.of(1, "wait", 0)).orElseThrow().configuration();

    assertThat(SQUARE.encode(next)).containsExactly(new double[] {0.425, 0.6}, within(1e-9));
  }

  @Test
  void goesToTheNextWholeNumberAndKeepsTheChoiceOfTheStart() {
    SearchSpace space =
        SearchSpace.of(IntegerParameter.linear("n", 1, 3), CategoricalParameter.of("c", "a", "b"));

    List<double[]> points = points(space, Problems::ofNumber, 2, 1);

    assertThat(points.get(0)).containsExactly(new double[] {0.5, 0.25}, within(1e-12));
    assertThat(points.get(1)).containsExactly(new double[] {5 / 6.0, 0.25}, within(1e-12));
  }

  @Test
  void looksBackwardsWhereThereIsNoRoomForwards() {
    SearchSpace edge =
        SearchSpace.of(
            RealParameter.linear("x", 0, 1).withDefault(1), RealParameter.linear("y", 0, 1));

    assertThat(points(edge, FiniteDifferenceProposerTest::slope, 2, 1).get(1))
        .containsExactly(0.9375, 0.5);
  }
}
