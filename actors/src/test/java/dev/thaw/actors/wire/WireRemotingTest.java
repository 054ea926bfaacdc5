package dev.thaw.actors.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.node.SlotQuarantine;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.actors.trial.SessionReport;
import java.util.List;
import java.util.Map;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two actor systems tell each other what nodes and studies do, over sockets. */
final class WireRemotingTest {

  private static final ActorTestKit NODES = Systems.start("nodes");
  private static final ActorTestKit STUDIES = Systems.start("studies");

  @AfterAll
  static void stop() {
    NODES.shutdownTestKit();
    STUDIES.shutdownTestKit();
  }

  @Test
  void aBatchOfReportsArrivesAndItsAnswerComesBack() {
    TestProbe<ReportBatch> study = STUDIES.createTestProbe();
    TestProbe<GpuNode.BatchTaken> node = NODES.createTestProbe();
    var batch =
        new ReportBatch(
            7,
            List.of(
                new SessionReport.EpochTrained(3, 9, 2, Double.NaN, 1.5, Map.of("loss", 0.1)),
                new SlotQuarantine("node-1", "1@host", 0, "2 GB did not come back")),
            node.ref());

    Systems.as(NODES, STUDIES, study.ref()).tell(batch);

    ReportBatch received = study.receiveMessage();
    assertThat(received.reports()).isEqualTo(batch.reports());
    var taken = new GpuNode.BatchTaken("small", 7, List.of(new SessionId("small", 3, 9)));
    received.replyTo().unsafeUpcast().tell(taken);
    node.expectMessage(taken);
  }

  @Test
  void aStudyAnswersWhoAsksFromAnotherProcess() {
    TestProbe<StudySupervisor.Command> study = STUDIES.createTestProbe();
    TestProbe<StatusReply<Done>> asker = NODES.createTestProbe();

    Systems.as(NODES, STUDIES, study.ref()).tell(new StudySupervisor.StopStudy(asker.ref()));
    var stop = (StudySupervisor.StopStudy) study.receiveMessage();
    stop.replyTo().tell(StatusReply.error("it has ended"));
    stop.replyTo().tell(StatusReply.ack());

    assertThat(asker.receiveMessage().getError()).hasMessage("it has ended");
    asker.expectMessage(StatusReply.ack());
  }

  @Test
  void whatMayNotTravelIsLoggedAndDroppedAndTheNextMessageArrives() {
    TestProbe<Object> study = STUDIES.createTestProbe();
    ActorRef<Object> remote = Systems.as(NODES, STUDIES, study.ref());

    LoggingTestKit.error("Failed to serialize message")
        .expect(
            NODES.system(),
            () -> {
              remote.tell(new StudySupervisor.Watch(remote.unsafeUpcast()));
              return Done.getInstance();
            });
    remote.tell(new GpuNode.BatchTaken("small", 1, List.of()));

    study.expectMessage(new GpuNode.BatchTaken("small", 1, List.of()));
  }
}
