package dev.thaw.actors.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.trial.SessionReport;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.invariant.Inspector;
import dev.thaw.core.invariant.Invariant;
import dev.thaw.core.invariant.Observed;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.testing.Specs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decision that breaks what must hold is not recorded, and nothing follows from it. */
final class FrozenStudyTest {

  private static final String ID = StudySupervisor.persistenceId(Rig.STUDY);

  @TempDir private Path directory;

  private final BlockingQueue<Incident> incidents = new LinkedBlockingQueue<>();

  /** Never true of a trial that comes to its second epoch. */
  private static final class NobodyTrainsTwice implements Invariant {
    @Override
    public String claim() {
      return "Nobody trains a second epoch.";
    }

    @Override
    public Scope scope() {
      return Scope.STEP;
    }

    @Override
    public @Nullable String contradiction(Observed seen) {
      return seen.step().events().stream()
              .anyMatch(event -> event instanceof StudyEvent.EpochRecorded e && e.epoch() == 2)
          ? "somebody did"
          : null;
    }
  }

  private final class Home implements StudyHome {
    @Override
    public boolean isAlone() {
      return true;
    }

    @Override
    public void stands(StudyState state) {}

    @Override
    public void idle(ActorRef<StudySupervisor.Command> supervisor) {}

    @Override
    public void unopened(ActorRef<StudySupervisor.Command> supervisor) {}

    @Override
    public void describe(StudyState state, StudySupervisor.Describe question) {}

    @Override
    public String broken(Incident incident) {
      incidents.add(incident);
      return "bundle.zip";
    }
  }

  private static Specs asha() {
    return Specs.study(new Asha(3, PromotionRule.PAPER, false)).epochs(1, 9).trials(9).slots(2);
  }

  private Rig doubtful() {
    return Rig.on(
        directory, new Home(), level -> new Inspector(level, List.of(new NobodyTrainsTwice())));
  }

  private static SessionReport.EpochTrained epoch(Effect.StartSession lease, int epoch) {
    return new SessionReport.EpochTrained(
        lease.trial(), lease.fence(), epoch, 0.5 / epoch, 2, Map.of());
  }

  private List<Integer> recordedEpochs() {
    return StudyJournal.read(directory, ID).stream()
        .flatMap(row -> row.recorded().steps().stream())
        .map(step -> step.input())
        .filter(StudyInput.EpochReported.class::isInstance)
        .map(input -> ((StudyInput.EpochReported) input).epoch())
        .toList();
  }

  @Test
  void itsDecisionIsNotRecordedAndItsSessionsAreToldToPause() throws InterruptedException {
    try (Rig rig = doubtful()) {
      rig.open(asha().slots(1).epochs(3, 9).spec());
      rig.addProbeNode("1", 1);
      GpuNode.CarryOut orders = rig.orders();
      var lease = (Effect.StartSession) orders.orders().getFirst();
      rig.report(orders.reportTo(), epoch(lease, 1));
      rig.taken();

      rig.report(orders.reportTo(), epoch(lease, 2));

      rig.awaitPause();
      Incident incident = incidents.poll(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(incident).isNotNull();
      assertThat(incident.violation().invariant()).isEqualTo("NobodyTrainsTwice");
      assertThat(incident.row()).isEqualTo(StudyJournal.read(directory, ID).getLast().number());
      assertThat(incident.taken().getLast().input()).isInstanceOf(StudyInput.EpochReported.class);
      assertThat(recordedEpochs()).containsExactly(1);
      rig.taken.expectNoMessage(Duration.ofMillis(200));
    }
  }

  @Test
  void whoeverAsksItHearsWhyAndWhereTheBundleIs() {
    try (Rig rig = doubtful()) {
      freeze(rig);

      StatusReply<StudySupervisor.Spendable> answer =
          rig.extend(new BudgetChange(true, null, null, null, null, 1, null));
      TestProbe<StudyAnswer> described = rig.kit.createTestProbe();
      rig.supervisor.tell(new StudySupervisor.Describe(described.getRef()));

      assertThat(answer.getError())
          .hasMessageContaining("study (small) is frozen: NobodyTrainsTwice: ")
          .hasMessageContaining("Nobody trains a second epoch. But somebody did.")
          .hasMessageContaining("bundle.zip");
      assertThat(described.receiveMessage(Rig.PATIENCE).error()).contains("is frozen");
    }
  }

  private static void freeze(Rig rig) {
    rig.open(asha().slots(1).epochs(3, 9).spec());
    rig.addProbeNode("1", 1);
    GpuNode.CarryOut orders = rig.orders();
    var lease = (Effect.StartSession) orders.orders().getFirst();
    rig.report(orders.reportTo(), epoch(lease, 1), epoch(lease, 2));
    rig.awaitPause();
  }

  @Test
  void itGoesOnFromItsLastGoodRowOnceTheBugIsGone() {
    try (Rig rig = doubtful()) {
      freeze(rig);
    }
    var host = new InstantHost(Integer.MAX_VALUE, 2);

    try (Rig rig = Rig.on(directory)) {
      rig.watch();
      assertThat(rig.open(asha().slots(1).epochs(3, 9).spec()).isSuccess()).isTrue();
      rig.addNode("2", host);

      StudyState end = rig.awaitEnd().getLast().state();
      assertThat(end.progress().trials().size()).isEqualTo(9);
    }
  }
}
