package dev.thaw.actors.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A directory whose journal fails says nothing that its journal does not hold. */
final class FailingJournalDirectoryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final DirectorySettings SETTINGS =
      new DirectorySettings(
          Duration.ofMillis(20), Duration.ofMillis(20), 10, Duration.ofMinutes(1));

  private final ActorTestKit kit =
      ActorTestKit.create(PersistenceTestKitPlugin.getInstance().config());
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private final TestProbe<StatusReply<Done>> entered = kit.createTestProbe();
  private final BlockingQueue<String> woken = new LinkedBlockingQueue<>();
  private ActorRef<StudyDirectory.Command> directory = start();

  private ActorRef<StudyDirectory.Command> start() {
    return kit.spawn(
        StudyDirectory.create(
            InstantSource.system(),
            InstantSource.system(),
            woken::add,
            EndTeller.none(),
            SETTINGS));
  }

  /** "a" is entered; then the journal refuses "b", which is entered again. */
  @BeforeEach
  void failOnce() {
    enter("a");
    assertThat(entered.receiveMessage(PATIENCE).isSuccess()).isTrue();
    journal.failNextPersisted();
    enter("b");
    enter("b");
    assertThat(entered.receiveMessage(PATIENCE).isSuccess()).isTrue();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private void enter(String study) {
    directory.tell(new StudyDirectory.Enter(study, entered.getRef()));
  }

  @Test
  void aNameThatIsAcknowledgedIsInTheJournal() {
    kit.stop(directory);
    TestProbe<StudyDirectory.Page> pages = kit.createTestProbe();

    directory = start();

    directory.tell(new StudyDirectory.Name("", 10, pages.getRef()));
    assertThat(pages.receiveMessage(PATIENCE).lines())
        .extracting(StudyLine::study)
        .containsExactly("a", "b");
  }

  @Test
  void studiesAreWokenAsBefore() throws InterruptedException {
    woken.clear();

    assertThat(woken.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
  }
}
