package dev.thaw.core.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.study.OfferedSlot;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Goal: what it costs to start is weighed, and nothing else. Method: a study whose first session
 * took a known time to begin its first epoch.
 */
class WorthTest {

  private static final Instant START = Instant.parse("2026-03-01T18:00:00Z");

  /** A trial that reported an epoch of 10 s, so long after its lease was granted; it stays. */
  private static StudyState afterOneEpoch(Duration delay) {
    var scheduler = new Scheduler.Asha(3, PromotionRule.PAPER, false);
    var spec = Specs.study(scheduler).epochs(3, 27).spec();
    StudyState state = Study.decide(null, new StudyInput.Opened(START, spec)).after();
    state =
        Study.decide(
                state,
                new StudyInput.NodeJoined(START, "node", "first", OfferedSlot.own(List.of(0))))
            .after();
    long fence = Objects.requireNonNull(state.lease(0), "the first lease").fence();
    Instant reported = START.plus(delay).plusSeconds(10);
    return Study.decide(
            state, new StudyInput.EpochReported(reported, 0, fence, 1, 0.5, 10, Map.of()))
        .after();
  }

  /** The same when its session is over, so that it would have to be thawed. */
  private static StudyState frozen(Duration delay) {
    StudyState state = afterOneEpoch(delay);
    long fence = Objects.requireNonNull(state.lease(0), "the first lease").fence();
    return Objects.requireNonNull(
        Study.evolve(state, new StudyEvent.LeaseEnded(0, fence, true), state.lifecycle().lastAt()));
  }

  @Test
  void theTimeFromTheLeaseToTheFirstEpochIsMeasuredInEpochs() {
    assertThat(afterOneEpoch(Duration.ofSeconds(30)).progress().spending().startCost())
        .isCloseTo(3, within(1e-9));
  }

  @Test
  void aThawIsTrainedForAtLeastAsManyEpochsAsItCosts() {
    StudyState state = frozen(Duration.ofSeconds(50));

    assertThat(new Worth(state, 0, Prices.none()).limit(state.trial(0))).isEqualTo(1 + 5);
  }

  @Test
  void howeverDearAThawIsTheTrialIsComparedAgainBeforeItIsComplete() {
    StudyState state = frozen(Duration.ofHours(1));

    assertThat(new Worth(state, 0, Prices.none()).limit(state.trial(0))).isEqualTo(1 + 27 / 3);
  }

  @Test
  void whatStaysInPlaceIsTrainedForAThirdMore() {
    StudyState state = afterOneEpoch(Duration.ofSeconds(50));

    assertThat(new Worth(state, 0, Prices.none()).limit(state.trial(0))).isEqualTo(2);
  }

  @Test
  void whatStaysInPlaceIsWorthMoreByWhatItSpares() {
    StudyState inPlace = afterOneEpoch(Duration.ofSeconds(50));
    StudyState thawed = frozen(Duration.ofSeconds(50));

    double difference =
        new Worth(inPlace, 0, Prices.none()).of(trial(inPlace), 0.1, 0.2)
            - new Worth(thawed, 0, Prices.none()).of(trial(thawed), 0.1, 0.2);
    assertThat(difference).isCloseTo(Math.log(1 + 5.0 / 5), within(1e-12));
  }

  @Test
  void nothingIsDearerWhereStartingCostsNothing() {
    StudyState inPlace = afterOneEpoch(Duration.ZERO);
    StudyState thawed = frozen(Duration.ZERO);

    assertThat(new Worth(thawed, 0, Prices.none()).of(trial(thawed), 0.1, 0.2))
        .isEqualTo(new Worth(inPlace, 0, Prices.none()).of(trial(inPlace), 0.1, 0.2));
  }

  @Test
  void aNewTrialIsTrainedToWhereRanksCompareIt() {
    StudyState state = afterOneEpoch(Duration.ZERO);

    assertThat(new Worth(state, 0, Prices.none()).firstLimit(trial(state).configuration()))
        .isEqualTo(3);
  }

  @Test
  void whatIsNotANumberIsWorthNothing() {
    StudyState state = afterOneEpoch(Duration.ZERO);
    Worth worth = new Worth(state, 0, Prices.none());

    assertThat(worth.ofNew(trial(state).configuration(), Double.NaN, 1))
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  private static Trial trial(StudyState state) {
    return state.trial(0);
  }
}
