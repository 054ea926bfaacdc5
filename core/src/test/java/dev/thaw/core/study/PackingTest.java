package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.testing.Specs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: who may train beside whom, and what becomes of a trial that runs out of memory. Method: a
 * node whose slots share devices, two and two, led by hand.
 */
class PackingTest {

  private static final Instant NOW = Instant.parse("2026-03-01T18:00:00Z");

  private StudyState state = open(4);
  private Decision last = Study.decide(state, new StudyInput.Recovered(NOW));

  private static StudyState open(int restarts) {
    StudySpec spec =
        Specs.study(new Asha(3, PromotionRule.PAPER, false))
            .epochs(3, 9)
            .trials(9)
            .maxRestarts(restarts)
            .slots(4)
            .spec();
    return Study.decide(null, new StudyInput.Opened(NOW, spec)).after();
  }

  private void give(StudyInput input) {
    last = Study.decide(state, input);
    state = last.after();
  }

  /** The slots 0 to n - 1, two on each device. */
  private void offer(int... indexes) {
    List<OfferedSlot> slots =
        IntStream.of(indexes).mapToObj(index -> new OfferedSlot(index, index / 2)).toList();
    give(new StudyInput.NodeJoined(NOW, "node", "1", slots));
  }

  private Lease lease(int trial) {
    return Objects.requireNonNull(state.lease(trial), "the lease of trial " + trial);
  }

  private int slot(int trial) {
    return lease(trial).slot().index();
  }

  private void fail(int trial, Failure.Kind kind) {
    give(new StudyInput.SessionFailed(NOW, trial, lease(trial).fence(), new Failure(kind, "full")));
  }

  private void outOfMemory(int trial) {
    fail(trial, Failure.Kind.OUT_OF_MEMORY);
  }

  private void report(int trial, int epoch) {
    give(new StudyInput.EpochReported(NOW, trial, lease(trial).fence(), epoch, 0.5, 1, Map.of()));
  }

  /** The session of a trial writes its checkpoint and ends. */
  private void leave(int trial) {
    long fence = lease(trial).fence();
    int epoch = lease(trial).reported();
    if (epoch > 0) {
      give(new StudyInput.CheckpointSaved(NOW, trial, fence, epoch, 10));
    }
    give(new StudyInput.SessionEnded(NOW, trial, fence));
  }

  private void quarantine(int slot) {
    give(new StudyInput.SlotQuarantined(NOW, "node", "1", slot, "3 GB did not come back"));
  }

  @Test
  void trialsSpreadOverDevicesBeforeTheyShareOne() {
    offer(0, 1, 2, 3);

    assertThat(IntStream.range(0, 4).map(this::slot)).containsExactly(0, 2, 1, 3);
  }

  @Test
  void whoRunsOutOfMemoryBesideOthersLosesNoRestartAndIsOwedADevice() {
    offer(0, 1);

    outOfMemory(0);

    assertThat(last.events()).contains(new StudyEvent.TrialUnpacked(0));
    assertThat(state.trial(0).restarts()).isZero();
    assertThat(state.search().owed().get(0))
        .isEqualTo(new Search.Debt(3, Reason.Interruption.UNPACKED, null));
  }

  @Test
  void theDeviceIsEmptiedForItAndNobodyElseGetsASlotOfIt() {
    offer(0, 1);
    report(1, 1);

    outOfMemory(0);
    assertThat(last.events())
        .contains(
            new StudyEvent.DeviceReserved(0, new Device("node", 0)),
            new StudyEvent.PauseOrdered(1, lease(1).fence(), new Reason.DeviceNeeded(0)));
    assertThat(state.cluster().free().containsKey(new Slot("node", 0))).isTrue();
    assertThat(state.progress().trials().size()).isEqualTo(2);
    leave(1);

    assertThat(state.lease(1)).isNull();
    assertThat(lease(0).device()).isEqualTo(new Device("node", 0));
    assertThat(state.search().owed().get(1))
        .isEqualTo(new Search.Debt(3, Reason.Interruption.DEVICE_NEEDED, null));
    assertThat(state.progress().trials().size()).isEqualTo(2);
  }

  @Test
  void theHostIsToldWhoTrainsAlone() {
    offer(0, 1);
    assertThat(started()).isNotEmpty().noneMatch(Effect.StartSession::alone);
    outOfMemory(0);

    leave(1);

    assertThat(started())
        .extracting(Effect.StartSession::trial, Effect.StartSession::alone)
        .containsExactly(tuple(0, true));
  }

  /** The sessions that the last decision opens. */
  private List<Effect.StartSession> started() {
    return Study.effects(state, last.events()).stream()
        .filter(Effect.StartSession.class::isInstance)
        .map(Effect.StartSession.class::cast)
        .toList();
  }

  @Test
  void whoWasSentAwayGoesOnFromWhereItLeft() {
    offer(0, 1);
    report(1, 1);
    outOfMemory(0);
    leave(1);

    for (int epoch = 1; epoch <= 3; epoch++) {
      report(0, epoch);
    }
    leave(0);

    assertThat(lease(1).reported()).isEqualTo(1);
    assertThat(state.progress().spending().retrained()).isZero();
  }

  @Test
  void itGetsAnEmptyDeviceAtOnceIfThereIsOne() {
    offer(0, 1);
    outOfMemory(0);
    assertThat(state.cluster().reserved()).isNotNull();

    give(new StudyInput.NodeJoined(NOW, "other", "1", List.of(new OfferedSlot(0, 0))));

    assertThat(lease(0).device()).isEqualTo(new Device("other", 0));
    assertThat(state.cluster().reserved()).isNull();
  }

  @Test
  void theDeviceWithTheFewestEpochsToGoIsEmptied() {
    offer(0, 1, 2, 3);
    for (int trial : List.of(1, 3)) {
      report(trial, 1);
      report(trial, 2);
    }

    outOfMemory(0);

    assertThat(last.events()).contains(new StudyEvent.DeviceReserved(0, new Device("node", 1)));
  }

  @Test
  void whoTrainsAloneIsNotSentAwayForAnother() {
    offer(0, 1);
    outOfMemory(0);
    leave(1);
    assertThat(slot(0)).isZero();

    give(
        new StudyInput.NodeJoined(
            NOW, "other", "1", List.of(new OfferedSlot(0, 0), new OfferedSlot(1, 0))));
    outOfMemory(1);

    assertThat(lease(0).ending()).isEqualTo(Lease.Ending.NONE);
    assertThat(state.cluster().reserved())
        .isEqualTo(new Cluster.Reservation(1, new Device("other", 0)));
  }

  @Test
  void runningOutOfMemoryAloneIsARestart() {
    give(new StudyInput.NodeJoined(NOW, "node", "1", OfferedSlot.own(List.of(0))));

    outOfMemory(0);

    assertThat(state.trial(0).restarts()).isEqualTo(1);
    assertThat(slot(0)).isZero();
    assertThat(last.events()).contains(new StudyEvent.MemoryExceeded(0, new Device("node", 0), 1));
  }

  @Test
  void theDeviceOnWhichItFailedAloneIsTakenOnlyIfThereIsNoOther() {
    give(new StudyInput.NodeJoined(NOW, "node", "1", OfferedSlot.own(List.of(0, 1))));
    quarantine(0);
    outOfMemory(0);
    assertThat(state.lease(0)).isNull();

    give(new StudyInput.NodeJoined(NOW, "node", "1", OfferedSlot.own(List.of(0, 1, 2))));

    assertThat(slot(0)).isEqualTo(2);
  }

  @Test
  void anotherProcessOfANodeMayNumberItsDevicesAnew() {
    give(new StudyInput.NodeJoined(NOW, "node", "1", OfferedSlot.own(List.of(0))));
    outOfMemory(0);
    assertThat(state.cluster().alone().get(0))
        .isEqualTo(new Cluster.Alone(1, new Device("node", 0)));

    give(new StudyInput.NodeJoined(NOW, "node", "2", OfferedSlot.own(List.of(0))));

    assertThat(state.cluster().alone().get(0)).isEqualTo(new Cluster.Alone(1, null));
  }

  @ParameterizedTest
  @EnumSource(names = {"TRAINER_ERROR", "EPOCH_TIMEOUT", "CHECKPOINT_WRITE"})
  void whatFailsIsTriedAgainOnAnotherDeviceIfOneIsFree(Failure.Kind kind) {
    give(new StudyInput.NodeJoined(NOW, "node", "1", OfferedSlot.own(List.of(0))));
    quarantine(0);
    fail(0, kind);
    assertThat(state.lease(0)).isNull();

    give(new StudyInput.NodeJoined(NOW, "node", "1", OfferedSlot.own(List.of(0, 1))));

    assertThat(slot(0)).isEqualTo(1);
    assertThat(slot(1)).isZero();
  }

  @Test
  void whatFailsIsTriedAgainWhereItFailedIfNoOtherDeviceIsFree() {
    give(new StudyInput.NodeJoined(NOW, "node", "1", OfferedSlot.own(List.of(0, 1))));

    fail(0, Failure.Kind.TRAINER_ERROR);

    assertThat(slot(0)).isZero();
  }

  @Test
  void aValueThatIsNotFiniteIsNotPutDownToTheDevice() {
    give(new StudyInput.NodeJoined(NOW, "node", "1", OfferedSlot.own(List.of(0))));
    quarantine(0);
    fail(0, Failure.Kind.NON_FINITE_METRIC);

    give(new StudyInput.NodeJoined(NOW, "node", "1", OfferedSlot.own(List.of(0, 1))));

    assertThat(slot(0)).isZero();
  }

  @Test
  void slotsOfOneDeviceAreAllHandedOut() {
    List<OfferedSlot> processors =
        IntStream.range(0, 4).mapToObj(index -> new OfferedSlot(index, 0)).toList();

    give(new StudyInput.NodeJoined(NOW, "node", "1", processors));

    assertThat(IntStream.range(0, 4).map(this::slot)).containsExactly(0, 1, 2, 3);
    assertThat(state.cluster().free().isEmpty()).isTrue();
  }

  @Test
  void runningOutOfMemoryAloneTwiceIsEnough() {
    offer(0, 1);
    outOfMemory(0);
    leave(1);
    outOfMemory(0);
    assertThat(state.trial(0).restarts()).isEqualTo(1);

    outOfMemory(0);

    assertThat(state.trial(0).status()).isEqualTo(TrialStatus.INFEASIBLE);
    assertThat(last.events())
        .contains(
            new StudyEvent.TrialInfeasible(
                0, new Reason.CannotBeTrained(new Failure(Failure.Kind.OUT_OF_MEMORY, "full"))));
  }

  @Test
  void aSlotInQuarantineIsNotFreeWhenItsLeaseEnds() {
    offer(0, 1);

    quarantine(0);
    fail(0, Failure.Kind.INFEASIBLE);

    assertThat(last.events()).contains(new StudyEvent.LeaseEnded(0, 1, false));
    assertThat(state.cluster().free().isEmpty()).isTrue();
    assertThat(state.cluster().quarantined().get(new Slot("node", 0)))
        .isEqualTo("3 GB did not come back");
  }

  @Test
  void aSlotThatIsOfferedAgainIsInQuarantineNoMore() {
    offer(0, 1);
    quarantine(0);
    fail(0, Failure.Kind.INFEASIBLE);

    offer(0, 1);

    assertThat(state.cluster().quarantined().isEmpty()).isTrue();
    assertThat(slot(2)).isZero();
  }

  @Test
  void theQuarantineOfAnEarlierLifeOfTheNodeIsIgnored() {
    offer(0, 1);

    give(new StudyInput.SlotQuarantined(NOW, "node", "0", 0, "late"));

    assertThat(last.events()).isEmpty();
  }

  @Test
  void aStudyWaitsForADeviceAsLongAsSomebodyIsOwedOne() {
    offer(0, 1);
    outOfMemory(0);
    quarantine(0);
    quarantine(1);
    leave(1);

    assertThat(state.cluster().leases().isEmpty()).isTrue();
    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
  }
}
