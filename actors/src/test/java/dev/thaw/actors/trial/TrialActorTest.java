package dev.thaw.actors.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.session.SessionListener;
import dev.thaw.actors.session.SessionRequest;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.Effect.TimerScheduled;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

/**
 * Goal: a trial actor drives one session exactly as its orders say. Method: one thread, a scripted
 * host, and timers that fire when the test says so.
 */
final class TrialActorTest {

  private static final int NEVER = 1000;

  private final ScriptedHost host = new ScriptedHost();
  private final TestInbox<TrialReport> node = TestInbox.create();

  private BehaviorTestKit<TrialActor.Command> start(
      int checkpointEvery, Effect.StartSession lease) {
    return BehaviorTestKit.create(
        TrialActor.create(
            Leases.terms(checkpointEvery), lease, TrialProgress.begin(lease), host, node.getRef()));
  }

  private BehaviorTestKit<TrialActor.Command> opened(
      int checkpointEvery, Effect.StartSession lease) {
    BehaviorTestKit<TrialActor.Command> trial = start(checkpointEvery, lease);
    answer(trial, SessionListener::opened);
    return trial;
  }

  /** Lets the host say something, and the actor hear it. */
  private void answer(BehaviorTestKit<TrialActor.Command> trial, Consumer<SessionListener> what) {
    what.accept(host.session(0, 1));
    hear(trial);
  }

  private static void hear(BehaviorTestKit<TrialActor.Command> trial) {
    while (trial.isAlive() && trial.selfInbox().hasMessages()) {
      trial.runOne();
    }
  }

  private void trained(BehaviorTestKit<TrialActor.Command> trial, int epoch, double loss) {
    answer(trial, session -> session.epochTrained(epoch, Map.of("loss", loss, "top5", 0.5), 2));
  }

  private void saved(BehaviorTestKit<TrialActor.Command> trial, int epoch) {
    answer(trial, session -> session.saved(epoch, 1000));
  }

  /** Fires a timer whose key is given, as it was last armed. */
  private static void fire(BehaviorTestKit<TrialActor.Command> trial, String key) {
    trial.run(timer(trial.getAllEffects(), key).msg());
  }

  @SuppressWarnings("unchecked")
  private static TimerScheduled<TrialActor.Command> timer(
      List<org.apache.pekko.actor.testkit.typed.Effect> effects, String key) {
    return effects.stream()
        .filter(TimerScheduled.class::isInstance)
        .map(effect -> (TimerScheduled<TrialActor.Command>) effect)
        .filter(scheduled -> scheduled.key().equals(key))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("timer %s is not armed".formatted(key)));
  }

  private List<SessionReport> reports() {
    return node.getAllReceived().stream().map(TrialReport::report).toList();
  }

  private static SessionReport.EpochTrained epoch(int epoch, double loss) {
    return new SessionReport.EpochTrained(0, 1, epoch, loss, 2, Map.of("top5", 0.5));
  }

  private static SessionReport.Failed failed(SessionReport report) {
    assertThat(report).isInstanceOf(SessionReport.Failed.class);
    return (SessionReport.Failed) report;
  }

  @Test
  void opensTheSessionThatTheLeaseDescribes() {
    start(NEVER, Leases.resumed(new CheckpointRef(7, 3)));

    SessionRequest request = host.request(0, 1);
    assertThat(host.orders()).containsExactly("open 0/1");
    assertThat(request.trainer()).isEqualTo("simulated");
    assertThat(request.seed()).isEqualTo(42);
    assertThat(request.slot()).isZero();
    assertThat(request.resumeFrom()).isEqualTo(new CheckpointRef(7, 3));
    assertThat(request.parameters()).containsEntry("optimizer", "sgd");
  }

  @Test
  void tellsTheHostWhoMustHaveTheDeviceToItself() {
    start(NEVER, Leases.lease(0, 1, 0));
    assertThat(host.request(0, 1).alone()).isFalse();

    start(NEVER, Leases.alone());

    assertThat(host.request(0, 1).alone()).isTrue();
  }

  @Test
  void trainsToTheLimitAndWaits() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0, null, 0.0));

    trained(trial, 1, 0.9);
    trained(trial, 2, 0.8);
    trained(trial, 3, 0.7);

    assertThat(host.orders())
        .containsExactly("open 0/1", "train 0/1 @1", "train 0/1 @2", "train 0/1 @3");
    assertThat(reports())
        .containsExactly(
            new SessionReport.Started(0, 1), epoch(1, 0.9), epoch(2, 0.8), epoch(3, 0.7));
  }

  @Test
  void goesOnFromTheEpochOfTheCheckpoint() {
    opened(NEVER, Leases.resumed(new CheckpointRef(7, 3)));

    assertThat(host.orders()).containsExactly("open 0/1", "train 0/1 @4");
  }

  @Test
  void trainsOnWhenTheLimitIsRaised() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0, null, 0.0));
    trained(trial, 1, 0.9);
    trained(trial, 2, 0.8);
    trained(trial, 3, 0.7);
    host.orders();

    trial.run(new TrialActor.Train(4, 0.0));
    trained(trial, 4, 0.6);

    assertThat(host.orders()).containsExactly("train 0/1 @4");
  }

  @Test
  void anOrderThatIsOutOfDateDoesNotLowerTheLimit() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0, null, 0.0));
    host.orders();

    trial.run(new TrialActor.Train(1, 0.0));
    trained(trial, 1, 0.9);

    assertThat(host.orders()).containsExactly("train 0/1 @2");
  }

  @Test
  void pauseFinishesTheEpochSavesClosesAndReportsTheEnd() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0, null, 0.0));
    host.orders();

    trial.run(new TrialActor.Pause());
    assertThat(host.orders()).isEmpty();
    trained(trial, 1, 0.9);
    assertThat(host.orders()).containsExactly("save 0/1 @1");
    saved(trial, 1);
    assertThat(host.orders()).containsExactly("park 0/1");
    answer(trial, SessionListener::closed);

    assertThat(reports())
        .containsExactly(
            new SessionReport.Started(0, 1),
            epoch(1, 0.9),
            new SessionReport.CheckpointSaved(0, 1, 1, 1000),
            new SessionReport.Ended(0, 1));
    assertThat(trial.isAlive()).isFalse();
  }

  @Test
  void nothingIsKeptOfASessionAfterTheLastEpoch() {
    var trial = opened(1, Leases.resumed(new CheckpointRef(1, 8)));
    trial.run(new TrialActor.Pause());
    trained(trial, 9, 0.9);
    host.orders();

    saved(trial, 9);

    assertThat(host.orders()).containsExactly("close 0/1");
  }

  @Test
  void pauseDoesNotSaveTwice() {
    var trial = opened(1, Leases.lease(0, 1, 0, null, 0.0));
    trial.run(new TrialActor.Pause());
    trained(trial, 1, 0.9);
    host.orders();

    saved(trial, 1);

    assertThat(host.orders()).containsExactly("park 0/1");
  }

  @Test
  void pauseOfASessionThatHasTrainedNothingSavesNothing() {
    var trial = start(NEVER, Leases.lease(0, 1, 0));
    trial.run(new TrialActor.Pause());
    host.orders();

    answer(trial, SessionListener::opened);

    assertThat(host.orders()).containsExactly("park 0/1");
  }

  @Test
  void haltAbandonsTheEpochInHand() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0, null, 0.0));
    host.orders();

    trial.run(new TrialActor.Halt());

    assertThat(host.orders()).containsExactly("abort 0/1");
    answer(trial, SessionListener::closed);
    assertThat(reports())
        .containsExactly(new SessionReport.Started(0, 1), new SessionReport.Ended(0, 1));
  }

  @Test
  void haltWaitsForACheckpointThatIsBeingWritten() {
    var trial = opened(1, Leases.lease(0, 1, 0, null, 0.0));
    trained(trial, 1, 0.9);
    host.orders();

    trial.run(new TrialActor.Halt());
    assertThat(host.orders()).isEmpty();
    saved(trial, 1);

    assertThat(host.orders()).containsExactly("park 0/1");
  }

  @Test
  void haltSavesWhatASessionThatWaitsHasTrained() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0, null, 0.0));
    trained(trial, 1, 0.9);
    trained(trial, 2, 0.9);
    trained(trial, 3, 0.9);
    host.orders();

    trial.run(new TrialActor.Halt());

    assertThat(host.orders()).containsExactly("save 0/1 @3");
  }

  @Test
  void anOrderToPauseMayMeanToHalt() {
    Slot slot = new Slot("n", 0);

    assertThat(TrialActor.pause(new Effect.PauseSession(0, 1, slot)))
        .isEqualTo(new TrialActor.Pause());
    assertThat(TrialActor.pause(new Effect.PauseSession(0, 1, slot, true)))
        .isEqualTo(new TrialActor.Halt());
  }

  @Test
  void aPauseThatComesTwiceIsOnePause() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0, null, 0.0));
    trained(trial, 1, 0.9);
    trained(trial, 2, 0.9);
    trained(trial, 3, 0.9);
    host.orders();

    trial.run(new TrialActor.Pause());
    trial.run(new TrialActor.Pause());
    saved(trial, 3);
    trial.run(new TrialActor.Pause());

    assertThat(host.orders()).containsExactly("save 0/1 @3", "park 0/1");
  }

  @Test
  void nothingIsTrainedAfterAPauseWasOrdered() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0, null, 0.0));
    trial.run(new TrialActor.Pause());
    trial.run(new TrialActor.Train(9, 0.0));
    host.orders();

    trained(trial, 1, 0.9);

    assertThat(host.orders()).containsExactly("save 0/1 @1");
  }

  @Test
  void stopAbortsAtOnce() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0));
    host.orders();

    trial.run(new TrialActor.Stop());

    assertThat(host.orders()).containsExactly("abort 0/1");
    answer(trial, SessionListener::closed);
    assertThat(reports())
        .containsExactly(new SessionReport.Started(0, 1), new SessionReport.Ended(0, 1));
    assertThat(trial.isAlive()).isFalse();
  }

  @Test
  void stopAbortsASessionThatIsStillBeingOpened() {
    var trial = start(NEVER, Leases.lease(0, 1, 0));
    host.orders();

    trial.run(new TrialActor.Stop());
    answer(trial, SessionListener::opened);

    assertThat(host.orders()).containsExactly("abort 0/1");
    assertThat(reports()).isEmpty();
  }

  @Test
  void stopAbortsASessionThatDoesNotFinishClosing() {
    var trial = start(NEVER, Leases.lease(0, 1, 0));
    trial.run(new TrialActor.Pause());
    answer(trial, SessionListener::opened);
    host.orders();

    trial.run(new TrialActor.Stop());
    trial.run(new TrialActor.Stop());

    assertThat(host.orders()).containsExactly("abort 0/1");
  }

  @Test
  void anEpochThatArrivesAfterTheAbortChangesNothing() {
    var trial = opened(1, Leases.lease(0, 1, 0));
    trial.run(new TrialActor.Stop());
    reports();
    host.orders();

    trained(trial, 1, 0.9);
    saved(trial, 1);
    trial.run(new TrialActor.Train(9, null));

    assertThat(reports()).isEmpty();
    assertThat(host.orders()).isEmpty();
  }

  @Test
  void aMissingMetricFailsTheSessionAndNamesWhatWasReported() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0));
    host.orders();

    answer(trial, session -> session.epochTrained(1, Map.of("accuracy", 0.5), 2));

    assertThat(host.orders()).containsExactly("abort 0/1");
    answer(trial, SessionListener::closed);
    Failure failure = failed(reports().getLast()).failure();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING_METRIC);
    assertThat(failure.message()).contains("simulated", "accuracy", "loss", "epoch 1");
  }

  @Test
  void aNonFiniteValueIsReportedAndTheStudyHasTheNextWord() {
    var trial = opened(1, Leases.lease(0, 1, 0));
    host.orders();

    trained(trial, 1, Double.NaN);

    assertThat(host.orders()).isEmpty();
    assertThat(reports()).containsExactly(new SessionReport.Started(0, 1), epoch(1, Double.NaN));
  }

  @Test
  void anOrderFromBeforeANonFiniteValueDoesNotMakeTheSessionGoOn() {
    var trial = opened(1, Leases.lease(0, 1, 0));
    trained(trial, 1, Double.POSITIVE_INFINITY);
    host.orders();

    trial.run(new TrialActor.Train(9, null));

    assertThat(host.orders()).isEmpty();
  }

  @Test
  void aStateThatGaveANonFiniteValueIsNotSaved() {
    var trial = opened(1, Leases.lease(0, 1, 0));
    trial.run(new TrialActor.Pause());
    host.orders();

    trained(trial, 1, Double.NaN);

    assertThat(host.orders()).containsExactly("close 0/1");
  }

  @Test
  void anEpochThatIsOverdueIsAbortedAndReportedAsSuch() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0));
    host.orders();

    fire(trial, "epoch");

    assertThat(host.orders()).containsExactly("abort 0/1");
    answer(trial, SessionListener::closed);
    Failure failure = failed(reports().getLast()).failure();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.EPOCH_TIMEOUT);
    assertThat(failure.message()).contains("epoch 1", "PT10M");
  }

  @Test
  void theLimitOfAnEpochIsTheStudys() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0));

    assertThat(timer(trial.getAllEffects(), "epoch").duration()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void theTimerOfAnEarlierEpochChangesNothing() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0, null, 0.0));
    TrialActor.Command first = timer(trial.getAllEffects(), "epoch").msg();
    trained(trial, 1, 0.9);
    host.orders();

    trial.run(first);

    assertThat(host.orders()).isEmpty();
  }

  @Test
  void aCheckpointThatIsOverdueFailsTheSession() {
    var trial = opened(1, Leases.lease(0, 1, 0));
    trained(trial, 1, 0.9);
    host.orders();

    fire(trial, "save");

    assertThat(host.orders()).containsExactly("abort 0/1");
    answer(trial, SessionListener::closed);
    assertThat(failed(reports().getLast()).failure().kind())
        .isEqualTo(Failure.Kind.CHECKPOINT_WRITE);
  }

  @Test
  void aSessionThatDoesNotCloseIsAborted() {
    var trial = start(NEVER, Leases.lease(0, 1, 0));
    trial.run(new TrialActor.Pause());
    answer(trial, SessionListener::opened);
    host.orders();

    fire(trial, "close");

    assertThat(host.orders()).containsExactly("abort 0/1");
    answer(trial, SessionListener::closed);
    assertThat(reports()).endsWith(new SessionReport.Ended(0, 1));
  }

  @Test
  void theEndOfTheLeasePausesTheSession() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0, Duration.ofHours(1), 0.0));
    host.orders();

    fire(trial, "lease");
    trained(trial, 1, 0.9);

    assertThat(host.orders()).containsExactly("save 0/1 @1");
  }

  @Test
  void theEndOfTheLeaseAbortsASessionThatDoesNotOpen() {
    var trial = start(NEVER, Leases.lease(0, 1, 0, Duration.ofHours(1), 0.0));
    host.orders();

    fire(trial, "lease");

    assertThat(host.orders()).containsExactly("abort 0/1");
  }

  @Test
  void aLeaseOfYearsCanBeTimed() {
    var trial = start(NEVER, Leases.lease(0, 1, 0, Duration.ofDays(4000), 0.0));

    assertThat(timer(trial.getAllEffects(), "lease").duration()).isLessThan(Duration.ofDays(248));
  }

  @Test
  void aCheckpointIsWrittenAfterEverySoManyEpochs() {
    var trial = opened(2, Leases.lease(0, 1, 0, null, 0.0));
    host.orders();

    trained(trial, 1, 0.9);
    trained(trial, 2, 0.8);
    saved(trial, 2);

    assertThat(host.orders()).containsExactly("train 0/1 @2", "save 0/1 @2", "train 0/1 @3");
  }

  @Test
  void aValueThatBeatsTheBestIsWorthACheckpoint() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0, null, 0.5));
    host.orders();

    trained(trial, 1, 0.5);
    trained(trial, 2, 0.4);

    assertThat(host.orders()).containsExactly("train 0/1 @2", "save 0/1 @2");
  }

  @Test
  void aTrialsOwnValuesCountAmongThoseToBeat() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0));
    trained(trial, 1, 0.4);
    saved(trial, 1);
    host.orders();

    trial.run(new TrialActor.Train(9, 0.6));
    trained(trial, 2, 0.5);

    assertThat(host.orders()).containsExactly("train 0/1 @3");
  }

  @Test
  void theNewestScoreToBeatCounts() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0, null, 0.5));
    trial.run(new TrialActor.Train(9, 0.3));
    host.orders();

    trained(trial, 1, 0.4);

    assertThat(host.orders()).containsExactly("train 0/1 @2");
  }

  @Test
  void aSessionThatFailsIsReportedAsItSays() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0));
    var failure = new Failure(Failure.Kind.TRAINER_ERROR, "out of memory");

    answer(trial, session -> session.failed(failure));

    assertThat(reports()).endsWith(new SessionReport.Failed(0, 1, failure));
    assertThat(trial.isAlive()).isFalse();
  }

  @Test
  void theFirstCauseOfAFailureIsReported() {
    var trial = opened(NEVER, Leases.lease(0, 1, 0));
    fire(trial, "epoch");

    answer(
        trial,
        session -> session.failed(new Failure(Failure.Kind.TRAINER_ERROR, "interrupted sleep")));

    assertThat(failed(reports().getLast()).failure().kind()).isEqualTo(Failure.Kind.EPOCH_TIMEOUT);
  }
}
