package dev.thaw.actors.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.meter.Meters;
import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.SessionListener;
import dev.thaw.actors.session.TrialTerms;
import dev.thaw.actors.trial.Leases;
import dev.thaw.actors.trial.ScriptedHost;
import dev.thaw.actors.trial.SessionReport;
import dev.thaw.actors.trial.StudyReport;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: a node keeps fences, slots and reports in order whatever arrives. Method: real trial
 * actors, a scripted host, a probe in the place of the study, time that passes by hand.
 */
final class GpuNodeTest {

  private static final Duration RESEND = Duration.ofSeconds(5);
  private static final TrialTerms TERMS = Leases.terms(1000);
  private static final String STUDY = TERMS.study();

  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<ReportBatch> study = kit.createTestProbe(ReportBatch.class);
  private final ScriptedHost host = new ScriptedHost();
  private final TestProbe<SlotBroker.Command> broker =
      kit.createTestProbe(SlotBroker.Command.class);
  private final NodeBooks books = new NodeBooks("life-1");
  private ActorRef<GpuNode.Command> node = start(500);

  private ActorRef<GpuNode.Command> start(int batchSizeMax) {
    var settings =
        new NodeSettings(RESEND, batchSizeMax, Duration.ofSeconds(3), Duration.ofMinutes(1));
    return kit.spawn(GpuNode.create("n", books, broker.getRef(), host, settings, Meters.none()));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private void order(Effect.OnSlot... orders) {
    order(TERMS, "life-1", orders);
  }

  private void order(TrialTerms terms, String incarnation, Effect.OnSlot... orders) {
    node.tell(new GpuNode.CarryOut(terms, incarnation, List.of(orders), study.getRef()));
  }

  private static Effect.PauseSession pause(int trial, long fence) {
    return new Effect.PauseSession(trial, fence, new Slot("n", 0));
  }

  private static TrialTerms another(String study) {
    return new TrialTerms(
        study,
        TERMS.metric(),
        TERMS.goal(),
        TERMS.trainer(),
        TERMS.options(),
        TERMS.epochTimeLimit(),
        TERMS.lastEpoch(),
        TERMS.checkpoints(),
        TERMS.parameters());
  }

  /** Returns once the node has handled what it was told before. */
  private void settle() throws InterruptedException {
    node.tell(
        new GpuNode.KeepCheckpoints(
            "marker", List.of(new Effect.KeepCheckpoints(0, List.of(), new CheckpointRef(0, 0)))));
    assertThat(host.next())
        .isEqualTo("keep [] up to %s of trial 0 of marker".formatted(new CheckpointRef(0, 0)));
  }

  private void take(ReportBatch batch, SessionId... stale) {
    node.tell(new GpuNode.BatchTaken(STUDY, batch.batch(), List.of(stale)));
  }

  /** Takes batches until a report is the last; returns all reports. */
  private List<StudyReport> reportsTo(StudyReport last) {
    List<StudyReport> all = new ArrayList<>();
    while (!all.contains(last)) {
      ReportBatch batch = study.receiveMessage();
      all.addAll(batch.reports());
      take(batch);
    }
    return all;
  }

  private static SessionReport.EpochTrained epoch(int epoch) {
    return new SessionReport.EpochTrained(0, 1, epoch, 0.5, 2, Map.of());
  }

  private void trained(int epoch) {
    host.session(0, 1).epochTrained(epoch, Map.of("loss", 0.5), 2);
  }

  /** Starts trial 0 under fence 1 on slot 0, open and training epoch 1. */
  private void startFirst() throws InterruptedException {
    order(Leases.lease(0, 1, 0));
    assertThat(host.next()).isEqualTo("open 0/1");
    host.session(0, 1).opened();
    assertThat(host.next()).isEqualTo("train 0/1 @1");
  }

  @Test
  void ordersForAnotherIncarnationAreIgnored() throws InterruptedException {
    order(TERMS, "life-0", Leases.lease(0, 1, 0));
    order(Leases.lease(1, 2, 0));

    assertThat(host.next()).isEqualTo("open 1/2");
  }

  @Test
  void anOldFenceIsRefused() throws InterruptedException {
    order(Leases.lease(0, 5, 0));
    assertThat(host.next()).isEqualTo("open 0/5");
    order(Leases.lease(0, 4, 1));
    order(Leases.lease(1, 6, 2));

    assertThat(host.next()).isEqualTo("open 1/6");
  }

  @Test
  void aLeaseThatComesTwiceIsOpenedOnce() throws InterruptedException {
    order(Leases.lease(0, 1, 0), Leases.lease(0, 1, 0));
    order(Leases.lease(0, 1, 0));
    settleAfter("open 0/1");

    assertThat(host.orders()).isEmpty();
  }

  private void settleAfter(String order) throws InterruptedException {
    assertThat(host.next()).isEqualTo(order);
    settle();
  }

  @Test
  void aLeaseForASlotWhoseSessionIsStillClosingWaitsForIt() throws InterruptedException {
    order(Leases.lease(0, 1, 0));
    assertThat(host.next()).isEqualTo("open 0/1");
    order(pause(0, 1));
    settle();
    host.session(0, 1).opened();
    assertThat(host.next()).isEqualTo("park 0/1");

    order(Leases.lease(1, 2, 0));
    assertThat(host.next()).isEqualTo("abort 0/1");
    settle();
    host.session(0, 1).closed();

    assertThat(host.next()).isEqualTo("open 1/2");
  }

  @Test
  void aLeaseThatIsOverStopsWhenItsSlotIsLeasedAnew() throws InterruptedException {
    startFirst();

    order(Leases.lease(1, 2, 0));

    assertThat(host.next()).isEqualTo("abort 0/1");
    host.session(0, 1).closed();
    assertThat(host.next()).isEqualTo("open 1/2");
  }

  @Test
  void anOldLeaseDoesNotTakeTheSlotOfANewerOne() throws InterruptedException {
    order(Leases.lease(0, 5, 0));
    assertThat(host.next()).isEqualTo("open 0/5");

    order(Leases.lease(1, 3, 0));
    settle();
    host.session(0, 5).failed(new Failure(Failure.Kind.TRAINER_ERROR, "no memory"));
    reportsTo(new SessionReport.Failed(0, 5, new Failure(Failure.Kind.TRAINER_ERROR, "no memory")));
    order(Leases.lease(2, 6, 0));

    assertThat(host.next()).isEqualTo("open 2/6");
  }

  @Test
  void ofTwoLeasesThatWaitForASlotTheNewerOneGetsIt() throws InterruptedException {
    startFirst();
    order(Leases.lease(1, 3, 0));
    assertThat(host.next()).isEqualTo("abort 0/1");

    order(Leases.lease(2, 4, 0), Leases.lease(3, 2, 0));
    settle();
    host.session(0, 1).closed();

    assertThat(host.next()).isEqualTo("open 2/4");
  }

  @Test
  void aWaitingLeaseThatIsPausedHasEndedAndIsNeverOpened() throws InterruptedException {
    startFirst();
    order(Leases.lease(1, 2, 0));
    assertThat(host.next()).isEqualTo("abort 0/1");

    order(pause(1, 2));
    settle();
    host.session(0, 1).closed();

    assertThat(reportsTo(new SessionReport.Ended(0, 1))).contains(new SessionReport.Ended(1, 2));
    order(Leases.lease(2, 3, 0));
    assertThat(host.next()).isEqualTo("open 2/3");
  }

  @Test
  void aStudyDoesNotEndTheWaitingLeaseOfAnother() throws InterruptedException {
    startFirst();
    order(another("other"), "life-1", Leases.lease(7, 2, 0));
    settle();

    order(pause(3, 2));
    settle();
    host.session(0, 1).failed(new Failure(Failure.Kind.TRAINER_ERROR, "no memory"));

    assertThat(host.next()).isEqualTo("open 7/2");
  }

  @Test
  void aSessionThatWasNeverStartedHasEndedWhenItIsPaused() {
    order(pause(0, 1));

    assertThat(study.receiveMessage().reports()).containsExactly(new SessionReport.Ended(0, 1));
  }

  @Test
  void aLeaseThatWasEndedBeforeItCameIsNotOpened() throws InterruptedException {
    order(pause(0, 1));
    order(Leases.lease(0, 1, 0));
    settle();

    assertThat(host.orders()).isEmpty();
  }

  @Test
  void oneBatchIsUnderWayAndWhatComesMeanwhileGoesIntoTheNext() throws InterruptedException {
    startFirst();
    ReportBatch first = study.receiveMessage();
    trained(1);
    assertThat(host.next()).isEqualTo("save 0/1 @1");
    host.session(0, 1).saved(1, 10);
    assertThat(host.next()).isEqualTo("train 0/1 @2");
    trained(2);
    assertThat(host.next()).isEqualTo("train 0/1 @3");
    settle();

    take(first);

    assertThat(first.reports()).containsExactly(new SessionReport.Started(0, 1));
    ReportBatch second = study.receiveMessage();
    assertThat(second.batch()).isEqualTo(first.batch() + 1);
    assertThat(second.reports())
        .containsExactly(epoch(1), new SessionReport.CheckpointSaved(0, 1, 1, 10), epoch(2));
  }

  @Test
  void aBatchThatIsNotTakenIsSentAgainLessAndLessOften() throws InterruptedException {
    startFirst();
    ReportBatch first = study.receiveMessage();

    time.timePasses(RESEND);
    assertThat(study.receiveMessage()).isEqualTo(first);
    time.timePasses(RESEND);
    study.expectNoMessage(Duration.ofMillis(50));
    time.timePasses(RESEND);

    assertThat(study.receiveMessage()).isEqualTo(first);
  }

  @Test
  void aBatchThatIsTakenIsNotSentAgain() throws InterruptedException {
    startFirst();
    take(study.receiveMessage());
    settle();

    time.timePasses(RESEND.multipliedBy(3));

    study.expectNoMessage(Duration.ofMillis(100));
  }

  @Test
  void aBatchIsSentAgainToWhoeverTheStudyIsNow() throws InterruptedException {
    startFirst();
    ReportBatch first = study.receiveMessage();
    TestProbe<ReportBatch> successor = kit.createTestProbe(ReportBatch.class);

    node.tell(new GpuNode.CarryOut(TERMS, "life-1", List.of(), successor.getRef()));
    settle();
    time.timePasses(RESEND);

    assertThat(successor.receiveMessage()).isEqualTo(first);
  }

  @Test
  void theAnswerToAnotherBatchChangesNothing() throws InterruptedException {
    startFirst();
    ReportBatch first = study.receiveMessage();
    node.tell(
        new GpuNode.BatchTaken(STUDY, first.batch() + 1, List.of(new SessionId(STUDY, 0, 1))));
    settle();

    time.timePasses(RESEND);

    assertThat(study.receiveMessage()).isEqualTo(first);
    assertThat(host.orders()).isEmpty();
  }

  @Test
  void aBatchHoldsNoMoreThanItMay() throws InterruptedException {
    ActorRef<GpuNode.Command> small = start(2);
    Effect.OnSlot[] never = {pause(0, 1), pause(1, 2), pause(2, 3)};
    small.tell(new GpuNode.CarryOut(TERMS, "life-1", List.of(never), study.getRef()));

    ReportBatch first = study.receiveMessage();
    small.tell(new GpuNode.BatchTaken(STUDY, first.batch(), List.of()));
    ReportBatch second = study.receiveMessage();

    assertThat(first.reports()).containsExactly(new SessionReport.Ended(0, 1));
    assertThat(second.reports())
        .containsExactly(new SessionReport.Ended(1, 2), new SessionReport.Ended(2, 3));
  }

  @Test
  void sessionsWhoseLeasesAreOverAreStopped() throws InterruptedException {
    startFirst();

    take(study.receiveMessage(), new SessionId(STUDY, 0, 1));

    assertThat(host.next()).isEqualTo("abort 0/1");
  }

  @Test
  void aTrialActorThatKeepsCrashingIsAFailureAndItsSessionIsAborted() throws InterruptedException {
    host.breakDown();
    order(Leases.lease(0, 1, 0));

    ReportBatch batch = study.receiveMessage();
    take(batch);
    for (int actor = 0; actor < 4; actor++) {
      assertThat(host.next()).isEqualTo("open 0/1");
    }
    settleAfter("abort 0/1");

    assertThat(batch.reports())
        .singleElement()
        .isInstanceOfSatisfying(
            SessionReport.Failed.class,
            failed -> assertThat(failed.failure().message()).contains("kept crashing"));
    time.timePasses(RESEND);
    study.expectNoMessage(Duration.ofMillis(100));
  }

  @Test
  void aTrialActorThatCrashesDoesNotEndItsTraining() throws InterruptedException {
    startFirst();
    host.trap("train 0/1 @2");
    trained(1);
    host.session(0, 1).saved(1, 10);

    assertThat(host.next()).isEqualTo("save 0/1 @1");
    assertThat(host.next()).isEqualTo("train 0/1 @2");
    assertThat(host.next()).isEqualTo("open 0/1");
    host.session(0, 1).opened();
    assertThat(host.next()).isEqualTo("train 0/1 @2");
    trained(2);

    assertThat(reportsTo(epoch(2)))
        .containsExactly(
            new SessionReport.Started(0, 1),
            epoch(1),
            new SessionReport.CheckpointSaved(0, 1, 1, 10),
            new SessionReport.Started(0, 1),
            epoch(2));
  }

  @Test
  void whoTakesASessionOverHearsHowFarItMayTrain() throws InterruptedException {
    startFirst();
    order(new Effect.ContinueSession(0, 1, new Slot("n", 0), 9, 0.1));
    settle();
    host.trap("train 0/1 @4");
    for (int epoch = 1; epoch <= 3; epoch++) {
      trained(epoch);
      assertThat(host.next()).isEqualTo("train 0/1 @" + (epoch + 1));
    }

    settleAfter("open 0/1");
    host.session(0, 1).opened();
    for (int epoch = 4; epoch <= 8; epoch++) {
      assertThat(host.next()).isEqualTo("train 0/1 @" + epoch);
      trained(epoch);
    }

    assertThat(host.next()).isEqualTo("train 0/1 @9");
  }

  @Test
  void whoTakesASessionOverThatIsToPauseEndsTheEpochInHandAndPauses() throws InterruptedException {
    startFirst();
    order(pause(0, 1));
    settle();
    host.trap("save 0/1 @1");
    trained(1);
    assertThat(host.next()).isEqualTo("save 0/1 @1");
    settleAfter("open 0/1");

    host.session(0, 1).opened();
    assertThat(host.next()).isEqualTo("train 0/1 @2");
    trained(2);
    assertThat(host.next()).isEqualTo("save 0/1 @2");
    host.session(0, 1).saved(2, 10);
    assertThat(host.next()).isEqualTo("park 0/1");
    host.session(0, 1).closed();

    assertThat(reportsTo(new SessionReport.Ended(0, 1)))
        .contains(epoch(1), epoch(2), new SessionReport.CheckpointSaved(0, 1, 2, 10));
  }

  @Test
  void whoTakesASessionOverThatIsToStopStopsIt() throws InterruptedException {
    startFirst();
    host.trap("abort 0/1");
    order(new Effect.StopSession(0, 1, new Slot("n", 0)));

    assertThat(host.next()).isEqualTo("abort 0/1");
    assertThat(host.next()).isEqualTo("open 0/1");
    assertThat(host.next()).isEqualTo("abort 0/1");
  }

  @Test
  void theBrokerHearsWhatTheHostOffers() {
    assertThat(registered()).isEqualTo(slots(0, 1, 2, 3));

    host.eyes().offered(slots(1, 2));

    assertThat(registered()).isEqualTo(slots(1, 2));
  }

  @Test
  void aSlotInQuarantineIsNotOfferedUntilTheHostOffersItAgain() {
    assertThat(registered()).isEqualTo(slots(0, 1, 2, 3));

    host.eyes().quarantined(2, "3 GB did not come back");
    assertThat(registered()).isEqualTo(slots(0, 1, 3));
    host.eyes().offered(slots(0, 1, 2, 3));

    assertThat(registered()).isEqualTo(slots(0, 1, 2, 3));
  }

  @Test
  void aStudyHearsOfTheQuarantineBeforeItHearsOfTheEnd() throws InterruptedException {
    startFirst();

    host.eyes().quarantined(0, "3 GB did not come back");
    host.session(0, 1).failed(new Failure(Failure.Kind.OUT_OF_MEMORY, "full"));

    var failed = new SessionReport.Failed(0, 1, new Failure(Failure.Kind.OUT_OF_MEMORY, "full"));
    assertThat(reportsTo(failed))
        .containsExactly(
            new SessionReport.Started(0, 1),
            new SlotQuarantine("n", "life-1", 0, "3 GB did not come back"),
            failed);
  }

  @Test
  void aLeaseOnASlotInQuarantineEndsBeforeItBegan() throws InterruptedException {
    startFirst();
    order(Leases.lease(1, 2, 0));
    assertThat(host.next()).isEqualTo("abort 0/1");
    settle();

    host.eyes().quarantined(0, "3 GB did not come back");
    host.session(0, 1).closed();
    assertThat(reportsTo(new SessionReport.Ended(1, 2))).contains(new SessionReport.Ended(0, 1));
    order(Leases.lease(2, 3, 0));

    assertThat(reportsTo(new SessionReport.Ended(2, 3)))
        .containsExactly(
            new SlotQuarantine("n", "life-1", 0, "3 GB did not come back"),
            new SessionReport.Ended(2, 3));
    settle();
    assertThat(host.orders()).isEmpty();
  }

  @Test
  void aQuarantineThatAStudyHeardOfTooLateIsTakenBack() throws InterruptedException {
    startFirst();
    ReportBatch started = study.receiveMessage();
    host.eyes().quarantined(3, "3 GB did not come back");
    host.eyes().offered(slots(0, 1, 2, 3));
    settle();
    for (int offer = 0; offer < 3; offer++) {
      registered();
    }

    take(started);
    assertThat(study.receiveMessage().reports())
        .containsExactly(new SlotQuarantine("n", "life-1", 3, "3 GB did not come back"));
    node.tell(new GpuNode.BatchTaken(STUDY, started.batch() + 1, List.of()));

    assertThat(registered()).isEqualTo(slots(0, 1, 2, 3));
  }

  private List<NodeSlot> registered() {
    return broker.expectMessageClass(SlotBroker.RegisterNode.class).slots();
  }

  private static List<NodeSlot> slots(int... indexes) {
    return IntStream.of(indexes).mapToObj(index -> new NodeSlot(index, index / 2)).toList();
  }

  @Test
  void theLastReportIsHeardBeforeTheEndOfTheTrialActor() throws InterruptedException {
    for (int trial = 0; trial < 50; trial++) {
      order(Leases.lease(trial, trial + 1, 0));
      assertThat(host.next()).isEqualTo("open %d/%d".formatted(trial, trial + 1));
      SessionListener session = host.session(trial, trial + 1);
      session.failed(new Failure(Failure.Kind.TRAINER_ERROR, "trial " + trial));
      reportsTo(
          new SessionReport.Failed(
              trial, trial + 1, new Failure(Failure.Kind.TRAINER_ERROR, "trial " + trial)));
    }

    settle();
    study.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void checkpointsThatAreKeptReachTheHost() throws InterruptedException {
    node.tell(
        new GpuNode.KeepCheckpoints(
            STUDY,
            List.of(
                new Effect.KeepCheckpoints(
                    3, List.of(new CheckpointRef(2, 9)), new CheckpointRef(4, 11)))));

    assertThat(host.next())
        .isEqualTo(
            "keep %s up to %s of trial 3 of %s",
            List.of(new CheckpointRef(2, 9)), new CheckpointRef(4, 11), STUDY);
  }

  @Test
  void theSessionsOfANodeThatStopsGoOnUnderTheNextOne() throws InterruptedException {
    startFirst();
    kit.stop(node);

    node = start(500);

    assertThat(host.next()).isEqualTo("open 0/1");
    host.session(0, 1).opened();
    assertThat(host.next()).isEqualTo("train 0/1 @1");
  }

  @Test
  void whatAStudyHasNotTakenIsToldByTheNextNode() throws InterruptedException {
    startFirst();
    trained(1);
    assertThat(host.next()).isEqualTo("save 0/1 @1");
    ReportBatch first = study.receiveMessage();
    kit.stop(node);

    node = start(500);
    order();

    ReportBatch again = study.receiveMessage();
    assertThat(again.batch()).isEqualTo(first.batch());
    assertThat(again.reports()).isEqualTo(first.reports());
  }

  @Test
  void theNextNodeRefusesTheFencesThatTheOneBeforeItRefused() throws InterruptedException {
    order(Leases.lease(0, 5, 0));
    assertThat(host.next()).isEqualTo("open 0/5");
    kit.stop(node);

    node = start(500);
    assertThat(host.next()).isEqualTo("open 0/5");
    order(Leases.lease(0, 4, 1));
    order(Leases.lease(1, 6, 1));

    assertThat(host.next()).isEqualTo("open 1/6");
  }

  @Test
  void aNodeThatLeavesDoesNotWaitForAStudyThatHasNothingThere() throws InterruptedException {
    TestProbe<Done> left = kit.createTestProbe();
    order();
    settle();

    node.tell(new GpuNode.Leave(left.getRef()));

    assertThat(reportsTo(new NodeDeparture("n", "life-1"))).isNotEmpty();
    left.receiveMessage();
  }

  @Test
  void aStudyThatIsSilentForLongIsForgottenOnceItHasNothingThere() throws InterruptedException {
    order();
    settle();
    time.timePasses(Duration.ofSeconds(61));

    host.eyes().quarantined(0, "its memory did not come back");

    settle();
    study.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void aNodeThatLeavesAsksItsStudiesToPauseAndOffersNothing() throws InterruptedException {
    startFirst();
    host.eyes().offered(List.of(new NodeSlot(0, 0)));
    TestProbe<Done> left = kit.createTestProbe();

    node.tell(new GpuNode.Leave(left.getRef()));

    assertThat(reportsTo(new NodeDeparture("n", "life-1"))).isNotEmpty();
    broker.fishForMessage(
        Duration.ofSeconds(10),
        message ->
            message instanceof SlotBroker.RegisterNode it && it.slots().isEmpty()
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
    left.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void itHasLeftWhenAllHavePausedAndAllStudiesKnow() throws InterruptedException {
    startFirst();
    TestProbe<Done> left = kit.createTestProbe();
    node.tell(new GpuNode.Leave(left.getRef()));
    order(pause(0, 1));
    settle();
    trained(1);
    assertThat(host.next()).isEqualTo("save 0/1 @1");
    host.session(0, 1).saved(1, 10);
    assertThat(host.next()).isEqualTo("park 0/1");
    host.session(0, 1).closed();

    reportsTo(new SessionReport.Ended(0, 1));

    left.expectMessageClass(Done.class);
  }

  @Test
  void sessionsPauseWhenTheirStudyIsSilentForTooLong() throws InterruptedException {
    startFirst();
    time.timePasses(Duration.ofSeconds(61));
    settle();

    trained(1);

    assertThat(host.next()).isEqualTo("save 0/1 @1");
    host.session(0, 1).saved(1, 10);
    assertThat(host.next()).isEqualTo("park 0/1");
  }

  @Test
  void sessionsGoOnWhileTheirStudyGivesSigns() throws InterruptedException {
    startFirst();
    time.timePasses(Duration.ofSeconds(50));
    order();
    settle();
    time.timePasses(Duration.ofSeconds(50));

    trained(1);

    assertThat(host.next()).isEqualTo("save 0/1 @1");
    host.session(0, 1).saved(1, 10);
    assertThat(host.next()).isEqualTo("train 0/1 @2");
  }
}
