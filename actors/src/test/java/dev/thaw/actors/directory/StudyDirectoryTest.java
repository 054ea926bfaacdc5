package dev.thaw.actors.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.core.study.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: no unfinished study is forgotten, whatever dies. Method: a directory on a journal in
 * memory, written to by the real serializer, under a clock that the test sets.
 */
final class StudyDirectoryTest {

  private static final Config CONFIG =
      ManualTime.config()
          .withFallback(PersistenceTestKitPlugin.getInstance().config())
          .withFallback(ConfigFactory.load());
  private static final DirectorySettings SETTINGS =
      new DirectorySettings(Duration.ofSeconds(1), Duration.ofSeconds(8), 2, Duration.ofMinutes(1));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T20:00:00Z"));
  private final AtomicReference<Instant> steady = new AtomicReference<>(now.get());
  private final ActorTestKit kit = ActorTestKit.create(CONFIG);
  private final ManualTime time = ManualTime.get(kit.system());
  private final BlockingQueue<String> woken = new LinkedBlockingQueue<>();
  private final BlockingQueue<Telling> tellings = new LinkedBlockingQueue<>();
  private final TestProbe<StatusReply<Done>> entered = kit.createTestProbe();
  private final TestProbe<StudyDirectory.Page> pages =
      kit.createTestProbe(StudyDirectory.Page.class);
  private ActorRef<StudyDirectory.Command> directory = start();

  private ActorRef<StudyDirectory.Command> start() {
    return kit.spawn(
        StudyDirectory.create(now::get, steady::get, woken::add, this::tell, SETTINGS));
  }

  /** Somebody is to be told of an end, and completes this once he was. */
  private record Telling(String study, Instant due, CompletableFuture<Done> told) {}

  private CompletionStage<Done> tell(String study, Instant due) {
    var telling = new Telling(study, due, new CompletableFuture<>());
    tellings.add(telling);
    return telling.told();
  }

  private Telling telling() throws InterruptedException {
    Telling telling = tellings.poll(10, TimeUnit.SECONDS);
    assertThat(telling).as("an end that is told").isNotNull();
    return Objects.requireNonNull(telling);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private void enter(String study) {
    directory.tell(new StudyDirectory.Enter(study, entered.getRef()));
    assertThat(entered.receiveMessage().isSuccess()).isTrue();
  }

  private void stands(String study, Lifecycle.Phase phase) {
    boolean over = phase == Lifecycle.Phase.ENDED;
    directory.tell(
        new StudyDirectory.Stands(
            new StudyLine(
                study, phase, "loss", 0.5, 3, 9, over ? 0 : 2, over ? null : "node-1", false)));
  }

  private List<StudyLine> page(String after, int limit) {
    directory.tell(new StudyDirectory.Name(after, limit, pages.getRef()));
    return pages.receiveMessage().lines();
  }

  private List<StudyLine> find(String study) {
    directory.tell(new StudyDirectory.Find(study, pages.getRef()));
    return pages.receiveMessage().lines();
  }

  private void pass(int seconds) {
    page("", 1); // It has recovered, and its clock ticks.
    for (int second = 0; second < seconds; second++) {
      now.updateAndGet(before -> before.plusSeconds(1));
      steady.updateAndGet(before -> before.plusSeconds(1));
      time.timePasses(Duration.ofSeconds(1));
      page("", 1); // It has handled what came before.
    }
  }

  private String woken() throws InterruptedException {
    String study = woken.poll(10, TimeUnit.SECONDS);
    assertThat(study).as("a study that is woken").isNotNull();
    return study == null ? "" : study;
  }

  @Test
  void aStudyOfWhichNothingIsHeardIsWoken() throws InterruptedException {
    enter("digits");

    pass(1);

    assertThat(woken()).isEqualTo("digits");
  }

  @Test
  void aStudyThatSpeaksIsLeftAloneUntilItIsSilent() throws InterruptedException {
    enter("digits");
    stands("digits", Lifecycle.Phase.RUNNING);

    pass(8);
    assertThat(woken).isEmpty();
    pass(2);

    assertThat(woken()).isEqualTo("digits");
  }

  @Test
  void aSilentStudyIsWokenInTimeThoughTheWallClockWasSetBack() throws InterruptedException {
    enter("digits");
    stands("digits", Lifecycle.Phase.RUNNING);
    assertThat(find("digits")).extracting(StudyLine::host).containsExactly("node-1");
    now.updateAndGet(before -> before.minus(Duration.ofHours(1)));

    pass(10);

    assertThat(woken()).isEqualTo("digits");
  }

  @Test
  void aStudyThatIsOverIsNeverWokenAgainNotEvenByTheNextDirectory() {
    enter("digits");
    stands("digits", Lifecycle.Phase.ENDED);
    pass(20);
    kit.stop(directory);

    directory = start();
    pass(20);

    assertThat(woken).isEmpty();
    assertThat(find("digits"))
        .singleElement()
        .satisfies(line -> assertThat(line.best()).isEqualTo(0.5));
  }

  @Test
  void theNextDirectoryWakesWhatIsUnfinished() throws InterruptedException {
    enter("digits");
    stands("digits", Lifecycle.Phase.RUNNING);
    kit.stop(directory);

    directory = start();
    pass(1);

    assertThat(woken()).isEqualTo("digits");
  }

  @Test
  void noMoreAreWokenAtOnceThanSettingsSayAndNobodyIsPassedOver() {
    for (String study : List.of("a", "b", "c", "d", "e")) {
      enter(study);
    }

    pass(1);
    assertThat(woken).hasSize(2);
    pass(4);

    assertThat(woken).contains("a", "b", "c", "d", "e");
  }

  @Test
  void aNameUnderWhichNothingWasOpenedIsForgottenAfterAWhile() {
    enter("digits");
    pass(30);
    directory.tell(new StudyDirectory.Unopened("digits"));
    assertThat(find("digits")).hasSize(1);

    pass(31);
    directory.tell(new StudyDirectory.Unopened("digits"));

    assertThat(find("digits")).isEmpty();
  }

  @Test
  void aStudyThatSpeaksAfterItsNameWasForgottenIsLookedAfterAgain() throws InterruptedException {
    enter("digits");
    pass(61);
    directory.tell(new StudyDirectory.Unopened("digits"));
    stands("digits", Lifecycle.Phase.RUNNING);
    assertThat(find("digits")).hasSize(1);
    kit.stop(directory);
    woken.clear();

    directory = start();
    pass(1);

    assertThat(woken()).isEqualTo("digits");
  }

  @Test
  void aStudyOfWhichTheFirstWordIsItsEndIsListedAndNotWoken() {
    stands("digits", Lifecycle.Phase.ENDED);

    pass(20);

    assertThat(woken).isEmpty();
    assertThat(find("digits")).singleElement().matches(StudyLine::over);
  }

  @Test
  void studiesAreNamedInOrderPageByPage() {
    for (String study : List.of("c", "a", "b")) {
      enter(study);
    }
    stands("b", Lifecycle.Phase.ENDED);

    assertThat(page("", 2)).extracting(StudyLine::study).containsExactly("a", "b");
    assertThat(page("b", 2)).extracting(StudyLine::study).containsExactly("c");
  }

  @Test
  void whereASilentStudyIsIsNotSaid() {
    enter("digits");
    stands("digits", Lifecycle.Phase.RUNNING);
    assertThat(find("digits")).extracting(StudyLine::host).containsExactly("node-1");

    pass(9);

    assertThat(find("digits")).extracting(StudyLine::host).containsOnlyNulls();
  }

  @Test
  void enteringANameAgainChangesNothing() {
    enter("digits");

    enter("digits");

    assertThat(page("", 10)).hasSize(1);
  }

  @Test
  void anEndIsToldOnceAndNotAgainByTheNextDirectory() throws InterruptedException {
    stands("digits", Lifecycle.Phase.ENDED);
    pass(1);
    Telling telling = telling();
    assertThat(telling.study()).isEqualTo("digits");
    telling.told().complete(Done.getInstance());
    stands("digits", Lifecycle.Phase.ENDED);
    pass(20);
    kit.stop(directory);

    directory = start();
    pass(20);

    assertThat(tellings).isEmpty();
  }

  @Test
  void anEndThatWasNotToldIsToldByTheNextDirectory() throws InterruptedException {
    stands("digits", Lifecycle.Phase.ENDED);
    pass(1);
    Telling lost = telling();
    kit.stop(directory);

    directory = start();
    pass(1);

    assertThat(telling().due()).isEqualTo(lost.due());
  }

  @Test
  void anEndThatCannotBeToldIsToldAgainAfterAWhile() throws InterruptedException {
    stands("digits", Lifecycle.Phase.ENDED);
    pass(1);
    telling().told().completeExceptionally(new IllegalStateException("no journal"));
    pass(5);
    assertThat(tellings).isEmpty();

    pass(10);

    assertThat(telling().study()).isEqualTo("digits");
  }

  @Test
  void aStudyThatWasExtendedIsLookedAfterAndItsNextEndIsToldToo() throws InterruptedException {
    stands("digits", Lifecycle.Phase.ENDED);
    pass(1);
    Telling first = telling();
    first.told().complete(Done.getInstance());
    pass(1);

    stands("digits", Lifecycle.Phase.RUNNING);
    assertThat(find("digits"))
        .extracting(StudyLine::phase)
        .containsExactly(Lifecycle.Phase.RUNNING);
    pass(9);
    assertThat(woken()).isEqualTo("digits");
    stands("digits", Lifecycle.Phase.ENDED);
    pass(1);

    assertThat(telling().due()).isAfter(first.due());
  }

  @Test
  void whoeverIsSlowDoesNotKeepOthersFromBeingTold() throws InterruptedException {
    for (String study : List.of("a", "b", "c", "d", "e")) {
      stands(study, Lifecycle.Phase.ENDED);
    }
    pass(2);
    assertThat(tellings).hasSize(4);

    telling().told().complete(Done.getInstance());
    pass(2);

    assertThat(tellings).extracting(Telling::study).contains("e");
  }
}
