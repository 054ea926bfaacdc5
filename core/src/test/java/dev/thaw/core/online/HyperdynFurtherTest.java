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

/** Goal: what Hyperdyn's paper leaves for later changes what it says, and nothing else. */
class HyperdynFurtherTest {
  private static final List<Double> START = List.of(0.5, 0.9, 0.9, 0.9, 0.9);

  private static Options options(Take take, Further further) {
    return Options.defaults().taking(take).with(further);
  }

  /** A history with these errors after a start whose first settings are the best. */
  private static History told(Options options, Double... errors) {
    var hyperdyn = new Hyperdyn(options);
    History history = Walk.begin(3, 0.1);
    for (double error : join(errors)) {
      Step step = hyperdyn.next(history);
      int from = step instanceof Step.Backtrack(int to, var _) ? to : history.size();
      history = history.and(new Trained(from, step.values(), error, Map.of()));
    }
    return history;
  }

  private static List<Double> join(Double... errors) {
    return IntStream.range(0, START.size() + errors.length)
        .mapToObj(i -> i < START.size() ? START.get(i) : errors[i - START.size()])
        .toList();
  }

  private static List<Integer> kept(Options options, Double... errors) {
    return Rounds.of(told(options, errors), options).kept();
  }

  private static List<Map<String, Double>> values(History history, int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> history.epoch(i).values()).toList();
  }

  @Test
  void severalProposalsAreTriedFromTheStateOfTheRoundAndDiffer() {
    Options three = options(Take.WATCH, new Further(3, 1, 0));
    History history = told(three, 0.4, 0.4, 0.4, 0.4, 0.3);

    assertThat(history.epochs().subList(5, 9)).allMatch(epoch -> epoch.from() == 1);
    assertThat(history.epoch(6).values()).isEqualTo(history.start());
    assertThat(values(history, 6, 9)).doesNotHaveDuplicates();
    assertThat(history.epoch(10).from()).isEqualTo(6);
  }

  @Test
  void theFirstOfSeveralIsTheOneThatWouldHaveBeenProposedAlone() {
    History three = told(options(Take.WATCH, new Further(3, 1, 0)), 0.4, 0.4, 0.4);
    History one = told(options(Take.WATCH, Further.none()), 0.4, 0.4);

    assertThat(three.epoch(7)).isEqualTo(one.epoch(7));
  }

  @Test
  void proposalsOfOneRoundCouldBeTriedSideBySide() {
    Options three = options(Take.WATCH, new Further(3, 1, 0));

    assertThat(values(told(three, 0.4, 0.3, 0.2, 0.1), 7, 9))
        .isEqualTo(values(told(three, 0.9, 0.95, 0.8, 0.7), 7, 9));
  }

  @Test
  void theBestProposalStandsForAll() {
    assertThat(kept(options(Take.PROPOSAL, new Further(3, 1, 0)), 0.1, 0.4, 0.3, 0.3))
        .containsExactly(1, 8);
    assertThat(kept(options(Take.BEST, new Further(3, 1, 0)), 0.1, 0.4, 0.3, 0.3))
        .containsExactly(1, 6);
  }

  @Test
  void theFrugalTryAllProposalsOrNone() {
    Options greedy = options(Take.PROPOSAL, new Further(2, 1, 0)).frugally();
    Options watching = options(Take.WATCH, new Further(2, 1, 0)).frugally();

    assertThat(kept(greedy, 0.4, 0.3, 0.4, 0.5)).containsExactly(1, 7, 8);
    assertThat(kept(watching, 0.4, 0.3, 0.2)).containsExactly(1, 6, 7, 8);
  }

  @Test
  void aFallMattersMoreWhereTheTemperatureHasFallen() {
    Options cooled = options(Take.WATCH, new Further(1, 0.5, 0));

    assertThat(Rounds.keepProbability(-0.01, 1, cooled)).isEqualTo(Math.exp(-1.01), within(1e-12));
    assertThat(Rounds.keepProbability(-0.01, 3, cooled)).isEqualTo(Math.exp(-4.01), within(1e-12));
  }

  @Test
  void whatStaysAsItIsIsKeptWithTheSameProbabilityHoweverColdItIs() {
    Options cooled = options(Take.WATCH, new Further(1, 1e-3, 0));
    Options heated = options(Take.WATCH, new Further(1, 1e3, 0));

    assertThat(Rounds.keepProbability(0, 1_000, cooled)).isEqualTo(Math.exp(-0.01), within(1e-12));
    assertThat(Rounds.keepProbability(-0.5, 1_000, heated))
        .isEqualTo(Math.exp(-0.01), within(1e-12));
  }

  @Test
  void aLateRoundThatBringsNothingIsThrownAway() {
    Options late = options(Take.PROPOSAL, new Further(1, 1, 2));

    assertThat(kept(late, 0.4, 0.6, 0.7, 0.8)).containsExactly(1, 7, 7);
    assertThat(kept(late, 0.4, 0.6, 0.7, 0.8, 0.61, 0.59)).containsExactly(1, 7, 7, 11);
  }

  @Test
  void theRoundAfterItTriesTwoProposalsFromTheSameState() {
    Options late = options(Take.PROPOSAL, new Further(1, 1, 2));
    History history = told(late, 0.4, 0.6, 0.7, 0.8, 0.9, 0.61);

    assertThat(history.epochs().subList(7, 11)).allMatch(epoch -> epoch.from() == 7);
    assertThat(history.epoch(8).values()).isEqualTo(history.epoch(7).values());
    assertThat(values(history, 8, 11)).doesNotHaveDuplicates();
  }

  @Test
  void whatIsWorseIsNotWantedLateIfTheOtherOutcomeIsNot() {
    Options late = options(Take.PROPOSAL, new Further(1, 1, 2));

    assertThat(kept(late, 0.4, 0.6, 0.6, 0.8)).containsExactly(1, 7, 8);
    assertThat(kept(options(Take.PROPOSAL, Further.none()), 0.4, 0.6, 0.6, 0.8))
        .containsExactly(1, 7, 9);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {61, 62, 63})
  void lateStatesNeverGetWorse(long seed) {
    Options late = options(Take.PROPOSAL, new Further(2, 0.9, 3));
    History history = Walk.of(new Hyperdyn(late), seed, 1e-3, 5 + 3 * 12);

    List<Integer> kept = Rounds.of(history, late).kept();
    assertThat(kept).hasSize(13);
    for (int round = 3; round < kept.size(); round++) {
      assertThat(history.score(kept.get(round)))
          .isLessThanOrEqualTo(history.score(kept.get(round - 1)));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {64, 65})
  void whoSeesAPartOfTheHistoryTakesTheStepThatFollowed(long seed) {
    var hyperdyn = new Hyperdyn(options(Take.WATCH, new Further(3, 0.8, 2)));
    History whole = Walk.of(hyperdyn, seed, 0.3, 30);

    for (int n = 0; n < whole.size(); n++) {
      History part = Walk.begin(seed, 0.3);
      for (Trained trained : whole.epochs().subList(0, n)) {
        part = part.and(trained);
      }
      Trained next = whole.epoch(n + 1);
      assertThat(hyperdyn.next(part)).isEqualTo(Step.from(next.from(), part, next.values()));
    }
  }
}
