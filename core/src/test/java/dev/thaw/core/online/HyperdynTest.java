package dev.thaw.core.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.online.Hyperdyn.Further;
import dev.thaw.core.online.Hyperdyn.Options;
import dev.thaw.core.online.Hyperdyn.Take;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: Hyperdyn does what its paper says, and what it costs is counted. */
class HyperdynTest {
  private static final Options USUAL = Options.defaults();

  /** A history in which settings never matter: errors by epoch, as Hyperdyn trains them. */
  private static History told(Hyperdyn hyperdyn, long seed, List<Double> errors) {
    History history = Walk.begin(seed, 0.1);
    for (double error : errors) {
      Step step = hyperdyn.next(history);
      int from = step instanceof Step.Backtrack(int to, var _) ? to : history.size();
      history = history.and(new Trained(from, step.values(), error, Map.of()));
    }
    return history;
  }

  /** The share of seeds for which the state of the second round's proposal is kept. */
  private static double switches(List<Double> errors) {
    // What is proposed does not matter here.
    var quick = new EpochModel.Options(false, false, EpochModel.Incumbent.OBSERVED, 10);
    var hyperdyn =
        new Hyperdyn(
            new Options(5, true, 4, 1, 0.01, 100, Take.WATCH, false, Further.none(), quick));
    long switched =
        IntStream.range(0, 1_000)
            .filter(seed -> Rounds.of(told(hyperdyn, seed, errors), USUAL).base() == 9)
            .count();
    return switched / 1_000.0;
  }

  @Test
  void keepsForCertainWhatHasRisenByTheOffset() {
    assertThat(Rounds.keepProbability(0.01, 1, unit(1))).isEqualTo(1, within(1e-12));
    assertThat(Rounds.keepProbability(0, 1, unit(1))).isEqualTo(0.99005, within(1e-5));
  }

  @Test
  void anAccuracyIsTakenForPercent() {
    assertThat(1 - Rounds.keepProbability(-0.01, 1, unit(100))).isEqualTo(0.636, within(5e-4));
    assertThat(1 - Rounds.keepProbability(-0.05, 1, unit(1))).isEqualTo(0.058, within(5e-4));
  }

  private static Options unit(double unit) {
    return new Options(5, true, 4, 1, 0.01, unit, Take.WATCH, false, Further.none(), USUAL.model());
  }

  @Test
  void theRandomStartTriesFiveSettingsFromTheUntrainedState() {
    History history = told(new Hyperdyn(USUAL), 3, List.of(0.5, 0.4, 0.2, 0.6, 0.7));

    assertThat(history.epochs()).allMatch(epoch -> epoch.from() == 0);
    assertThat(history.epochs().stream().map(Trained::values).distinct()).hasSize(5);
    assertThat(history.epoch(1).values()).isEqualTo(history.start());
  }

  @Test
  void theFirstRoundTrainsTheBestSettingsAndAProposalFromTheirState() {
    History history = told(new Hyperdyn(USUAL), 3, List.of(0.5, 0.4, 0.2, 0.6, 0.7, 0.1, 0.1));

    assertThat(history.epoch(6).from()).isEqualTo(3);
    assertThat(history.epoch(6).values()).isEqualTo(history.epoch(3).values());
    assertThat(history.epoch(7).from()).isEqualTo(3);
    assertThat(history.epoch(7).values()).isNotEqualTo(history.epoch(3).values());
  }

  @Test
  void ofEqualStartsTheFirstIsKept() {
    History history = told(new Hyperdyn(USUAL), 3, List.of(0.5, 0.4, 0.4, 0.6, 0.7));

    assertThat(Rounds.of(history, USUAL).base()).isEqualTo(2);
  }

  @Test
  void afterAFallByAPointTwoThirdsSwitch() {
    // Kept errors: 0.5 after the start, 0.51 after the first round. Over 1,000 seeds the deviation
    // of the share is 0.015.
    List<Double> fallen = List.of(0.5, 0.9, 0.9, 0.9, 0.9, 0.51, 0.51, 0.5, 0.5);

    assertThat(switches(fallen)).isEqualTo(0.636, within(0.06));
  }

  @Test
  void whatRisesIsKept() {
    assertThat(switches(List.of(0.5, 0.9, 0.9, 0.9, 0.9, 0.4, 0.4, 0.3, 0.1))).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theGreedyRivalAlwaysTakesTheProposal(long seed) {
    Options greedy = USUAL.taking(Take.PROPOSAL);
    History history = told(new Hyperdyn(greedy), seed, rising(11));

    assertThat(Rounds.of(history, greedy).kept()).containsExactly(1, 7, 9, 11);
  }

  private static List<Double> rising(int epochs) {
    return IntStream.range(0, epochs).mapToObj(i -> 0.1 + i / 100.0).toList();
  }

  @Test
  void theBetterOfTwoIsTakenWhereThatIsAskedFor() {
    Options best = USUAL.taking(Take.BEST);
    List<Double> errors = List.of(0.5, 0.9, 0.9, 0.9, 0.9, 0.4, 0.3, 0.2, 0.25);

    assertThat(Rounds.of(told(new Hyperdyn(best), 5, errors), best).kept())
        .containsExactly(1, 7, 8);
  }

  @Test
  void theFrugalTrainOneEpochARound() {
    Options frugal = USUAL.frugally();
    History history = told(new Hyperdyn(frugal), 5, falling(9));

    assertThat(Rounds.of(history, frugal).kept()).containsExactly(5, 6, 7, 8, 9);
    assertThat(history.depth(9)).isEqualTo(5);
  }

  private static List<Double> falling(int epochs) {
    return IntStream.range(0, epochs).mapToObj(i -> 0.9 - i / 20.0).toList();
  }

  @Test
  void whatHasDivergedIsNeverKept() {
    Options greedy = USUAL.taking(Take.PROPOSAL);
    double nan = Double.NaN;
    List<Double> errors = List.of(nan, 0.9, 0.5, nan, 0.9, 0.6, nan, nan, nan);

    assertThat(Rounds.of(told(new Hyperdyn(greedy), 5, errors), greedy).kept())
        .containsExactly(3, 6, 6);
  }

  @Test
  void anExtraThatIsNotFiniteIsADivergence() {
    Trained fine = new Trained(0, Map.of(), 0.5, Map.of("loss", 3.0));
    Trained undefined = new Trained(1, Map.of(), 0.5, Map.of("loss", Double.NaN));

    assertThat(undefined.hasDiverged(fine)).isTrue();
    assertThat(fine.hasDiverged(fine)).isFalse();
  }

  @Test
  void anExtraThatNeverWasFiniteIsNone() {
    Trained undefined = new Trained(0, Map.of(), 0.5, Map.of("auc", Double.NaN));

    assertThat(undefined.hasDiverged(undefined)).isFalse();
  }

  @Test
  void everyEpochCountsAlthoughHalfOfThemAreThrownAway() {
    History history = told(new Hyperdyn(USUAL), 5, falling(25));

    assertThat(history.depth(Rounds.of(history, USUAL).base())).isEqualTo(1 + 10);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24, 25})
  void proposalsThatAreTakenWhenBetterComeNearTheBestConstantRateFromABadOne(long seed) {
    Options best = USUAL.taking(Take.BEST);
    History history = Walk.of(new Hyperdyn(best), seed, 1e-3, 5 + 2 * 14);

    double end = history.score(Rounds.of(history, best).base());
    // The rate of the beginning leaves 0.97, the best constant one 0.012, the best schedule 0.007.
    assertThat(end).isLessThan(2 * Walk.bestConstant(15));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32, 33})
  void settingsThatAreTakenFollowTheFallingRate(long seed) {
    Options best = USUAL.taking(Take.BEST);
    History history = Walk.of(new Hyperdyn(best), seed, 1e-3, 5 + 2 * 14);

    double last =
        history
            .epoch(Rounds.of(history, best).base())
            .values()
            .getOrDefault("learning_rate", Double.NaN);
    // The best first rate is 0.9, the best fifteenth 0.06.
    assertThat(last).isLessThan(0.3);
  }
}
