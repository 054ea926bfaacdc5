package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Goal: on which node a frozen trial goes on, and what becomes of a slot whose node does not have
 * its checkpoint. Method: two nodes of one slot, a and b, that keep checkpoints in different places
 * unless a test says otherwise; led by hand.
 */
class PlacementTest {

  private static final Instant NOW = Instant.parse("2026-03-01T18:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Asha ASHA = new Asha(3, PromotionRule.PAPER, false);
  private static final Advice.Evidence EVIDENCE =
      new Advice.Evidence("written", 1, List.of(), List.of());

  private StudyState state = open(Specs.study(ASHA).trials(9));
  private Decision last = Study.decide(state, new StudyInput.Recovered(NOW));

  private static StudyState open(Specs specs) {
    return Study.decide(null, new StudyInput.Opened(NOW, specs.epochs(1, 9).slots(4).spec()))
        .after();
  }

  private void give(StudyInput input) {
    last = Study.decide(state, input);
    state = last.after();
  }

  private void join(String node, @Nullable String store, int... slots) {
    List<OfferedSlot> offered = IntStream.of(slots).mapToObj(OfferedSlot::own).toList();
    give(new StudyInput.NodeJoined(NOW, node, "1", offered, store));
  }

  private void joinBoth() {
    join("a", "store-a", 0);
    join("b", "store-b", 0);
  }

  private Lease lease(int trial) {
    return Objects.requireNonNull(state.lease(trial), "the lease of trial " + trial);
  }

  private String node(int trial) {
    return lease(trial).slot().node();
  }

  private void report(int trial, double value) {
    Lease lease = lease(trial);
    give(
        new StudyInput.EpochReported(
            NOW, trial, lease.fence(), lease.reported() + 1, value, 1, Map.of()));
  }

  private void leave(int trial) {
    long fence = lease(trial).fence();
    give(new StudyInput.CheckpointSaved(NOW, trial, fence, lease(trial).reported(), 10));
    give(new StudyInput.SessionEnded(NOW, trial, fence));
  }

  /** A trial reaches its first rung, is frozen there, and leaves its slot to the next. */
  private void freeze(int trial, double value) {
    report(trial, value);
    leave(trial);
  }

  private void silence(String node) {
    give(new StudyInput.NodeSilent(NOW, node, PATIENCE));
  }

  private void endSilence(String node) {
    give(new StudyInput.SilenceEnded(NOW, node, NOW.plus(PATIENCE)));
  }

  private StudyEvent.LeaseGranted granted() {
    return last.events().stream()
        .filter(StudyEvent.LeaseGranted.class::isInstance)
        .map(StudyEvent.LeaseGranted.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Trial 0 was frozen on node a and is the next to be promoted, while a trains trial 2; trial 3 is
   * about to leave the slot of node b.
   */
  private void bestIsOnBusyNode() {
    joinBoth();
    freeze(0, 0.1);
    freeze(1, 0.5);
    report(3, 0.6);
  }

  /** Of three trials the best is frozen on node a, which has fallen silent; b has nothing to do. */
  private void bestIsOnSilentNode() {
    state = open(Specs.study(ASHA).trials(3));
    joinBoth();
    freeze(0, 0.1);
    freeze(1, 0.5);
    report(2, 0.6);
    silence("a");
  }

  @Test
  void aTrialWaitsForTheNodeThatHasItsCheckpointWhileAnotherTakesTheSlot() {
    bestIsOnBusyNode();

    leave(3);

    assertThat(node(4)).isEqualTo("b");
    assertThat(state.lease(0)).isNull();
    assertThat(last.events()).contains(new StudyEvent.TrialPassedOver(0, List.of("a")));
  }

  @Test
  void itGoesOnFromItsCheckpointAsSoonAsThatNodeHasASlot() {
    bestIsOnBusyNode();
    leave(3);
    freeze(2, 0.7);

    assertThat(node(0)).isEqualTo("a");
    assertThat(granted().resumeFrom()).isEqualTo(new CheckpointRef(1, 1));
    assertThat(last.events()).noneMatch(StudyEvent.TrialPassedOver.class::isInstance);
  }

  @Test
  void aTrialThatMayBePromotedIsNotSentAwayForOneThatCannotUseItsSlot() {
    bestIsOnBusyNode();
    leave(3);
    freeze(4, 0.7);
    freeze(5, 0.8);

    report(6, 0.2);

    assertThat(lease(6).ending()).isEqualTo(Lease.Ending.NONE);
    assertThat(lease(6).epochLimit()).isEqualTo(3);
  }

  @Test
  void theNextPromotableTrialWhoseCheckpointIsThereGoesInItsPlace() {
    bestIsOnBusyNode();
    leave(3);
    freeze(4, 0.7);
    freeze(5, 0.8);
    report(6, 0.9);

    leave(6);

    assertThat(node(1)).as("second of six, frozen on b").isEqualTo("b");
    assertThat(last.events()).contains(new StudyEvent.TrialPassedOver(0, List.of("a")));
  }

  @Test
  void aNodeThatReadsTheSameStoreWillDo() {
    join("a", "shared", 0);
    join("b", "shared", 0);
    freeze(0, 0.1);
    freeze(1, 0.5);

    freeze(3, 0.6);

    assertThat(node(0)).isEqualTo("b");
    assertThat(granted().resumeFrom()).isEqualTo(new CheckpointRef(1, 1));
  }

  @Test
  void nodesThatDoNotSayWhereTheyKeepCheckpointsAreTakenToShareThem() {
    join("a", null, 0);
    join("b", null, 0);
    freeze(0, 0.1);
    freeze(1, 0.5);

    freeze(3, 0.6);

    assertThat(node(0)).isEqualTo("b");
    assertThat(granted().resumeFrom()).isEqualTo(new CheckpointRef(1, 1));
  }

  @Test
  void allNodesReachWhatAStudyNamesAsItsPlaceForCheckpoints() {
    state = open(Specs.study(ASHA).trials(9).store("s3://bucket"));
    bestIsOnBusyNode();

    leave(3);

    assertThat(node(0)).isEqualTo("b");
    assertThat(granted().resumeFrom()).isEqualTo(new CheckpointRef(1, 1));
  }

  @Test
  void aSlotStaysFreeWhileTheOnlyTrialLeftWaitsForASilentNode() {
    bestIsOnSilentNode();

    assertThat(state.lease(0)).isNull();
    assertThat(state.cluster().free().containsKey(new Slot("b", 0))).isTrue();
    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
  }

  @Test
  void theTrialGoesOnWhenTheSilentNodeIsHeardOfAgain() {
    bestIsOnSilentNode();
    join("a", "store-a", 0);

    leave(2);

    assertThat(node(0)).isEqualTo("a");
    assertThat(granted().resumeFrom()).isEqualTo(new CheckpointRef(1, 1));
  }

  @Test
  void itIsTrainedAgainOnceNoNodeThatHasItsCheckpointIsThere() {
    bestIsOnSilentNode();

    endSilence("a");

    assertThat(node(0)).isEqualTo("b");
    assertThat(granted().resumeFrom()).isNull();
    assertThat(last.events())
        .contains(new StudyEvent.CheckpointOutOfReach(0, new CheckpointRef(1, 1), "store-a"));
  }

  @Test
  void toBeTrainedAgainForTheSakeOfItsNodeCostsATrialNoRestart() {
    bestIsOnSilentNode();
    endSilence("a");

    report(0, 0.1);
    report(0, 0.1);

    assertThat(state.trial(0).restarts()).isZero();
    assertThat(state.progress().spending().retrained()).isEqualTo(1);
    assertThat(state.trial(0).epochs()).isEqualTo(2);
  }

  @Test
  void theCheckpointOfItsBestEpochIsStillNamed() {
    bestIsOnSilentNode();
    endSilence("a");

    assertThat(state.trial(0).best()).isEqualTo(new CheckpointRef(1, 1));
    assertThat(state.stored().of(0)).hasSize(1);
  }

  @Test
  void aNodeThatHasNoSlotForTheStudyIsNotWaitedForIfNothingElseCanBeDone() {
    state = open(Specs.study(ASHA).trials(3));
    joinBoth();
    freeze(0, 0.1);
    freeze(1, 0.5);
    report(2, 0.6);
    join("a", "store-a");

    leave(2);

    assertThat(node(0)).isEqualTo("b");
    assertThat(last.events())
        .contains(new StudyEvent.CheckpointOutOfReach(0, new CheckpointRef(1, 1), "store-a"));
  }

  @Test
  void aNodeThatFallsSilentOnItsWayOutIsAwaited() {
    state = open(Specs.study(ASHA).trials(3));
    joinBoth();
    freeze(0, 0.1);
    freeze(1, 0.5);
    give(new StudyInput.NodeLeaving(NOW, "a", "1"));
    report(2, 0.6);
    silence("a");
    give(new StudyInput.SessionEnded(NOW, 2, lease(2).fence()));

    assertThat(state.lease(0)).isNull();
    assertThat(state.cluster().nodes().get("a")).isNotNull();
  }

  @Test
  void whatElseCanBeDoneGoesBeforeTrainingAgain() {
    joinBoth();
    freeze(0, 0.1);
    freeze(1, 0.5);
    report(2, 0.6);
    leave(2);
    assertThat(node(0)).isEqualTo("a");
    join("a", "store-a");
    report(0, 0.1);

    leave(0);
    freeze(3, 0.7);

    assertThat(state.lease(0)).as("owed its way, and its node has no slot").isNull();
    assertThat(node(4)).isEqualTo("b");
  }

  @Test
  void aTrialThatWaitsForASlotOfItsOwnStudyAsksForNoOther() {
    state = open(Specs.study(ASHA).trials(4));
    bestIsOnBusyNode();

    leave(3);

    assertThat(state.cluster().leases().size()).isEqualTo(1);
    assertThat(Study.demand(state)).isEqualTo(1);
  }

  @Test
  void aTrialThatWaitsForASilentNodeAsksForItsSlots() {
    bestIsOnSilentNode();

    assertThat(Study.demand(state)).isEqualTo(4);
  }

  @Test
  void aFreeSlotForWhichATrialWaitsIsGivenUpLast() {
    state = open(Specs.study(ASHA).trials(3));
    join("a", "store-a", 0);
    join("b", "store-b", 0, 1);
    freeze(0, 0.1);
    freeze(1, 0.5);
    silence("a");
    freeze(2, 0.6);
    give(new StudyInput.SlotsAllowed(NOW, 1));

    join("a", "store-a", 0);

    assertThat(last.events()).contains(new StudyEvent.SlotGivenUp(new Slot("b", 1)));
    assertThat(node(0)).isEqualTo("a");
  }

  @Test
  void aDeviceIsReservedWhereTheCheckpointOfATrialThatTrainsAloneIs() {
    state = open(Specs.study(ASHA).trials(4));
    List<OfferedSlot> two = List.of(new OfferedSlot(0, 0), new OfferedSlot(1, 0));
    give(new StudyInput.NodeJoined(NOW, "a", "1", two, "store-a"));
    give(new StudyInput.NodeJoined(NOW, "b", "1", two, "store-b"));
    freeze(0, 0.1);
    freeze(2, 0.5);
    freeze(3, 0.6);
    assertThat(node(0)).as("beside trial 1").isEqualTo("a");

    var full = new Failure(Failure.Kind.OUT_OF_MEMORY, "full");
    give(new StudyInput.SessionFailed(NOW, 0, lease(0).fence(), full));

    assertThat(state.lease(0)).as("the device of node b is empty").isNull();
    assertThat(last.events()).contains(new StudyEvent.DeviceReserved(0, new Device("a", 0)));
  }

  private static Advice.Proposal.Go go(int trial, int limit) {
    return new Advice.Proposal.Go(trial, limit, EVIDENCE);
  }

  private void advise(Advice.Proposal... proposals) {
    long ask = state.search().counsel().asked();
    long epochs = state.progress().spending().allEpochs();
    give(
        new StudyInput.AdviceGiven(
            NOW, new Advice(ask, 1, epochs, List.of(proposals), List.of(), null)));
  }

  private Advice.Proposal start() {
    return new Advice.Proposal.Start(state.spec().space().defaults(), 1, EVIDENCE);
  }

  /** Trial 0 was frozen on node a, which trains trial 2; node b is free. */
  private void guided() {
    state = open(Specs.study(new Scheduler.Guided(Guide.THAW, ASHA)).epochsBudget(100));
    joinBoth();
    advise(start(), start());
    report(0, 0.1);
    advise(start());
    leave(0);
    report(1, 0.5);
    give(new StudyInput.CheckpointSaved(NOW, 1, lease(1).fence(), 1, 10));
    give(
        new StudyInput.SessionFailed(
            NOW, 1, lease(1).fence(), new Failure(Failure.Kind.INFEASIBLE, "told")));
  }

  @Test
  void anAdviserWhoseTrialMustWaitIsAskedForOneMore() {
    guided();

    advise(go(0, 3));

    assertThat(state.lease(0)).isNull();
    assertThat(last.events())
        .contains(new StudyEvent.AdviceAsked(state.search().counsel().asked(), 2));
  }

  @Test
  void whatItProposesBesidesTakesTheSlot() {
    guided();
    advise(go(0, 3));

    advise(go(0, 3), start());

    assertThat(node(3)).isEqualTo("b");
    assertThat(last.events()).contains(new StudyEvent.TrialPassedOver(0, List.of("a")));
  }

  @Test
  void anAdviserWhoHasNothingElseToProposeIsNotAskedForEver() {
    guided();
    advise(go(0, 3));

    advise(go(0, 3));

    assertThat(last.events()).noneMatch(StudyEvent.AdviceAsked.class::isInstance);
  }

  /** Trial 0, which only the adviser wants, was frozen on node a; 1 has trained its epoch on b. */
  private void onlyTheAdviserWantsIt() {
    state = open(Specs.study(new Scheduler.Guided(Guide.THAW, ASHA)).trials(2));
    joinBoth();
    advise(start(), start());
    report(0, 0.9);
    advise();
    leave(0);
  }

  @Test
  void aSessionIsNotSentAwayForATrialThatCannotGoOnInItsSlot() {
    onlyTheAdviserWantsIt();
    silence("a");
    report(1, 0.5);

    advise(go(0, 3));

    assertThat(lease(1).ending()).isEqualTo(Lease.Ending.NONE);
  }

  @Test
  void aStudyDoesNotEndWhileWhatItsAdviserWantsWaitsForASilentNode() {
    onlyTheAdviserWantsIt();
    silence("a");
    report(1, 0.5);
    advise(go(0, 3));
    advise(go(0, 3));

    leave(1);

    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
    assertThat(state.lease(0)).isNull();
    assertThat(Study.demand(state)).isEqualTo(4);
  }

  @Test
  void whatItsAdviserWantsIsTrainedAgainWhenTheSilentNodeIsGone() {
    onlyTheAdviserWantsIt();
    silence("a");
    report(1, 0.5);
    advise(go(0, 3));
    advise(go(0, 3));
    leave(1);

    endSilence("a");

    assertThat(node(0)).isEqualTo("b");
    assertThat(granted().resumeFrom()).isNull();
  }

  @Test
  void whatItsAdviserWantsIsTrainedAgainIfItsNodeHasNoSlotAndNothingElseIsProposed() {
    onlyTheAdviserWantsIt();
    join("a", "store-a");
    report(1, 0.5);
    advise(go(0, 3));
    advise(go(0, 3));

    leave(1);

    assertThat(node(0)).isEqualTo("b");
    assertThat(last.events())
        .contains(new StudyEvent.CheckpointOutOfReach(0, new CheckpointRef(1, 1), "store-a"));
  }
}
