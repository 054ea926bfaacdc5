package dev.thaw.workers.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.SessionRequest;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingFailedException;
import dev.thaw.trainer.TrainingFailedException.Kind;
import dev.thaw.workers.checkpoint.CheckpointLookup;
import dev.thaw.workers.checkpoint.FolderCheckpoints;
import dev.thaw.workers.session.FailingTrainer.Moment;
import dev.thaw.workers.session.StuckTrainer.Way;
import dev.thaw.workers.slot.Slots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadedSessionHostTest {

  private static final SessionId ID = new SessionId("digits", 7, 12);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir private Path root;
  private FolderCheckpoints store;
  private final CountingTrainer counting = new CountingTrainer();
  private final RecordingListener listener = new RecordingListener();
  private final List<ThreadedSessionHost> hosts = new ArrayList<>();

  @BeforeEach
  void createStore() {
    store = new FolderCheckpoints(root);
  }

  @AfterEach
  void closeHosts() {
    hosts.forEach(ThreadedSessionHost::close);
  }

  @Test
  void answersEachOrderInTheOrderOfTheOrders() {
    ThreadedSessionHost host = host(counting, LONG);

    host.open(ID, request("counting", null), listener);
    host.trainEpoch(ID, 1);
    host.trainEpoch(ID, 2);
    host.save(ID, 2);
    host.close(ID);

    listener.hears("opened", "trained 1", "trained 2", "saved 2", "closed");
    assertThat(listener.bytes()).isEqualTo(8);
    assertThat(listener.seconds()).isBetween(0.0, 20.0);
    assertThat(counting.closed).hasValue(1);
  }

  @Test
  void measuresTheTimeOfProcessorsWhereThatCounts() {
    ThreadedSessionHost host = host(counting, LONG);
    SessionRequest plain = request("counting", null);
    var counts =
        new SessionRequest(
            plain.trainer(),
            plain.parameters(),
            plain.seed(),
            plain.options(),
            3,
            null,
            false,
            null,
            true,
            null);

    host.open(ID, counts, listener);
    host.trainEpoch(ID, 1);
    host.close(ID);

    listener.hears("opened", "trained 1", "closed");
    assertThat(listener.processorSeconds()).isBetween(0.0, 20.0);
  }

  @Test
  void measuresNoTimeOfProcessorsWhereItDoesNotCount() {
    ThreadedSessionHost host = host(counting, LONG);

    host.open(ID, request("counting", null), listener);
    host.trainEpoch(ID, 1);
    host.close(ID);

    listener.hears("opened", "trained 1", "closed");
    assertThat(listener.processorSeconds()).isNull();
  }

  @Test
  void callsTrainerAndListenerFromOneThreadNamedByItsSlot() {
    ThreadedSessionHost host = host(counting, LONG);

    host.open(ID, request("counting", null), listener);
    host.trainEpoch(ID, 1);
    host.save(ID, 1);
    host.close(ID);

    listener.hears("opened", "trained 1", "saved 1", "closed");
    assertThat(counting.threads).containsExactly(listener.thread());
    assertThat(listener.thread().getName()).isEqualTo("thaw-slot-3");
    assertThat(listener.thread().isDaemon()).isTrue();
  }

  @Test
  void whatATrainerLogsIsAboutTheLeaseThatItServes() {
    ThreadedSessionHost host = host(counting, LONG);

    host.open(ID, request("counting", null), listener);
    host.trainEpoch(ID, 1);
    host.close(ID);

    listener.hears("opened", "trained 1", "closed");
    assertThat(counting.logged)
        .containsExactly(Map.of("study", "digits", "trial", "7", "lease", "12"));
  }

  @ParameterizedTest(name = "paused after epoch {0}")
  @ValueSource(ints = {1, 2, 5, 9})
  void goesOnFromACheckpointExactlyAsIfItHadNeverStopped(int pausedAfter) {
    ThreadedSessionHost host = host(counting, LONG);
    double uninterrupted = train(host, new SessionId("digits", 7, 1), null, 1, 10);

    train(host, new SessionId("digits", 7, 2), null, 1, pausedAfter);
    CheckpointRef ref = new CheckpointRef(2, pausedAfter);
    double resumed = train(host, new SessionId("digits", 7, 3), ref, pausedAfter + 1, 10);

    assertThat(resumed).isEqualTo(uninterrupted);
  }

  @Test
  void tellsATrainerItsDevice() {
    Slots slots = new OneGpu(1);
    ThreadedSessionHost host =
        own(
            new ThreadedSessionHost(
                Map.of("counting", counting),
                study -> place(),
                slots,
                SessionHostSettings.defaults()));

    host.open(ID, request("counting", null), listener);

    listener.hears("opened");
    assertThat(counting.devices).containsExactly(1);
  }

  @Test
  void trainsOnTheProcessorWithoutAGpu() {
    ThreadedSessionHost host = host(counting, LONG);

    host.open(ID, request("counting", null), listener);

    listener.hears("opened");
    assertThat(counting.devices).containsExactly(-1);
  }

  @Test
  void namesTheKnownTrainersWhenOneIsMissing() {
    ThreadedSessionHost host = host(counting, LONG);

    host.open(ID, request("countign", null), listener);

    listener.hears("failed TRAINER_ERROR");
    assertThat(listener.message()).contains("trainer (countign)").contains("[counting]");
  }

  static Stream<Throwable> whatTrainersThrow() {
    return Stream.of(
        new Exception("checked"),
        new IllegalStateException("unchecked"),
        new StackOverflowError(),
        new UnsatisfiedLinkError("libnd4j"),
        new AssertionError("assertion"),
        new InterruptedException("by whom?"));
  }

  static Stream<Arguments> whatTrainersName() {
    return Stream.of(
        arguments(new OutOfMemoryError("off-heap"), "failed OUT_OF_MEMORY"),
        arguments(
            new TrainingFailedException(Kind.OUT_OF_MEMORY, "40 GiB"), "failed OUT_OF_MEMORY"),
        arguments(new TrainingFailedException(Kind.INFEASIBLE, "width 0"), "failed INFEASIBLE"),
        arguments(new TrainingFailedException(Kind.ERROR, "no data"), "failed TRAINER_ERROR"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatTrainersName")
  void reportsTheKindOfFailureThatATrainerNames(Throwable thrown, String heard) {
    ThreadedSessionHost host = host(new FailingTrainer(Moment.TRAIN, thrown), LONG);

    host.open(ID, request("failing", null), listener);
    host.trainEpoch(ID, 1);

    listener.hears("opened", heard);
    assertThat(listener.message()).contains(String.valueOf(thrown.getMessage()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatTrainersThrow")
  void reportsWhateverATrainerThrowsByClassAndMessage(Throwable thrown) {
    FailingTrainer trainer = new FailingTrainer(Moment.TRAIN, thrown);
    ThreadedSessionHost host = host(trainer, LONG);

    host.open(ID, request("failing", null), listener);
    host.trainEpoch(ID, 1);

    listener.hears("opened", "failed TRAINER_ERROR");
    assertThat(listener.message())
        .contains("Training epoch 1")
        .contains(thrown.getClass().getSimpleName())
        .contains(String.valueOf(thrown.getMessage() == null ? "" : thrown.getMessage()))
        .doesNotContain("\tat ");
    assertThat(trainer.closed).hasValue(1);
  }

  @Test
  void namesTheRootCauseToo() {
    Throwable thrown = new IllegalStateException("outside", new IOException("inside"));
    ThreadedSessionHost host = host(new FailingTrainer(Moment.OPEN, thrown), LONG);

    host.open(ID, request("failing", null), listener);

    listener.hears("failed TRAINER_ERROR");
    assertThat(listener.message())
        .isEqualTo(
            "Opening the session: IllegalStateException: outside"
                + " (caused by IOException: inside)");
  }

  @Test
  void cutsAnEndlessMessageShort() {
    Throwable thrown = new IllegalStateException("x".repeat(1 << 20));
    ThreadedSessionHost host = host(new FailingTrainer(Moment.OPEN, thrown), LONG);

    host.open(ID, request("failing", null), listener);

    listener.hears("failed TRAINER_ERROR");
    assertThat(listener.message()).hasSizeLessThan(1_100);
  }

  @Test
  void reportsASaveThatFailedAndLeavesNothing() throws IOException {
    Throwable full = new IOException("No space left on device");
    FailingTrainer trainer = new FailingTrainer(Moment.SAVE, full);
    ThreadedSessionHost host = host(trainer, LONG);

    host.open(ID, request("failing", null), listener);
    host.trainEpoch(ID, 1);
    host.save(ID, 1);

    listener.hears("opened", "trained 1", "failed CHECKPOINT_WRITE");
    assertThat(listener.message()).contains("No space left on device");
    assertThat(trainer.closed).hasValue(1);
    assertThat(store.bytes()).isZero();
    assertThat(root.resolve("trial-00007")).isEmptyDirectory();
  }

  @Test
  void reportsACloseThatFailed() {
    FailingTrainer trainer = new FailingTrainer(Moment.CLOSE, new IllegalStateException("device"));
    ThreadedSessionHost host = host(trainer, LONG);

    host.open(ID, request("failing", null), listener);
    host.close(ID);

    listener.hears("opened", "failed TRAINER_ERROR");
    assertThat(listener.message()).contains("Closing the session");
  }

  @Test
  void refusesADamagedCheckpointByName() throws IOException {
    ThreadedSessionHost host = host(counting, LONG);
    train(host, ID, null, 1, 3);
    Path file = root.resolve("trial-00007/fence-12-epoch-3/sum.bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[0] ^= 1;
    Files.write(file, bytes);

    host.open(ID, request("counting", new CheckpointRef(12, 3)), listener);

    listener.hears("failed CHECKPOINT_DAMAGED");
    assertThat(listener.message()).contains("sum.bin");
    assertThat(counting.opened).hasValue(1);
  }

  @Test
  void refusesAMissingCheckpoint() {
    ThreadedSessionHost host = host(counting, LONG);

    host.open(ID, request("counting", new CheckpointRef(5, 3)), listener);

    listener.hears("failed CHECKPOINT_DAMAGED");
    assertThat(listener.message()).contains("trial-00007/fence-5-epoch-3").contains("missing");
  }

  @Test
  void doesNotCallACheckpointDamagedThatItCannotRead() {
    var place = new StudyPlace(new AwayStore(), Path.of("").toAbsolutePath());
    var settings = SessionHostSettings.defaults().withAbortGrace(LONG);
    ThreadedSessionHost host =
        own(new ThreadedSessionHost(Map.of(counting.name(), counting), place, settings));

    host.open(ID, request("counting", new CheckpointRef(5, 3)), listener);

    listener.hears("failed CHECKPOINT_READ");
    assertThat(listener.message()).contains("the store is away");
    assertThat(counting.opened).hasValue(0);
  }

  @Test
  void failsASessionWhoseEpochsDoNotFollowOneAnother() {
    ThreadedSessionHost host = host(counting, LONG);

    host.open(ID, request("counting", null), listener);
    host.trainEpoch(ID, 2);

    listener.hears("opened", "failed TRAINER_ERROR");
    assertThat(listener.message()).isEqualTo("Epoch (2) must be 1, one more than the last one.");
  }

  @Test
  void doesNotSaveAnEpochUnderAnotherOnesName() throws IOException {
    ThreadedSessionHost host = host(counting, LONG);

    host.open(ID, request("counting", null), listener);
    host.trainEpoch(ID, 1);
    host.save(ID, 2);

    listener.hears("opened", "trained 1", "failed CHECKPOINT_WRITE");
    assertThat(store.bytes()).isZero();
  }

  @Test
  void abortInterruptsTheEpochInHand() throws InterruptedException {
    StuckTrainer trainer = new StuckTrainer(Way.TRAINING_UNTIL_INTERRUPTED);
    ThreadedSessionHost host = host(trainer, LONG);
    host.open(ID, request("stuck", null), listener);
    host.trainEpoch(ID, 1);
    trainer.awaitStuck();

    host.abort(ID);

    listener.hears("opened", "closed");
    trainer.awaitClosed();
    assertThat(trainer.closedInterrupted()).isFalse();
    assertThat(host.abandonedThreads()).isZero();
  }

  @Test
  void abortEndsASessionThatWaits() {
    ThreadedSessionHost host = host(counting, LONG);
    host.open(ID, request("counting", null), listener);
    listener.hears("opened");

    host.abort(ID);

    listener.hears("closed");
    assertThat(counting.closed).hasValue(1);
  }

  @Test
  void abortDropsTheOrdersThatWait() throws InterruptedException {
    StuckTrainer trainer = new StuckTrainer(Way.TRAINING_UNTIL_INTERRUPTED);
    ThreadedSessionHost host = host(trainer, LONG);
    host.open(ID, request("stuck", null), listener);
    host.trainEpoch(ID, 1);
    host.save(ID, 1);
    host.close(ID);
    trainer.awaitStuck();

    host.abort(ID);

    listener.hears("opened", "closed").awaitThreadEnd();
    listener.hearsNothingMore();
  }

  @Test
  void givesAThreadUpThatIgnoresTheInterrupt() throws InterruptedException {
    StuckTrainer trainer = new StuckTrainer(Way.TRAINING_WHATEVER_HAPPENS);
    ThreadedSessionHost host = host(trainer, SHORT);
    host.open(ID, request("stuck", null), listener);
    listener.hears("opened");
    Thread sessionThread = listener.thread();
    host.trainEpoch(ID, 1);
    trainer.awaitStuck();

    host.abort(ID);

    listener.hears("closed");
    assertThat(host.abandonedThreads()).isEqualTo(1);
    assertThat(host.openSessions()).isZero();
    trainer.release();
    trainer.awaitClosed();
    assertThat(sessionThread.join(LONG)).isTrue();
    listener.hearsNothingMore();
    assertThat(host.abandonedThreads()).isZero();
  }

  @Test
  void throwsAwayTheCheckpointOfAThreadThatWasGivenUp() throws Exception {
    StuckTrainer trainer = new StuckTrainer(Way.SAVING_WHATEVER_HAPPENS);
    ThreadedSessionHost host = host(trainer, SHORT);
    host.open(ID, request("stuck", null), listener);
    listener.hears("opened");
    Thread sessionThread = listener.thread();
    host.trainEpoch(ID, 1);
    host.save(ID, 1);
    trainer.awaitStuck();
    host.abort(ID);
    listener.hears("trained 1", "closed");

    trainer.release();

    assertThat(sessionThread.join(LONG)).isTrue();
    assertThat(root.resolve("trial-00007")).isEmptyDirectory();
    listener.hearsNothingMore();
  }

  @Test
  void ignoresOrdersForASessionThatIsNotOpen() {
    ThreadedSessionHost host = host(counting, LONG);

    host.trainEpoch(ID, 1);
    host.save(ID, 1);
    host.abort(ID);
    host.close(ID);

    assertThat(host.openSessions()).isZero();
    assertThat(counting.opened).hasValue(0);
  }

  @ParameterizedTest(name = "after failing at {0}")
  @EnumSource(names = {"OPEN", "TRAIN", "SAVE", "CLOSE"})
  void saysNothingAfterTheLastWord(Moment moment) {
    FailingTrainer trainer = new FailingTrainer(moment, new IllegalStateException("broken"));
    ThreadedSessionHost host = host(trainer, LONG);

    host.open(ID, request("failing", null), listener);
    host.trainEpoch(ID, 1);
    host.save(ID, 1);
    host.close(ID);
    host.abort(ID);
    String last = lastWord();

    listener.awaitThreadEnd();
    host.trainEpoch(ID, 2);
    host.abort(ID);
    assertThat(last).matches("closed|failed .*");
    listener.hearsNothingMore();
  }

  @Test
  void whoeverTakesASessionOverAfterItsEndHearsWhatItAsksForAndThenTheEnd() {
    ThreadedSessionHost host = host(counting, LONG);
    host.open(ID, request("counting", null), listener);
    host.trainEpoch(ID, 1);
    host.close(ID);
    listener.hears("opened", "trained 1", "closed");
    listener.awaitThreadEnd();
    RecordingListener second = new RecordingListener();

    host.adopt(ID, request("counting", null), second);
    host.trainEpoch(ID, 1);
    host.trainEpoch(ID, 2);
    host.close(ID);

    second.hears("opened", "trained 1", "closed");
    second.hearsNothingMore();
    assertThat(counting.opened).hasValue(1);
  }

  @Test
  void answersASecondListenerFromMemory() {
    ThreadedSessionHost host = host(counting, LONG);
    host.open(ID, request("counting", null), listener);
    host.trainEpoch(ID, 1);
    host.save(ID, 1);
    host.trainEpoch(ID, 2);
    listener.hears("opened", "trained 1", "saved 1", "trained 2");
    double loss = listener.metric("loss");
    RecordingListener second = new RecordingListener();

    host.open(ID, request("counting", null), second);
    host.trainEpoch(ID, 1);
    host.save(ID, 1);
    host.trainEpoch(ID, 2);
    second.hears("opened", "trained 1", "saved 1", "trained 2");

    assertThat(second.metric("loss")).isEqualTo(loss);
    host.trainEpoch(ID, 3);
    second.hears("trained 3");
    listener.hearsNothingMore();
    assertThat(counting.opened).hasValue(1);
  }

  @Test
  void answersAnOrderUnderWayOnceToASecondListener() throws InterruptedException {
    StuckTrainer stuck = new StuckTrainer(Way.TRAINING_UNTIL_INTERRUPTED);
    ThreadedSessionHost host = host(stuck, LONG);
    host.open(ID, request("stuck", null), listener);
    host.trainEpoch(ID, 1);
    stuck.awaitStuck();
    RecordingListener second = new RecordingListener();

    host.open(ID, request("stuck", null), second);
    host.trainEpoch(ID, 1);
    stuck.release();

    second.hears("opened", "trained 1");
    host.close(ID);
    second.hears("closed");
  }

  @Test
  void anIdMayBeOpenedAgainOnceItWasAnswered() {
    ThreadedSessionHost host = host(counting, LONG);
    host.open(ID, request("counting", null), listener);
    host.close(ID);
    listener.hears("opened", "closed");

    host.open(ID, request("counting", null), listener);

    listener.hears("opened");
  }

  @Test
  void refusesMoreOrdersThanItsLimit() throws InterruptedException {
    StuckTrainer trainer = new StuckTrainer(Way.TRAINING_UNTIL_INTERRUPTED);
    ThreadedSessionHost host = host(trainer, new SessionHostSettings(LONG, 2, 0, LONG));
    host.open(ID, request("stuck", null), listener);
    host.trainEpoch(ID, 1);
    trainer.awaitStuck();
    host.trainEpoch(ID, 2);
    host.trainEpoch(ID, 3);

    assertThatIllegalStateException()
        .isThrownBy(() -> host.trainEpoch(ID, 4))
        .withMessageContaining("2 orders waiting");
  }

  @Test
  void runsSessionsOfSeveralSlotsAtOnce() throws InterruptedException {
    StuckTrainer stuck = new StuckTrainer(Way.TRAINING_UNTIL_INTERRUPTED);
    ThreadedSessionHost host =
        own(
            new ThreadedSessionHost(
                Map.of("stuck", stuck, "counting", counting),
                place(),
                SessionHostSettings.defaults()));
    host.open(ID, request("stuck", null), listener);
    host.trainEpoch(ID, 1);
    stuck.awaitStuck();

    train(host, new SessionId("digits", 8, 13), null, 1, 3);

    stuck.release();
    listener.hears("opened", "trained 1");
  }

  @Test
  void fiftySessionsLeaveNoThreadBehind() {
    ThreadedSessionHost host = host(counting, LONG);

    for (int trial = 0; trial < 50; trial++) {
      RecordingListener heard = new RecordingListener();
      SessionId id = new SessionId("digits", trial, 100 + trial);
      host.open(id, request("counting", null), heard);
      host.trainEpoch(id, 1);
      host.close(id);
      heard.hears("opened", "trained 1", "closed").awaitThreadEnd();
    }

    assertThat(counting.threads).hasSize(50).noneMatch(Thread::isAlive);
    assertThat(counting.closed).hasValue(50);
    assertThat(host.openSessions()).isZero();
  }

  @Test
  void keepsTheCheckpointsItIsToldToKeep() {
    ThreadedSessionHost host = host(counting, LONG);
    train(host, new SessionId("digits", 7, 1), null, 1, 3);
    train(host, new SessionId("digits", 7, 2), new CheckpointRef(1, 3), 4, 6);

    host.keepCheckpoints("digits", 7, List.of(new CheckpointRef(2, 6)), CheckpointRef.lastOf(100));
    host.close();

    assertThat(store.open(7, new CheckpointRef(1, 3))).isInstanceOf(CheckpointLookup.Damaged.class);
    assertThat(store.open(7, new CheckpointRef(2, 6))).isInstanceOf(CheckpointLookup.Intact.class);
  }

  @Test
  void closingTheHostAbortsAllSessions() throws InterruptedException {
    StuckTrainer trainer = new StuckTrainer(Way.TRAINING_UNTIL_INTERRUPTED);
    ThreadedSessionHost host = host(trainer, LONG);
    host.open(ID, request("stuck", null), listener);
    host.trainEpoch(ID, 1);
    trainer.awaitStuck();

    host.close();

    assertThat(host.openSessions()).isZero();
    listener.hears("opened", "closed");
  }

  @Test
  void aClosedHostOpensNothing() {
    ThreadedSessionHost host = host(counting, LONG);
    host.close();

    host.open(ID, request("counting", null), listener);
    host.keepCheckpoints("digits", 7, List.of(), CheckpointRef.lastOf(100));

    listener.hears("failed TRAINER_ERROR");
    assertThat(listener.message()).contains("shutting down");
  }

  /** Trains a range of epochs in a session of its own, saves, closes, and returns the last loss. */
  private static double train(
      ThreadedSessionHost host, SessionId id, @Nullable CheckpointRef from, int first, int last) {
    RecordingListener heard = new RecordingListener();
    host.open(id, request("counting", from), heard);
    heard.hears("opened");
    for (int epoch = first; epoch <= last; epoch++) {
      host.trainEpoch(id, epoch);
      heard.hears("trained " + epoch);
    }
    host.save(id, last);
    host.close(id);
    heard.hears("saved " + last, "closed");
    return heard.metric("loss");
  }

  private String lastWord() {
    String word = listener.next();
    while (!word.equals("closed") && !word.startsWith("failed")) {
      word = listener.next();
    }
    return word;
  }

  private ThreadedSessionHost host(Trainer trainer, Duration grace) {
    return host(trainer, SessionHostSettings.defaults().withAbortGrace(grace));
  }

  private ThreadedSessionHost host(Trainer trainer, SessionHostSettings settings) {
    return own(new ThreadedSessionHost(Map.of(trainer.name(), trainer), place(), settings));
  }

  private StudyPlace place() {
    return new StudyPlace(store, Path.of("").toAbsolutePath());
  }

  private ThreadedSessionHost own(ThreadedSessionHost host) {
    hosts.add(host);
    return host;
  }

  private static SessionRequest request(String trainer, @Nullable CheckpointRef from) {
    return new SessionRequest(trainer, Map.of("rate", 0.1), 42L, Map.of(), 3, from, false);
  }
}
