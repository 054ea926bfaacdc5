package dev.thaw.actors.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.node.SlotQuarantine;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.trial.SessionReport;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.testing.Specs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what a supervisor acknowledges and does is in its journal first, and a journal is all that
 * it needs to go on. Method: the real journal on H2; nodes are real with a host that trains in no
 * time, or played by the test.
 */
final class StudySupervisorTest {

  private static final int FOR_EVER = Integer.MAX_VALUE;
  private static final String ID = StudySupervisor.persistenceId(Rig.STUDY);

  @TempDir private Path directory;

  private static Specs asha() {
    return Specs.study(new Asha(3, PromotionRule.PAPER, false)).epochs(1, 9).trials(9).slots(2);
  }

  private List<Step> journal() {
    return StudyJournal.read(directory, ID).stream()
        .flatMap(row -> row.recorded().steps().stream())
        .toList();
  }

  private <E> List<E> inputs(Class<E> type) {
    return journal().stream().map(Step::input).filter(type::isInstance).map(type::cast).toList();
  }

  private <E> List<E> events(Class<E> type) {
    return journal().stream()
        .flatMap(step -> step.events().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** Decides all inputs of the journal again, and requires the events that it holds. */
  private StudyState replay() {
    @Nullable StudyState state = null;
    for (Step step : journal()) {
      assertThat(Study.decide(state, step.input()).events()).isEqualTo(step.events());
      state = Study.evolve(state, step);
    }
    return Objects.requireNonNull(state, "the journal is empty");
  }

  private static SessionReport.EpochTrained epoch(Effect.StartSession lease, int epoch) {
    return new SessionReport.EpochTrained(
        lease.trial(), lease.fence(), epoch, 0.5 / epoch, 2, Map.of());
  }

  private static SessionReport.Ended ended(Effect.StartSession lease) {
    return new SessionReport.Ended(lease.trial(), lease.fence());
  }

  @Test
  void aWholeStudyEndsAndItsJournalReplays() {
    try (Rig rig = Rig.on(directory)) {
      rig.watch();
      assertThat(rig.open(asha().spec()).isSuccess()).isTrue();
      rig.addNode("1", new InstantHost(FOR_EVER, 2));

      StudyState end = rig.awaitEnd().getLast().state();

      assertThat(end.lifecycle().end()).isEqualTo(StudyEnd.TRIALS_SPENT);
      assertThat(end.progress().trials().size()).isEqualTo(9);
      assertThat(end.progress().spending().retrained()).isZero();
      assertThat(replay()).isEqualTo(end);
    }
  }

  @Test
  void whereANodeKeepsItsCheckpointsIsWrittenDown() {
    try (Rig rig = Rig.on(directory)) {
      rig.watch();
      rig.open(asha().spec());
      rig.addNode("1", new InstantHost(FOR_EVER, 2));
      rig.awaitEnd();

      assertThat(events(StudyEvent.NodeAdded.class))
          .extracting(StudyEvent.NodeAdded::store)
          .containsOnly(InstantHost.STORE);
    }
  }

  @Test
  void aStudyThatIsKilledInTheMiddleGoesOnWhereItWas() throws InterruptedException {
    var first = new InstantHost(12, 2);
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().spec());
      rig.addNode("1", first);
      assertThat(first.silent().await(30, TimeUnit.SECONDS)).isTrue();
    }
    var second = new InstantHost(FOR_EVER, 2);

    try (Rig rig = Rig.on(directory)) {
      rig.watch();
      assertThat(rig.open(asha().spec()).isSuccess()).isTrue();
      rig.addNode("2", second);
      StudyState end = rig.awaitEnd().getLast().state();

      assertThat(replay()).isEqualTo(end);
      assertNothingIsDouble(end);
    }
  }

  private void assertNothingIsDouble(StudyState end) {
    Set<List<Integer>> epochs = new HashSet<>();
    List<StudyEvent.EpochRecorded> recorded = events(StudyEvent.EpochRecorded.class);
    recorded.forEach(e -> epochs.add(List.of(e.trial(), e.epoch())));
    assertThat(epochs).hasSameSizeAs(recorded);
    assertThat(events(StudyEvent.TrialCreated.class)).hasSize(9);
    assertThat(events(StudyEvent.StudyEnded.class)).hasSize(1);
    assertThat(end.progress().trials().size()).isEqualTo(9);
    assertThat(end.progress().spending().epochs()).isEqualTo(recorded.size());
  }

  @Test
  void reportsAreInTheJournalBeforeTheyAreAcknowledged() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().slots(1).spec());
      rig.addProbeNode("1", 1);
      GpuNode.CarryOut orders = rig.orders();
      var lease = (Effect.StartSession) orders.orders().getFirst();

      ReportBatch batch = rig.report(orders.reportTo(), epoch(lease, 1));

      assertThat(rig.taken()).isEqualTo(new GpuNode.BatchTaken("small", batch.batch(), List.of()));
      assertThat(inputs(StudyInput.EpochReported.class))
          .extracting(StudyInput.EpochReported::epoch)
          .containsExactly(1);
    }
  }

  @Test
  void aLeaseIsInTheJournalBeforeItsOrderIsGiven() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().slots(1).spec());
      rig.addProbeNode("1", 1);

      Effect.StartSession lease = rig.lease();

      assertThat(events(StudyEvent.LeaseGranted.class))
          .extracting(StudyEvent.LeaseGranted::fence)
          .containsExactly(lease.fence());
    }
  }

  @Test
  void aBatchIsOneRow() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().slots(1).epochs(3, 9).spec());
      rig.addProbeNode("1", 1);
      GpuNode.CarryOut orders = rig.orders();
      var lease = (Effect.StartSession) orders.orders().getFirst();

      rig.report(orders.reportTo(), epoch(lease, 1), epoch(lease, 2));
      rig.taken();

      assertThat(StudyJournal.read(directory, ID).getLast().recorded().steps())
          .extracting(Step::input)
          .hasSize(2)
          .allMatch(StudyInput.EpochReported.class::isInstance);
    }
  }

  @Test
  void aSlotInQuarantineIsInTheJournalAndItsLeaseEndsWithoutIt() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().spec());
      rig.addProbeNode("1", 1);
      GpuNode.CarryOut orders = rig.orders();
      var lease = (Effect.StartSession) orders.orders().getFirst();

      rig.report(
          orders.reportTo(),
          new SlotQuarantine("n", "1", 0, "3 GB did not come back"),
          new SessionReport.Ended(lease.trial(), lease.fence()));
      rig.taken();

      assertThat(events(StudyEvent.SlotQuarantined.class))
          .containsExactly(new StudyEvent.SlotQuarantined("n", 0, "3 GB did not come back"));
      assertThat(events(StudyEvent.LeaseEnded.class))
          .containsExactly(new StudyEvent.LeaseEnded(lease.trial(), lease.fence(), false));
    }
  }

  @Test
  void aBatchThatComesTwiceIsAcknowledgedTwiceAndCountedOnce() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().slots(1).spec());
      rig.addProbeNode("1", 1);
      GpuNode.CarryOut orders = rig.orders();
      var lease = (Effect.StartSession) orders.orders().getFirst();
      ReportBatch batch = rig.report(orders.reportTo(), epoch(lease, 1));
      GpuNode.BatchTaken first = rig.taken();

      orders.reportTo().tell(batch);

      assertThat(rig.taken()).isEqualTo(first);
      assertThat(events(StudyEvent.EpochRecorded.class)).hasSize(1);
      assertThat(events(StudyEvent.EpochRetrained.class)).isEmpty();
    }
  }

  @Test
  void aSessionWhoseLeaseIsOverIsNamedInTheAnswer() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().slots(1).spec());
      rig.addProbeNode("1", 1);
      GpuNode.CarryOut orders = rig.orders();

      rig.report(orders.reportTo(), new SessionReport.EpochTrained(0, 77, 1, 0.5, 2, Map.of()));

      assertThat(rig.taken().stale()).containsExactly(new SessionId("small", 0, 77));
    }
  }

  @Test
  void aSessionThatLeavesOutAnEpochIsOfNoMoreUse() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().slots(1).epochs(3, 9).spec());
      rig.addProbeNode("1", 1);
      GpuNode.CarryOut orders = rig.orders();
      var lease = (Effect.StartSession) orders.orders().getFirst();

      rig.report(orders.reportTo(), epoch(lease, 2));

      assertThat(rig.taken().stale())
          .containsExactly(new SessionId("small", lease.trial(), lease.fence()));
    }
  }

  @Test
  void aNodeIsToldAgainAndAgainWhereToReport() {
    try (Rig rig = Rig.restless(directory)) {
      rig.open(asha().slots(2).trials(1).epochs(9, 9).spec());
      rig.addProbeNode("1", 1);
      rig.lease();

      GpuNode.CarryOut greeting = rig.node.expectMessageClass(GpuNode.CarryOut.class, Rig.PATIENCE);

      assertThat(greeting.incarnation()).isEqualTo("1");
      rig.report(greeting.reportTo(), new SessionReport.Ended(0, 77));
      assertThat(rig.taken().stale()).hasSize(1);
    }
  }

  @Test
  void whatASupervisorLogsNamesItsStudy() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().slots(1).epochs(3, 9).spec());
      rig.addProbeNode("1", 1);
      GpuNode.CarryOut orders = rig.orders();
      var lease = (Effect.StartSession) orders.orders().getFirst();

      LoggingTestKit.warn("was refused")
          .withMdc(Map.of("study", Rig.STUDY))
          .expect(rig.kit.system(), () -> rig.report(orders.reportTo(), epoch(lease, 2)));
    }
  }

  /** A process may have died between the decision to delete a checkpoint and its deletion. */
  @Test
  void aNewProcessTellsItsNodesAgainWhatToKeep() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().slots(1).epochs(3, 9).spec());
      rig.addProbeNode("1", 1);
      GpuNode.CarryOut orders = rig.orders();
      var lease = (Effect.StartSession) orders.orders().getFirst();
      rig.report(
          orders.reportTo(),
          epoch(lease, 1),
          new SessionReport.CheckpointSaved(lease.trial(), lease.fence(), 1, 1000));
      rig.taken();
    }

    try (Rig rig = Rig.on(directory)) {
      rig.addProbeNode("2", 1);
      rig.lease();

      GpuNode.KeepCheckpoints keep =
          rig.node.expectMessageClass(GpuNode.KeepCheckpoints.class, Rig.PATIENCE);
      assertThat(keep.orders())
          .containsExactly(
              new Effect.KeepCheckpoints(
                  0, List.of(new CheckpointRef(1, 1)), CheckpointRef.lastOf(1)));
    }
  }

  @Test
  void openingTheSameStudyAgainChangesNothingAndIsAnsweredSo() {
    try (Rig rig = Rig.on(directory)) {
      assertThat(rig.open(asha().spec()).getValue()).isEqualTo(new StudyOpened(true));
      int rows = journal().size();

      assertThat(rig.open(asha().spec()).getValue()).isEqualTo(new StudyOpened(false));
      assertThat(journal()).hasSize(rows);
    }
  }

  @Test
  void openingAStudyWithAnotherSpecIsRefused() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().spec());

      var answer = rig.open(asha().trials(10).spec());

      assertThat(answer.isError()).isTrue();
      assertThat(answer.getError()).hasMessageContaining("another spec");
    }
  }

  @Test
  void aStudyThatIsNotOpenCannotBeStopped() {
    try (Rig rig = Rig.on(directory)) {
      assertThat(rig.stopStudy().getError()).hasMessageContaining("study (small) is not open");
    }
  }

  @Test
  void stoppingPausesAllTrialsAndEndsTheStudy() {
    try (Rig rig = Rig.on(directory)) {
      rig.watch();
      rig.open(asha().spec());
      rig.addProbeNode("1", 2);
      GpuNode.CarryOut orders = rig.orders();
      List<Effect.StartSession> leases =
          orders.orders().stream()
              .filter(Effect.StartSession.class::isInstance)
              .map(Effect.StartSession.class::cast)
              .toList();
      assertThat(leases).hasSize(2);

      assertThat(rig.stopStudy().isSuccess()).isTrue();

      assertThat(rig.orders().orders()).hasSize(2).allMatch(Effect.PauseSession.class::isInstance);
      leases.forEach(lease -> rig.report(orders.reportTo(), ended(lease)));
      assertThat(rig.awaitEnd().getLast().state().lifecycle().end())
          .isEqualTo(StudyEnd.STOP_REQUESTED);
    }
  }

  @Test
  void aWatcherIsGreetedWithTheStateAndHearsEveryRow() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().slots(1).spec());
      rig.watch();

      StudyChanged greeting = rig.changes.receiveMessage(Rig.PATIENCE);
      rig.addProbeNode("1", 1);
      StudyChanged change = rig.changes.receiveMessage(Rig.PATIENCE);

      assertThat(greeting.row()).isZero();
      assertThat(greeting.steps()).isEmpty();
      assertThat(greeting.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.RUNNING);
      assertThat(change.row()).isEqualTo(2);
      assertThat(change.steps()).singleElement().extracting(Step::input).isNotNull();
      assertThat(change.state()).isEqualTo(replay());
    }
  }

  @Test
  void aSecondLifeOfANodeGetsLeasesAnew() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().slots(1).spec());
      rig.addProbeNode("1", 1);
      Effect.StartSession first = rig.lease();

      rig.addProbeNode("2", 1);
      Effect.StartSession second = rig.lease();

      assertThat(second.trial()).isEqualTo(first.trial());
      assertThat(second.fence()).isGreaterThan(first.fence());
    }
  }

  @Test
  void theWallClockBudgetPausesAllTrials() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().slots(1).wallClock(Duration.ofSeconds(3)).spec());
      rig.addProbeNode("1", 1);
      GpuNode.CarryOut orders = rig.orders();
      var lease = (Effect.StartSession) orders.orders().getFirst();
      rig.watch();

      assertThat(rig.orders().orders()).singleElement().isInstanceOf(Effect.PauseSession.class);
      rig.report(orders.reportTo(), ended(lease));
      assertThat(rig.awaitEnd().getLast().state().lifecycle().end())
          .isEqualTo(StudyEnd.WALL_CLOCK_SPENT);
    }
  }

  @Test
  void aStudyThatWasOverAsksForSlotsAndGoesOnOnceItsBudgetIsRaised() {
    try (Rig rig = Rig.on(directory)) {
      rig.open(asha().slots(1).wallClock(Duration.ofSeconds(2)).spec());
      rig.addProbeNode("1", 1);
      GpuNode.CarryOut orders = rig.orders();
      var lease = (Effect.StartSession) orders.orders().getFirst();
      rig.watch();
      rig.orders();
      rig.report(orders.reportTo(), ended(lease));
      rig.awaitEnd();

      var more = new BudgetChange(true, Duration.ofHours(1), null, null, null, null, null);
      assertThat(rig.extend(more).getValue().budget().wallClock())
          .isEqualTo(Duration.ofHours(1).plusSeconds(2));
      assertThat(rig.nextLease().trial()).isEqualTo(lease.trial());
    }
  }

  @Test
  void aWallClockBudgetOfYearsCanBeSet() {
    try (Rig rig = Rig.on(directory)) {
      assertThat(rig.open(asha().slots(1).wallClock(Duration.ofDays(4000)).spec()).isSuccess())
          .isTrue();
      rig.addProbeNode("1", 1);

      assertThat(rig.lease().trainFor()).isGreaterThan(Duration.ofDays(3999));
    }
  }

  @Test
  void timeInWhichNobodyRanTheStudyIsNotChargedWhateverComesFirst() {
    var now = new AtomicReference<>(Rig.START);
    try (Rig rig = Rig.on(directory, Rig.clock(now))) {
      rig.open(asha().wallClock(Duration.ofHours(2)).spec());
    }
    Instant nextDay = Rig.START.plus(Duration.ofDays(1));
    now.set(nextDay);

    try (Rig rig = Rig.on(directory, Rig.clock(now))) {
      assertThat(rig.stopStudy().isSuccess()).isTrue();

      assertThat(inputs(StudyInput.class))
          .extracting(input -> input.getClass().getSimpleName())
          .containsExactly("Opened", "Recovered", "StopRequested");
      assertThat(replay().progress().spending().active(nextDay)).isZero();
    }
  }

  @Test
  void aRowIsNeverEarlierThanTheOneBefore() {
    var now = new AtomicReference<>(Rig.START);
    try (Rig rig = Rig.on(directory, Rig.clock(now))) {
      rig.open(asha().spec());
      now.set(Rig.START.minusSeconds(3600));
      rig.addProbeNode("1", 2);
      rig.lease();

      assertThat(journal())
          .extracting(step -> step.input().at())
          .isSortedAccordingTo(Instant::compareTo);
    }
  }

  @Test
  void aWatcherThatIsGoneDoesNotMatter() {
    try (Rig rig = Rig.on(directory)) {
      TestProbe<StudyChanged> gone = rig.kit.createTestProbe();
      rig.supervisor.tell(new StudySupervisor.Watch(gone.getRef()));
      rig.watch();
      gone.stop();

      rig.open(asha().spec());

      assertThat(rig.changes.receiveMessage(Rig.PATIENCE).row()).isEqualTo(1);
    }
  }
}
