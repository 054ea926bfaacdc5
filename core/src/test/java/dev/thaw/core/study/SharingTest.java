package dev.thaw.core.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.ShareChange;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Goal: what becomes of slots that a study may not keep, and of nodes that fall silent. Method: a
 * node of four slots, led by hand.
 */
class SharingTest {

  private static final Instant NOW = Instant.parse("2026-03-01T18:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private StudyState state = open();
  private Decision last = Study.decide(state, new StudyInput.Recovered(NOW));

  private static StudyState open() {
    StudySpec spec =
        Specs.study(new Asha(3, PromotionRule.PAPER, false)).epochs(3, 9).trials(5).slots(4).spec();
    return Study.decide(null, new StudyInput.Opened(NOW, spec)).after();
  }

  private void give(StudyInput input) {
    last = Study.decide(state, input);
    state = last.after();
  }

  private void offer(int... indexes) {
    join("1", indexes);
  }

  private void join(String incarnation, int... indexes) {
    List<OfferedSlot> slots =
        IntStream.of(indexes).mapToObj(index -> new OfferedSlot(index, index)).toList();
    give(new StudyInput.NodeJoined(NOW, "node", incarnation, slots));
  }

  private Lease lease(int trial) {
    return Objects.requireNonNull(state.lease(trial), "the lease of trial " + trial);
  }

  private void report(int trial, int epoch, double value) {
    give(new StudyInput.EpochReported(NOW, trial, lease(trial).fence(), epoch, value, 1, Map.of()));
  }

  private void leave(int trial) {
    long fence = lease(trial).fence();
    int epoch = lease(trial).reported();
    if (epoch > 0) {
      give(new StudyInput.CheckpointSaved(NOW, trial, fence, epoch, 10));
    }
    give(new StudyInput.SessionEnded(NOW, trial, fence));
  }

  private void allow(int slots) {
    give(new StudyInput.SlotsAllowed(NOW, slots));
  }

  private List<Integer> toldToPause() {
    return last.events().stream()
        .filter(StudyEvent.PauseOrdered.class::isInstance)
        .map(event -> ((StudyEvent.PauseOrdered) event).trial())
        .toList();
  }

  @Test
  void theTrialWithTheWorstScoreLeavesFirst() {
    offer(0, 1, 2);
    report(0, 1, 0.3);
    report(1, 1, 0.9);
    report(2, 1, 0.5);

    allow(2);

    assertThat(toldToPause()).containsExactly(1);
    assertThat(last.events())
        .contains(
            new StudyEvent.SlotGivenUp(new Slot("node", 1)),
            new StudyEvent.PauseOrdered(1, lease(1).fence(), new Reason.Preempted(2)));
  }

  @Test
  void aFreeSlotIsGivenUpBeforeAnybodyIsSentAway() {
    StudySpec two =
        Specs.study(new Asha(3, PromotionRule.PAPER, false)).epochs(3, 9).trials(2).slots(4).spec();
    state = Study.decide(null, new StudyInput.Opened(NOW, two)).after();
    offer(0, 1, 2, 3);

    allow(2);

    assertThat(toldToPause()).isEmpty();
    assertThat(state.cluster().held().get("node")).containsExactly(0, 1);
  }

  @Test
  void aSlotIsHeldUntilWhoeverTrainsThereHasLeftIt() {
    offer(0, 1);
    allow(1);
    int leaving = toldToPause().getFirst();

    assertThat(state.cluster().held().get("node")).containsExactly(0, 1);

    leave(leaving);
    assertThat(state.cluster().held().get("node")).hasSize(1);
  }

  @Test
  void whoeverIsSentAwayIsOwedItsWayAndGoesOnFirst() {
    offer(0, 1);
    report(0, 1, 0.3);
    report(1, 1, 0.9);
    allow(1);
    leave(1);

    assertThat(state.search().owed().get(1))
        .isEqualTo(new Search.Debt(3, Reason.Interruption.SLOT_GIVEN_UP, null));

    allow(2);
    offer(0, 1);
    assertThat(lease(1).epochLimit()).isEqualTo(3);
    assertThat(state.progress().trials()).hasSize(2);
  }

  @Test
  void nothingIsGrantedInASlotThatWasGivenUp() {
    offer(0, 1);
    allow(1);

    leave(toldToPause().getFirst());

    assertThat(state.cluster().leases()).hasSize(1);
    assertThat(state.cluster().free()).isEmpty();
  }

  @Test
  void aStudyMayHaveToGiveUpAllItsSlotsAndGoesOnLater() {
    offer(0, 1);
    allow(0);
    leave(0);
    leave(1);

    assertThat(state.lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
    assertThat(Study.demand(state)).isEqualTo(4);
  }

  @Test
  void aNegativeAllowanceIsRefused() {
    allow(-1);

    assertThat(last.reply()).isEqualTo(new Reply.Refused("slots (-1) must be at least 0"));
  }

  @Test
  void whoHasNothingToDoForASlotAsksForNoMoreThanItUses() {
    offer(0, 1, 2, 3);
    report(0, 1, 0.3);
    assertThat(Study.demand(state)).isEqualTo(4);

    for (int trial = 0; trial < 4; trial++) {
      for (int epoch = lease(trial).reported() + 1; epoch <= 3; epoch++) {
        report(trial, epoch, 0.5 + trial);
      }
      if (state.lease(trial) != null && lease(trial).ending() != Lease.Ending.NONE) {
        leave(trial);
      }
    }

    assertThat(Study.demand(state)).isEqualTo(state.cluster().leases().size());
  }

  @Test
  void anotherShareIsTakenNoteOfAndTold() {
    give(new StudyInput.ShareRequested(NOW, toAtMost(2)));

    assertThat(state.cluster().tenure().share()).isEqualTo(new Share(0, 2, 1, 0));
    assertThat(Study.effects(state, last.events())).containsExactly(new Effect.RequestSlots());
  }

  @Test
  void theSameShareAgainChangesNothing() {
    give(new StudyInput.ShareRequested(NOW, toAtMost(4)));

    assertThat(last.events()).isEmpty();
  }

  @Test
  void aShareThatIsNoneIsRefusedWithTheReason() {
    give(new StudyInput.ShareRequested(NOW, toAtMost(0)));

    assertThat(last.reply())
        .isEqualTo(
            new Reply.Refused("slotsMin (0) must be in 0..slotsMax (0), and slotsMax at least 1."));
  }

  private static ShareChange toAtMost(int slots) {
    return new ShareChange(null, slots, null, null);
  }

  @Test
  void aSilentNodeKeepsItsLeasesAndGetsNoNewOnes() {
    offer(0, 1);
    give(new StudyInput.NodeSilent(NOW, "node", PATIENCE));

    leave(0);

    assertThat(lease(1).ending()).isEqualTo(Lease.Ending.NONE);
    assertThat(state.cluster().leases()).hasSize(1);
    assertThat(Study.outstanding(state))
        .contains(new Effect.ArmSilence("node", NOW.plus(PATIENCE)));
  }

  @Test
  void aNodeThatComesBackInTimeGoesOnWithItsLeases() {
    offer(0, 1);
    long fence = lease(0).fence();
    give(new StudyInput.NodeSilent(NOW, "node", PATIENCE));

    offer(0, 1);
    give(new StudyInput.SilenceEnded(NOW.plus(PATIENCE), "node", NOW.plus(PATIENCE)));

    assertThat(lease(0).fence()).isEqualTo(fence);
    report(0, 1, 0.3);
    assertThat(state.trial(0).epochs()).isEqualTo(1);
  }

  @Test
  void nobodyIsSentAwayBecauseOfSlotsOfASilentNode() {
    offer(0, 1);
    give(
        new StudyInput.NodeJoined(
            NOW, "other", "1", List.of(new OfferedSlot(0, 0), new OfferedSlot(1, 1))));
    give(new StudyInput.NodeSilent(NOW, "other", PATIENCE));

    allow(2);

    assertThat(toldToPause()).isEmpty();
    assertThat(state.cluster().held().get("node")).containsExactly(0, 1);
  }

  @Test
  void whoTakesAStudyOverWaitsForEachNodeByItsOwnClock() {
    offer(0, 1);
    give(new StudyInput.NodeSilent(NOW, "node", PATIENCE));
    Instant late = NOW.plus(PATIENCE).plusSeconds(60);

    give(new StudyInput.Recovered(late, PATIENCE));
    give(new StudyInput.SilenceEnded(late, "node", NOW.plus(PATIENCE)));

    assertThat(state.lease(0)).isNotNull();
    assertThat(state.cluster().tenure().silent().get("node")).isEqualTo(late.plus(PATIENCE));
  }

  @Test
  void aTakeOverShortensNoSilence() {
    offer(0, 1);
    give(new StudyInput.NodeSilent(NOW, "node", PATIENCE));

    give(new StudyInput.Recovered(NOW, Duration.ofSeconds(1)));

    assertThat(state.cluster().tenure().silent().get("node")).isEqualTo(NOW.plus(PATIENCE));
  }

  @Test
  void aNodeThatLeavesAndOffersNothingAnyMorePausesItsTrialsAllTheSame() {
    offer(0, 1);
    join("1");

    give(new StudyInput.NodeLeaving(NOW, "node", "1"));

    assertThat(last.events())
        .filteredOn(StudyEvent.PauseOrdered.class::isInstance)
        .containsExactly(
            new StudyEvent.PauseOrdered(0, lease(0).fence(), new Reason.NodeLeaving("node")),
            new StudyEvent.PauseOrdered(1, lease(1).fence(), new Reason.NodeLeaving("node")));
  }

  @Test
  void aNodeThatStaysSilentIsLost() {
    offer(0, 1);
    give(new StudyInput.NodeSilent(NOW, "node", PATIENCE));

    give(new StudyInput.SilenceEnded(NOW.plus(PATIENCE), "node", NOW.plus(PATIENCE)));

    assertThat(state.cluster().leases()).isEmpty();
    assertThat(state.cluster().nodes()).isEmpty();
    assertThat(state.search().owed()).hasSize(2);
  }

  @Test
  void anotherProcessOfASilentNodeEndsItsLeasesAtOnce() {
    offer(0, 1);
    give(new StudyInput.NodeSilent(NOW, "node", PATIENCE));

    join("2", 0, 1);

    assertThat(last.events()).filteredOn(StudyEvent.LeaseEnded.class::isInstance).hasSize(2);
    assertThat(state.cluster().tenure().silent()).isEmpty();
  }

  @Test
  void anOfferThatIsRepeatedChangesNothing() {
    offer(0, 1);

    offer(0, 1);

    assertThat(last.events()).isEmpty();
  }

  @Test
  void theFirstSilenceCounts() {
    offer(0);
    give(new StudyInput.NodeSilent(NOW, "node", PATIENCE));

    give(new StudyInput.NodeSilent(NOW.plusSeconds(60), "node", PATIENCE));

    assertThat(last.events()).isEmpty();
  }

  @Test
  void everybodyOnANodeThatLeavesIsToldToPause() {
    offer(0, 1);

    give(new StudyInput.NodeLeaving(NOW, "node", "1"));

    assertThat(toldToPause()).containsExactly(0, 1);
    leave(0);
    leave(1);
    assertThat(state.search().owed()).hasSize(2);
    assertThat(state.cluster().held().get("node")).isEmpty();
  }

  @Test
  void whatAnEarlierProcessOfANodeSaidChangesNothing() {
    join("2", 0, 1);

    give(new StudyInput.NodeLeaving(NOW, "node", "1"));

    assertThat(last.events()).isEmpty();
  }
}
