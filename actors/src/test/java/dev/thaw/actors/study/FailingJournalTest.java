package dev.thaw.actors.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.thaw.actors.journal.Recorded;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.trial.SessionReport;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.Test;

/** A journal that fails costs time, and nothing else. */
final class FailingJournalTest {

  private static final String ID = StudySupervisor.persistenceId(Rig.STUDY);
  private static final Config JOURNAL =
      PersistenceTestKitPlugin.config().withFallback(PersistenceTestKitSnapshotPlugin.config());

  private static Specs asha() {
    return Specs.study(new Asha(3, PromotionRule.PAPER, false)).epochs(3, 9).trials(9).slots(1);
  }

  private static List<StudyInput> inputs(PersistenceTestKit journal) {
    return journal.persistedInStorage(ID).stream()
        .flatMap(row -> ((Recorded) row).steps().stream())
        .map(Step::input)
        .toList();
  }

  @Test
  void aBatchThatCouldNotBePersistedIsNotAcknowledgedAndTakenWhenItComesAgain() {
    try (Rig rig = Rig.with(JOURNAL, InstantSource.system())) {
      PersistenceTestKit journal = PersistenceTestKit.create(rig.kit.system());
      rig.open(asha().spec());
      rig.addProbeNode("1", 1);
      GpuNode.CarryOut orders = rig.orders();
      var lease = (Effect.StartSession) orders.orders().getFirst();
      journal.failNextPersisted();

      ReportBatch batch =
          rig.report(
              orders.reportTo(),
              new SessionReport.EpochTrained(lease.trial(), lease.fence(), 1, 0.5, 2, Map.of()));
      assertThat(rig.orders().orders()).contains(lease);
      rig.taken.expectNoMessage(Duration.ofMillis(50));
      orders.reportTo().tell(batch);

      assertThat(rig.taken().stale()).isEmpty();
      assertThat(inputs(journal)).filteredOn(StudyInput.EpochReported.class::isInstance).hasSize(1);
    }
  }

  @Test
  void whoOpensAStudyIsAnsweredWhenTheJournalWorksAgain() {
    try (Rig rig = Rig.with(JOURNAL, InstantSource.system())) {
      PersistenceTestKit journal = PersistenceTestKit.create(rig.kit.system());
      journal.failNextNPersisted(2);

      assertThat(rig.open(asha().spec()).isSuccess()).isTrue();
      assertThat(inputs(journal)).singleElement().isInstanceOf(StudyInput.Opened.class);
    }
  }

  @Test
  void aStudyIsNotSaidToBeUnopenedWhileItsOpeningIsTriedAgain() {
    try (Rig rig = Rig.with(JOURNAL, InstantSource.system())) {
      PersistenceTestKit journal = PersistenceTestKit.create(rig.kit.system());
      TestProbe<StatusReply<StudyOpened>> opened = rig.kit.createTestProbe();
      TestProbe<StudyAnswer> answers = rig.kit.createTestProbe();
      journal.failNextNPersisted(2);

      rig.supervisor.tell(new StudySupervisor.OpenStudy(asha().spec(), opened.getRef()));
      rig.supervisor.tell(new StudySupervisor.Describe(answers.getRef()));

      assertThat(answers.receiveMessage(Rig.PATIENCE).error())
          .isEqualTo("nobody here describes studies.");
    }
  }

  @Test
  void whoStopsAStudyIsAnsweredWhenTheJournalWorksAgain() {
    try (Rig rig = Rig.with(JOURNAL, InstantSource.system())) {
      PersistenceTestKit journal = PersistenceTestKit.create(rig.kit.system());
      rig.open(asha().spec());
      journal.failNextPersisted();

      assertThat(rig.stopStudy().isSuccess()).isTrue();
      assertThat(inputs(journal)).filteredOn(StudyInput.StopRequested.class::isInstance).hasSize(1);
    }
  }

  @Test
  void aNodeThatWentAwayWhileTheJournalFailedIsMissed() {
    try (Rig rig = Rig.with(JOURNAL, InstantSource.system())) {
      PersistenceTestKit journal = PersistenceTestKit.create(rig.kit.system());
      rig.watch();
      rig.open(asha().spec());
      rig.addProbeNode("1", 1);
      rig.lease();
      journal.failNextPersisted();

      rig.node.stop();

      StudyChanged change = rig.changes.receiveMessage(Rig.PATIENCE);
      while (change.state().cluster().tenure().silent().isEmpty()) {
        change = rig.changes.receiveMessage(Rig.PATIENCE);
      }
      assertThat(change.state().cluster().tenure().silent().containsKey("n")).isTrue();
      assertThat(change.state().cluster().leases().isEmpty()).isFalse();
    }
  }

  @Test
  void aStudyThatEndedIsReadAgainAsItWas() {
    StudySpec spec = asha().epochs(1, 9).slots(2).spec();
    try (Rig rig = Rig.with(JOURNAL, InstantSource.system())) {
      PersistenceTestKit journal = PersistenceTestKit.create(rig.kit.system());
      rig.watch();
      rig.open(spec);
      journal.failNextNPersisted(3);
      rig.addNode("1", new InstantHost(Integer.MAX_VALUE, 2));

      StudyChanged end = rig.awaitEnd().getLast();

      assertThat(end.state().progress().trials().size()).isEqualTo(9);
      assertThat(end.state().progress().spending().retrained()).isZero();
    }
  }

  @Test
  void theDeadlineIsTheOneOfTheClockHoweverLongTheTimerRuns() {
    var now = new AtomicReference<Instant>(Rig.START);
    Config config = ManualTime.config().withFallback(JOURNAL);
    try (Rig rig = Rig.with(config, Rig.clock(now))) {
      ManualTime time = ManualTime.get(rig.kit.system());
      rig.open(asha().wallClock(Duration.ofHours(2)).spec());
      rig.addProbeNode("1", 1);
      rig.lease();

      now.set(Rig.START.plus(Duration.ofHours(1)));
      time.timePasses(Duration.ofHours(2));
      rig.expectSignWithoutPause();
      now.set(Rig.START.plus(Duration.ofHours(2)));
      time.timePasses(Duration.ofHours(1));

      rig.awaitPause();
    }
  }
}
