package dev.thaw.actors.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.session.TrialTerms;
import dev.thaw.actors.trial.Leases;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Slot;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnownNodesTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final TrialTerms TERMS = Leases.terms(1000);

  private final TestProbe<GpuNode.Command> node = KIT.createTestProbe(GpuNode.Command.class);
  private final TestProbe<ReportBatch> supervisor = KIT.createTestProbe(ReportBatch.class);
  private final KnownNodes nodes = new KnownNodes(TERMS.study(), supervisor.getRef());

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void theNodeIsKnown() {
    nodes.add(new SlotBroker.SlotsOffered("broker", 1, "n", "1", List.of(), node.getRef()));
  }

  private GpuNode.CarryOut next() {
    return node.expectMessageClass(GpuNode.CarryOut.class);
  }

  private static List<Effect.OnSlot> pauses(int count) {
    return IntStream.range(0, count)
        .<Effect.OnSlot>mapToObj(i -> new Effect.PauseSession(i, 1 + i, new Slot("n", i)))
        .toList();
  }

  @Test
  void aNodeHearsOfAStudyThatHasNoOrders() {
    nodes.giveSign(TERMS, List.of());

    assertThat(next().orders()).isEmpty();
    node.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void whatToKeepOfManyTrialsIsSaidInFewMessages() {
    List<Effect.KeepCheckpoints> keeps =
        IntStream.range(0, 1_001)
            .mapToObj(i -> new Effect.KeepCheckpoints(i, List.of(), CheckpointRef.lastOf(1)))
            .toList();

    nodes.keep(keeps);

    assertThat(
            Stream.of(keptNext(), keptNext(), keptNext())
                .flatMap(message -> message.orders().stream()))
        .containsExactlyElementsOf(keeps);
    node.expectNoMessage(Duration.ofMillis(50));
  }

  private GpuNode.KeepCheckpoints keptNext() {
    return node.expectMessageClass(GpuNode.KeepCheckpoints.class);
  }

  @Test
  void moreOrdersThanFitIntoAMessageAreSentInOrderInSeveral() {
    nodes.carryOut(TERMS, pauses(130));

    assertThat(next().orders()).hasSize(64).first().isEqualTo(pauses(130).getFirst());
    assertThat(next().orders()).hasSize(64);
    assertThat(next().orders()).hasSize(2).last().isEqualTo(pauses(130).getLast());
    node.expectNoMessage(Duration.ofMillis(50));
  }
}
