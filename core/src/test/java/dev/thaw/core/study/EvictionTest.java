package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.testing.Specs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Goal: which checkpoint goes first, and what is recorded of it. Method: a guided study on one
 * slot, led by hand. Each trial trains one epoch of 10 seconds, writes 100 bytes and is frozen,
 * unless told otherwise; smaller values are better.
 */
class EvictionTest {

  private static final Instant NOW = Instant.parse("2026-03-01T18:00:00Z");
  private static final Advice.Evidence EVIDENCE =
      new Advice.Evidence("by hand", 0, List.of(), List.of());

  private final List<StudyEvent.CheckpointEvicted> evicted = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private StudyState state = open(null);
  private Advice.@Nullable Recommendation recommendation;
  private int started;

  private static StudyState open(@Nullable Long quota) {
    var net = new Scheduler.Asha(3, PromotionRule.PAPER, false);
    Specs specs = Specs.study(new Scheduler.Guided(Guide.THAW, net)).epochs(1, 9).trials(50);
    if (quota != null) {
      specs.quota(quota);
    }
    return Study.decide(null, new StudyInput.Opened(NOW, specs.spec())).after();
  }

  private void begin(@Nullable Long quota) {
    state = open(quota);
    give(new StudyInput.NodeJoined(NOW, "node", "first", OfferedSlot.own(List.of(0))));
    advise(start());
  }

  private void give(StudyInput input) {
    Decision decision = Study.decide(state, input);
    state = decision.after();
    effects.addAll(Study.effects(state, decision.events()));
    for (StudyEvent event : decision.events()) {
      if (event instanceof StudyEvent.CheckpointEvicted e) {
        evicted.add(e);
      }
    }
  }

  private void advise(Advice.Proposal proposal) {
    long ask = state.search().counsel().asked();
    long epochs = state.progress().spending().allEpochs();
    give(
        new StudyInput.AdviceGiven(
            NOW, new Advice(ask, 1, epochs, List.of(proposal), List.of(), recommendation)));
  }

  /** A trial of its own configuration, for one epoch. */
  private Advice.Proposal start() {
    Configuration configuration =
        state.spec().space().configuration(Map.of("learning_rate", 0.001 * ++started));
    return new Advice.Proposal.Start(configuration, 1, EVIDENCE);
  }

  private static Advice.Proposal go(int trial, int epochs) {
    return new Advice.Proposal.Go(trial, epochs, EVIDENCE);
  }

  private Lease running() {
    return state.cluster().leases().iterator().next().getValue();
  }

  private void train(double value, double seconds) {
    Lease lease = running();
    int epoch = lease.reported() + 1;
    give(
        new StudyInput.EpochReported(
            NOW, lease.trial(), lease.fence(), epoch, value, seconds, Map.of()));
  }

  private void save(long bytes) {
    Lease lease = running();
    give(
        new StudyInput.CheckpointSaved(NOW, lease.trial(), lease.fence(), lease.reported(), bytes));
  }

  /** The running trial leaves its slot to another job. */
  private void freeze(long bytes, Advice.Proposal next) {
    Lease lease = running();
    advise(next);
    give(
        new StudyInput.CheckpointSaved(NOW, lease.trial(), lease.fence(), lease.reported(), bytes));
    give(new StudyInput.SessionEnded(NOW, lease.trial(), lease.fence()));
  }

  private void trainAndFreeze(double value) {
    train(value, 10);
    freeze(100, start());
  }

  private List<Integer> evictedTrials() {
    return evicted.stream().map(StudyEvent.CheckpointEvicted::trial).toList();
  }

  private CheckpointRef latest(int trial) {
    return Objects.requireNonNull(state.trial(trial).latest(), "the checkpoint of " + trial);
  }

  /** The highest fence that was granted so far. */
  private long fences() {
    return state.cluster().nextFence() - 1;
  }

  @Test
  void keepsEverythingWithoutAQuota() {
    begin(null);
    for (int trial = 0; trial < 10; trial++) {
      trainAndFreeze(0.1 * trial);
    }

    assertThat(evicted).isEmpty();
    assertThat(state.stored().total()).isEqualTo(1_000);
  }

  @Test
  void givesUpTheTrialThatIsLeastLikelyToGoOn() {
    begin(350L);
    for (double value : new double[] {0.1, 0.9, 0.2, 0.5}) {
      trainAndFreeze(value);
    }

    assertThat(evictedTrials()).containsExactly(1);
    assertThat(state.stored().total()).isEqualTo(300);
    assertThat(effects)
        .anyMatch(
            effect ->
                effect instanceof Effect.KeepCheckpoints(int trial, var kept, var _)
                    && trial == 1
                    && kept.isEmpty());
  }

  @Test
  void recordsWhatItWouldCostToTrainItAgain() {
    begin(150L);
    trainAndFreeze(0.1);
    CheckpointRef second = new CheckpointRef(running().fence(), 1);
    train(0.9, 42.5);
    freeze(100, start());

    assertThat(evicted).containsExactly(new StudyEvent.CheckpointEvicted(1, second, 100, 42.5));
    assertThat(state.stored().evicted()).isEqualTo(new Stored.Evicted(1, 100, 42.5));
    assertThat(state.trial(1).latest()).isNull();
    assertThat(state.trial(1).epochs()).isEqualTo(1);
  }

  @Test
  void aTrialWithoutItsCheckpointBeginsAnewAndIsChargedForIt() {
    begin(150L);
    trainAndFreeze(0.1);
    trainAndFreeze(0.9);
    train(0.5, 10);
    freeze(1, go(1, 2));

    assertThat(running().trial()).isEqualTo(1);
    assertThat(running().reported()).isZero();
    long before = state.progress().spending().allEpochs();
    train(0.9, 10);
    assertThat(state.progress().spending().allEpochs()).isEqualTo(before + 1);
    assertThat(state.progress().spending().retrained()).isEqualTo(1);
    assertThat(state.trial(1).epochs()).isEqualTo(1);
  }

  @Test
  void whatTakesMoreRoomForTheSameWorkGoesFirst() {
    begin(400L);
    trainAndFreeze(0.1);
    train(0.5, 10);
    freeze(200, start());
    train(0.6, 10);
    freeze(10, start());
    trainAndFreeze(0.3);

    assertThat(evictedTrials()).containsExactly(1);
  }

  @Test
  void theBestValueStaysHoweverLargeItsCheckpointIs() {
    begin(150L);
    train(0.1, 10);
    freeze(1_000, start());
    trainAndFreeze(0.9);

    assertThat(evictedTrials()).containsExactly(1);
    assertThat(state.stored().total()).isEqualTo(1_000);
  }

  @Test
  void theRecommendedTrialStays() {
    begin(250L);
    trainAndFreeze(0.1);
    recommendation = new Advice.Recommendation(1, 1, new Advice.Forecast(9, 0.05, 0.01, 0.1));
    trainAndFreeze(0.9);
    recommendation = null;
    trainAndFreeze(0.5);

    assertThat(evictedTrials()).containsExactly(2);
    assertThat(latest(1)).isNotNull();
  }

  @Test
  void whatARunningTrialGoesOnFromStays() {
    begin(250L);
    trainAndFreeze(0.1);
    train(0.9, 10);
    freeze(100, start());
    train(0.5, 10);
    freeze(50, go(1, 3));
    CheckpointRef from = latest(1);
    train(0.8, 10);
    train(0.7, 10);
    save(100);

    assertThat(evictedTrials()).doesNotContain(1);
    assertThat(latest(1)).isNotEqualTo(from);
  }

  @Test
  void theOlderOfTwoGoesBeforeWhatATrialGoesOnFrom() {
    begin(350L);
    trainAndFreeze(0.1);
    train(0.5, 10);
    freeze(100, go(1, 2));
    CheckpointRef older = latest(1);
    train(0.6, 10);
    save(100);
    assertThat(state.stored().of(1)).hasSize(2);
    freeze(100, start());
    trainAndFreeze(0.55);

    assertThat(evicted).containsExactly(new StudyEvent.CheckpointEvicted(1, older, 100, 0));
    assertThat(latest(1).epoch()).isEqualTo(2);
  }

  @Test
  void aTrialThatIsProposedNextStays() {
    begin(250L);
    trainAndFreeze(0.1);
    trainAndFreeze(0.9);
    train(0.5, 10);
    freeze(100, go(1, 2));

    assertThat(evictedTrials()).containsExactly(2);
    assertThat(running().trial()).isEqualTo(1);
    assertThat(running().reported()).isEqualTo(1);
  }

  @Test
  void aStoppedWinnerKeepsItsCheckpointUntilItIsBeaten() {
    state =
        Study.decide(
                null,
                new StudyInput.Opened(
                    NOW,
                    Specs.study(new Scheduler.Asha(3, PromotionRule.PAPER, true))
                        .epochs(1, 9)
                        .maxRestarts(0)
                        .spec()))
            .after();
    give(new StudyInput.NodeJoined(NOW, "node", "first", OfferedSlot.own(List.of(0))));
    train(0.1, 10);
    save(100);
    CheckpointRef winner = latest(0);
    Lease lease = running();
    give(
        new StudyInput.SessionFailed(
            NOW, 0, lease.fence(), new Failure(Failure.Kind.TRAINER_ERROR, "as told")));
    assertThat(state.trial(0).status()).isEqualTo(TrialStatus.INFEASIBLE);
    assertThat(state.stored().of(0)).hasSize(1);
    effects.clear();

    train(0.05, 10);

    assertThat(evicted).containsExactly(new StudyEvent.CheckpointEvicted(0, winner, 100, 0));
    assertThat(effects)
        .contains(new Effect.KeepCheckpoints(0, List.of(), CheckpointRef.lastOf(fences())));
    assertThat(state.stored().of(0)).isEmpty();
  }

  @Test
  void aNewProcessIsToldAgainWhatToKeep() {
    begin(150L);
    trainAndFreeze(0.1);
    trainAndFreeze(0.9);

    assertThat(Study.outstanding(state))
        .contains(
            new Effect.KeepCheckpoints(0, List.of(latest(0)), CheckpointRef.lastOf(fences())),
            new Effect.KeepCheckpoints(1, List.of(), CheckpointRef.lastOf(fences())));
  }
}
