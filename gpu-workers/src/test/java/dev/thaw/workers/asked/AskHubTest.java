package dev.thaw.workers.asked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingFailedException;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker's side runs in threads of its own, and the other one in that of the test. */
class AskHubTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final AskedTrainer trainer = new AskedTrainer();
  private final AskHub hub = trainer.hub();

  @TempDir private Path folder;

  private TrialSetup setup(int trial, Map<String, Object> options, Optional<Checkpoint> from) {
    return new TrialSetup(
        "digits",
        trial,
        Map.of("rate", 0.1),
        77,
        options,
        new TrainingSlot(0, List.of(), Map.of()),
        folder,
        from,
        OptionalInt.of(9));
  }

  private TrialSetup setup(int trial) {
    return setup(trial, Map.of(), Optional.empty());
  }

  private static <T> FutureTask<T> begin(Callable<T> work) {
    var task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static <T> T get(FutureTask<T> task) throws Exception {
    return task.get(30, TimeUnit.SECONDS);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private Work asked() {
    return get(hub.ask("digits", LONG)).orElseThrow();
  }

  private CompletableFuture<Next> tell(Told told) {
    return hub.tell("digits", told).toCompletableFuture();
  }

  private static Told report(Work work, int epoch, double loss) {
    return new Told(work.session(), epoch, Map.of("loss", loss), null, null, null, false);
  }

  private static Told saved(Work work, int epoch, boolean written) {
    return new Told(work.session(), epoch, null, written, null, null, false);
  }

  private static Told failed(Work work, String why, boolean infeasible) {
    return new Told(work.session(), null, null, null, null, why, infeasible);
  }

  @Test
  void keepsNothingOfStudiesForWhichNobodyWaitsAnyMore() throws Exception {
    assertThat(get(hub.ask("ghost", Duration.ZERO))).isEmpty();
    assertThat(get(hub.ask("ghost", Duration.ofMillis(1)))).isEmpty();
    hub.release("ghost");
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(3)));
    assertThat(get(hub.ask("digits", LONG))).isPresent();
    get(opening).close();

    assertThat(hub.studiesKept()).isZero();
  }

  @Test
  void whoAsksGetsASessionWithAllThatTrainingNeeds() throws Exception {
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4)));

    Work work = asked();

    assertThat(work.trial()).isEqualTo(4);
    assertThat(work.parameters()).containsEntry("rate", 0.1);
    assertThat(work.epoch()).isEqualTo(1);
    assertThat(work.maximum()).isEqualTo(9);
    assertThat(work.seed()).isEqualTo(77);
    assertThat(work.resumeFrom()).isNull();
    assertThat(Path.of(work.checkpointTo())).isEmptyDirectory();
    assertThat(get(opening)).isNotNull();
  }

  @Test
  void whoAsksBeforeThereIsAnythingWaitsForIt() throws Exception {
    CompletionStage<Optional<Work>> asking = hub.ask("digits", LONG);
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4)));

    assertThat(get(asking)).isPresent();
    assertThat(get(opening)).isNotNull();
  }

  @Test
  void thereIsNothingToDoWhereNobodyTrains() {
    assertThat(get(hub.ask("digits", Duration.ZERO))).isEmpty();
    assertThat(get(hub.ask("digits", Duration.ofMillis(20)))).isEmpty();
  }

  @Test
  void aStudyThatEndsAnswersThoseWhoWait() {
    CompletionStage<Optional<Work>> asking = hub.ask("digits", LONG);

    hub.end("digits");

    assertThat(get(asking)).isEmpty();
  }

  @Test
  void aToldValueIsAnEpochsReport() throws Exception {
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4)));
    Work work = asked();
    TrainingSession session = get(opening);
    FutureTask<EpochResult> training = begin(() -> session.trainEpoch(1));
    CompletableFuture<Next> answer = tell(report(work, 1, 0.5));

    assertThat(get(training).metrics()).containsExactly(Map.entry("loss", 0.5));
    assertThat(answer).isNotDone();

    FutureTask<EpochResult> next = begin(() -> session.trainEpoch(2));

    assertThat(get(answer)).isEqualTo(Next.CONTINUE);
    session.close();
    assertThat(next).isNotNull();
  }

  @Test
  void theSameToldTwiceIsAnsweredInTheSameWay() throws Exception {
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4)));
    Work work = asked();
    TrainingSession session = get(opening);
    FutureTask<EpochResult> training = begin(() -> session.trainEpoch(1));
    CompletableFuture<Next> once = tell(report(work, 1, Double.NaN));
    CompletableFuture<Next> twice = tell(report(work, 1, Double.NaN));
    get(training);
    session.close();

    assertThat(get(once)).isEqualTo(Next.STOP);
    assertThat(get(twice)).isEqualTo(Next.STOP);
    assertThat(get(tell(report(work, 1, Double.NaN)))).isEqualTo(Next.STOP);
  }

  @Test
  void anEpochThatNobodyWaitsForIsRefused() throws Exception {
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4)));
    Work work = asked();
    get(opening);

    assertThatThrownBy(() -> tell(report(work, 2, 0.5)))
        .isInstanceOf(StaleSessionException.class)
        .hasMessageContaining("epoch (2)")
        .hasMessageContaining("the report of epoch 1");
    assertThatThrownBy(() -> tell(saved(work, 1, true))).isInstanceOf(StaleSessionException.class);
  }

  @Test
  void aSessionThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> tell(new Told("x", 1, Map.of("loss", 1.0), null, null, null, false)))
        .isInstanceOf(StaleSessionException.class)
        .hasMessageContaining("session (x)");
  }

  @Test
  void aTrialIsFrozenWithWhatWasWrittenForIt() throws Exception {
    Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4)));
    Work work = asked();
    TrainingSession session = get(opening);
    FutureTask<EpochResult> training = begin(() -> session.trainEpoch(1));
    CompletableFuture<Next> answer = tell(report(work, 1, 0.5));
    get(training);
    FutureTask<Boolean> saving = begin(() -> save(session, checkpoint));

    assertThat(get(answer)).isEqualTo(Next.SAVE);

    Files.writeString(Path.of(work.checkpointTo()).resolve("weights"), "w");
    Files.createDirectories(Path.of(work.checkpointTo()).resolve("deep/er"));
    Files.writeString(Path.of(work.checkpointTo()).resolve("deep/er/more"), "m");
    CompletableFuture<Next> after = tell(saved(work, 1, true));
    assertThat(get(saving)).isTrue();
    session.close();

    assertThat(get(after)).isEqualTo(Next.PAUSE);
    assertThat(checkpoint.resolve("weights")).hasContent("w");
    assertThat(checkpoint.resolve("deep/er/more")).hasContent("m");
    assertThat(Path.of(work.checkpointTo())).doesNotExist();
  }

  private static boolean save(TrainingSession session, Path into) throws IOException {
    session.save(into);
    return true;
  }

  @Test
  void aFrozenTrialIsAskedForAgainWithItsCheckpoint() throws Exception {
    Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
    Files.writeString(checkpoint.resolve("weights"), "w");
    var from = Optional.of(new Checkpoint(checkpoint, 3));
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4, Map.of(), from)));

    Work work = asked();

    assertThat(work.epoch()).isEqualTo(4);
    assertThat(work.resumeFrom()).isEqualTo(checkpoint.toString());
    get(opening).close();
  }

  @Test
  void withoutACheckpointTheEpochsAreTrainedAgainInSilence() throws Exception {
    Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
    TrainingSession first = frozenWithoutCheckpoint(checkpoint);
    first.close();
    var from = Optional.of(new Checkpoint(checkpoint, 1));
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4, Map.of(), from)));
    Work work = asked();
    TrainingSession session = get(opening);
    FutureTask<EpochResult> training = begin(() -> session.trainEpoch(2));

    assertThat(work.epoch()).isEqualTo(1);
    assertThat(work.resumeFrom()).isNull();
    assertThat(get(tell(report(work, 1, 0.9)))).isEqualTo(Next.CONTINUE);
    var unused = tell(report(work, 2, 0.4));
    assertThat(get(training).metrics()).containsEntry("loss", 0.4);
    session.close();
  }

  private TrainingSession frozenWithoutCheckpoint(Path checkpoint) throws Exception {
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4)));
    Work work = asked();
    TrainingSession session = get(opening);
    FutureTask<EpochResult> training = begin(() -> session.trainEpoch(1));
    var unused = tell(new Told(work.session(), 1, Map.of("loss", 0.9), false, null, null, false));
    get(training);
    session.save(checkpoint);
    return session;
  }

  @Test
  void aCheckpointThatIsNotThereFailsTheTrial() throws Exception {
    Path checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4)));
    Work work = asked();
    TrainingSession session = get(opening);
    FutureTask<EpochResult> training = begin(() -> session.trainEpoch(1));
    var unused = tell(new Told(work.session(), 1, Map.of("loss", 0.9), true, null, null, false));
    get(training);

    assertThatThrownBy(() -> session.save(checkpoint))
        .isInstanceOf(TrainingFailedException.class)
        .hasMessageContaining(work.checkpointTo());
    session.close();
  }

  @Test
  void aFailureThatIsToldFailsTheTrial() throws Exception {
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4)));
    Work work = asked();
    TrainingSession session = get(opening);
    FutureTask<EpochResult> training = begin(() -> session.trainEpoch(1));

    assertThat(get(tell(failed(work, "no convergence", true)))).isEqualTo(Next.STOP);
    assertThatThrownBy(() -> get(training))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .hasMessage("no convergence")
        .isInstanceOfSatisfying(
            TrainingFailedException.class,
            failure ->
                assertThat(failure.failureKind())
                    .isEqualTo(TrainingFailedException.Kind.INFEASIBLE));
    session.close();
  }

  @Test
  void aSessionThatNobodyTellsOfIsGivenUpAndThenRefused() throws Exception {
    var options = Map.<String, Object>of("tellTimeLimit", 0.05);
    FutureTask<TrainingSession> opening =
        begin(() -> trainer.open(setup(4, options, Optional.empty())));
    Work work = asked();
    TrainingSession session = get(opening);

    assertThatThrownBy(() -> session.trainEpoch(1))
        .isInstanceOf(TrainingFailedException.class)
        .hasMessageContaining("given up");
    session.close();
    assertThatThrownBy(() -> tell(report(work, 1, 0.5)))
        .isInstanceOf(StaleSessionException.class)
        .hasMessageContaining("tellTimeLimit");
  }

  @Test
  void aSessionThatTheStudyEndedIsToldToStop() throws Exception {
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4)));
    Work work = asked();
    get(opening).close();

    assertThat(get(tell(report(work, 1, 0.5)))).isEqualTo(Next.STOP);
  }

  @Test
  void aStudyThatWantsNoMoreLetsGoWhatNobodyHasAskedFor() throws Exception {
    FutureTask<TrainingSession> opening = begin(() -> trainer.open(setup(4)));
    while (!opening.isDone()) {
      hub.release("digits");
      Thread.onSpinWait();
    }

    get(opening).close();
    assertThat(get(hub.ask("digits", Duration.ZERO))).isEmpty();
  }

  @Test
  void wrongOptionsAreSaidWithTheirNames() {
    assertThat(trainer.problemsWith(Map.of("tellTimeLimit", 60, "gpu", true))).isEmpty();
    assertThat(trainer.problemsWith(Map.of("tellTimeLimit", -1)))
        .singleElement()
        .asString()
        .contains("trainer.tellTimeLimit (-1)");
    assertThat(trainer.problemsWith(Map.of("patience", 3)))
        .singleElement()
        .asString()
        .contains("trainer.patience (3)", "tellTimeLimit");
  }
}
