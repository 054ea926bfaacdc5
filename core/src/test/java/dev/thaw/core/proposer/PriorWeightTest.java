package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Prior;
import dev.thaw.core.space.SearchSpace;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriorWeightTest {

  /** Right about two of the parameters of the smooth function. */
  private static final SearchSpace RIGHT =
      Problems.SMOOTH.withPriors(List.of(Prior.of("b", 0.2, 0.1), Prior.of("c", 0.6, 0.1)));

  private static final SearchSpace WRONG =
      Problems.SMOOTH.withPriors(List.of(Prior.of("b", 0.9, 0.1), Prior.of("c", 0.1, 0.1)));

  @Test
  void fadesWithTheNumberOfTrials() {
    Configuration one = Trying.at(RIGHT, 0.5, 0.25, 0.6, 0.5);
    double density = RIGHT.logPrior(one);
    List<Observed> observed = Trying.observed(RIGHT, Problems::smooth, 40, 1);
    PriorWeight weight = PriorWeight.defaults();

    assertThat(density).isPositive();
    assertThat(weight.logWeight(known(observed.subList(0, 0)), one)).isEqualTo(10 * density);
    assertThat(weight.logWeight(known(observed.subList(0, 10)), one))
        .isCloseTo(density, within(1e-12));
    assertThat(weight.logWeight(known(observed), one)).isCloseTo(density / 4, within(1e-12));
    assertThat(new PriorWeight(0).logWeight(known(observed), one)).isZero();
  }

  private static Knowledge known(List<Observed> observed) {
    return new Knowledge(RIGHT, observed, List.of(), observed.size(), 0, 1);
  }

  @Test
  void weighsNothingWithoutPriors() {
    Knowledge known = new Knowledge(Problems.SMOOTH, List.of(), List.of(), 0, 0, 1);

    assertThat(PriorWeight.defaults().logWeight(known, Problems.SMOOTH.defaults())).isZero();
  }

  @Test
  void refusesAConfidenceThatIsNegative() {
    assertThatThrownBy(() -> new PriorWeight(-1))
        .hasMessage("confidence (-1.0) must be from 0.0 to 1000.0.");
  }

  @Test
  void helpsTheParzenEstimatorAndTheEvolutionStrategyWhereItIsRight() {
    for (Proposer proposer : List.of(TpeProposer.defaults(), CmaEsProposer.defaults())) {
      double without = Trying.medianBest(proposer, Problems.SMOOTH, Problems::smooth, 25);

      assertThat(Trying.medianBest(proposer, RIGHT, Problems::smooth, 25))
          .isLessThan(0.9 * without);
    }
  }

  @Test
  void doesNotSpoilTheParzenEstimatorWhereItIsWrong() {
    double random = Trying.medianBest(Trying.random(), Problems.SMOOTH, Problems::smooth, 100);

    assertThat(Trying.medianBest(TpeProposer.defaults(), WRONG, Problems::smooth, 100))
        .isLessThan(0.5 * random);
  }
}
