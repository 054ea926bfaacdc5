package dev.thaw.actors.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.journal.PostgresJournal;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.testing.PostgresServer;
import dev.thaw.actors.trial.SessionReport;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Goal: what is acknowledged is in PostgreSQL, once, whatever happens to the server meanwhile.
 * Method: real supervisors on a real server, which the tests stop and start.
 */
final class PostgresStudyTest {

  private static final int FOR_EVER = Integer.MAX_VALUE;
  private static final String ID = StudySupervisor.persistenceId(Rig.STUDY);

  private static Specs asha() {
    return Specs.study(new Asha(3, PromotionRule.PAPER, false)).epochs(1, 9).trials(9).slots(2);
  }

  /** On a database of its own, in which writes fail soon after the server is gone. */
  private static PostgresJournal journal(PostgresServer server) {
    Config impatient =
        ConfigFactory.parseString("thaw.journal { connect-timeout = 1s, answer-timeout = 1s }");
    PostgresJournal journal = PostgresJournal.from(impatient.withFallback(server.newJournal()));
    journal.migrate();
    return journal;
  }

  private static Rig rig(PostgresJournal journal) {
    return Rig.with(journal.config(), InstantSource.system());
  }

  private static List<Step> steps(PostgresJournal journal) {
    return journal.read(ID).stream().flatMap(row -> row.recorded().steps().stream()).toList();
  }

  private static <E> List<E> events(PostgresJournal journal, Class<E> type) {
    return steps(journal).stream()
        .flatMap(step -> step.events().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** Decides all inputs of the journal again, and requires the events that it holds. */
  private static StudyState replay(PostgresJournal journal) {
    @Nullable StudyState state = null;
    for (Step step : steps(journal)) {
      assertThat(Study.decide(state, step.input()).events()).isEqualTo(step.events());
      state = Study.evolve(state, step);
    }
    return Objects.requireNonNull(state, "the journal is empty");
  }

  private static SessionReport.EpochTrained epoch(Effect.StartSession lease, int epoch) {
    return new SessionReport.EpochTrained(
        lease.trial(), lease.fence(), epoch, 0.5 / epoch, 2, Map.of());
  }

  @Test
  void aWholeStudyEndsAndItsJournalReplays() {
    PostgresJournal journal = journal(PostgresServer.shared());
    try (Rig rig = rig(journal)) {
      rig.watch();
      rig.open(asha().spec());
      rig.addNode("1", new InstantHost(FOR_EVER, 2));

      StudyState end = rig.awaitEnd().getLast().state();

      assertThat(end.lifecycle().end()).isEqualTo(StudyEnd.TRIALS_SPENT);
      assertThat(replay(journal)).isEqualTo(end);
    }
  }

  @Test
  void aSecondSystemGoesOnFromRowsAndSnapshots() throws Exception {
    PostgresJournal journal = journal(PostgresServer.shared());
    var host = new InstantHost(30, 2);
    try (Rig rig = rig(journal)) {
      rig.open(asha().trials(27).spec());
      rig.addNode("1", host);
      assertThat(host.silent().await(30, TimeUnit.SECONDS)).isTrue();
    }
    StudyState before = replay(journal);

    try (Rig rig = rig(journal)) {
      rig.watch();
      StudyState found = rig.changes.receiveMessage(Rig.PATIENCE).state();
      rig.addNode("2", new InstantHost(FOR_EVER, 2));
      StudyState end = rig.awaitEnd().getLast().state();

      assertThat(journal.read(ID)).hasSizeGreaterThan(20); // So there was a snapshot.
      assertThat(found.progress().trials().size()).isEqualTo(before.progress().trials().size());
      assertThat(end.progress().trials().size()).isEqualTo(27);
      assertThat(replay(journal)).isEqualTo(end);
    }
  }

  @Test
  void aServerThatIsRestartedUnderLoadCostsTimeAndNothingElse() {
    try (PostgresServer server = PostgresServer.own()) {
      PostgresJournal journal = journal(server);
      var host = new InstantHost(FOR_EVER, 2);
      try (Rig rig = rig(journal)) {
        rig.watch();
        rig.open(asha().trials(300).spec());
        rig.addNode("1", host);
        interrupt(rig, 30, server::stop, server);
        interrupt(rig, 100, server::crash, server);
        interrupt(rig, 200, server::stop, server);

        StudyState end = rig.awaitEnd().getLast().state();

        assertThat(end.progress().trials().size()).isEqualTo(300);
        assertThat(replay(journal)).isEqualTo(end);
        assertThat(events(journal, StudyEvent.EpochRecorded.class))
            .doesNotHaveDuplicates()
            .hasSize(host.epochs());
        assertThat(events(journal, StudyEvent.EpochRetrained.class)).isEmpty();
        assertThat(events(journal, StudyEvent.StudyTakenOver.class)).isNotEmpty();
      }
    }
  }

  /** Ends the server when so many trials exist, and starts it again. */
  private static void interrupt(Rig rig, int trials, Runnable end, PostgresServer server) {
    rig.awaitChange(state -> state.progress().trials().size() >= trials);
    end.run();
    server.start();
  }

  @Test
  void whatWasAcknowledgedBeforeACrashIsNotTakenTwiceAfterIt() {
    try (PostgresServer server = PostgresServer.own()) {
      PostgresJournal journal = journal(server);
      try (Rig rig = rig(journal)) {
        rig.open(asha().epochs(3, 9).slots(1).spec());
        rig.addProbeNode("1", 1);
        GpuNode.CarryOut orders = rig.orders();
        var lease = (Effect.StartSession) orders.orders().getFirst();
        ReportBatch first = rig.report(orders.reportTo(), epoch(lease, 1));
        rig.taken();

        server.crash();
        ReportBatch second = rig.report(orders.reportTo(), epoch(lease, 2));
        rig.taken.expectNoMessage(Duration.ofMillis(200));
        server.start();
        orders.reportTo().tell(first);
        orders.reportTo().tell(second);

        while (rig.taken().batch() != second.batch()) {
          // What was sent before the server was gone may be answered first.
        }
        assertThat(events(journal, StudyEvent.EpochRecorded.class))
            .extracting(StudyEvent.EpochRecorded::epoch)
            .containsExactly(1, 2);
        assertThat(events(journal, StudyEvent.EpochRetrained.class)).isEmpty();
      }
    }
  }

  /** What was given up here may still be committed there, when the server goes on. */
  @Test
  void aServerThatHangsIsGivenUpAndWhatItCommitsLateIsNotTakenTwice() {
    try (PostgresServer server = PostgresServer.own()) {
      PostgresJournal journal = journal(server);
      Config patient = ConfigFactory.parseString("pekko.actor.testkit.typed.filter-leeway = 30s");
      try (Rig rig = Rig.with(patient.withFallback(journal.config()), InstantSource.system())) {
        rig.open(asha().epochs(3, 9).slots(1).spec());
        rig.addProbeNode("1", 1);
        GpuNode.CarryOut orders = rig.orders();
        var lease = (Effect.StartSession) orders.orders().getFirst();

        server.pause();
        ReportBatch batch =
            LoggingTestKit.error("Failed to persist")
                .expect(rig.kit.system(), () -> rig.report(orders.reportTo(), epoch(lease, 1)));
        assertThat(journal.ping()).isPresent();
        server.resume();
        orders.reportTo().tell(batch);

        assertThat(rig.taken().batch()).isEqualTo(batch.batch());
        assertThat(events(journal, StudyEvent.EpochRecorded.class)).hasSize(1);
        assertThat(events(journal, StudyEvent.EpochRetrained.class)).isEmpty();
        assertThat(events(journal, StudyEvent.StudyTakenOver.class)).isNotEmpty();
      }
    }
  }

  /** As in a partition: each believes that the study is its own. */
  @Test
  void ofTwoSupervisorsOfAStudyOnlyOneAddsTheNextRow() {
    PostgresJournal journal = journal(PostgresServer.shared());
    try (Rig one = rig(journal);
        Rig other = rig(journal)) {
      one.open(asha().slots(1).spec());
      other.open(asha().slots(1).spec());
      one.addProbeNode("1", 1);
      one.lease();

      assertThat(other.stopStudy().isSuccess()).isTrue();

      assertThat(replay(journal).lifecycle().phase()).isNotEqualTo(Lifecycle.Phase.RUNNING);
    }
  }

  /** Nothing that it holds was acknowledged, and all of it is sent again by those who sent it. */
  @Test
  void aSupervisorWithTooMuchToRememberStopsAndHasLostNothing() {
    try (PostgresServer server = PostgresServer.own()) {
      PostgresJournal journal = journal(server);
      Config small =
          ConfigFactory.parseString("pekko.persistence.typed.stash-capacity = 5")
              .withFallback(journal.config());
      ReportBatch last;
      try (Rig rig = Rig.with(small, InstantSource.system())) {
        rig.open(asha().epochs(3, 9).slots(1).spec());
        rig.addProbeNode("1", 1);
        GpuNode.CarryOut orders = rig.orders();
        var lease = (Effect.StartSession) orders.orders().getFirst();
        rig.report(orders.reportTo(), epoch(lease, 1));
        rig.taken();
        server.stop();

        last = rig.report(orders.reportTo(), epoch(lease, 2));
        for (int again = 0; again < 20; again++) {
          orders.reportTo().tell(last);
        }

        TestProbe<Object> watcher = rig.kit.createTestProbe();
        watcher.expectTerminated(rig.supervisor, Rig.PATIENCE);
        rig.taken.expectNoMessage(Duration.ofMillis(100));
      }
      server.start();
      assertThat(events(journal, StudyEvent.EpochRecorded.class)).hasSize(1);
    }
  }
}
