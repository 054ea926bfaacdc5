package dev.thaw.actors.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.broker.SlotBroker.SlotOffer;
import dev.thaw.actors.broker.SlotBroker.SlotsLost;
import dev.thaw.actors.broker.SlotBroker.SlotsOffered;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.session.NodeSlot;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Slots go to those who want them, first come, first served, and never to two at once. */
final class SlotBrokerTest {

  private static final ActorTestKit KIT = ActorTestKit.create();

  private final ActorRef<SlotBroker.Command> broker = KIT.spawn(SlotBroker.create());
  private final TestProbe<GpuNode.Command> node = KIT.createTestProbe(GpuNode.Command.class);
  private final TestProbe<GpuNode.Command> other = KIT.createTestProbe(GpuNode.Command.class);
  private final TestProbe<SlotOffer> first = KIT.createTestProbe(SlotOffer.class);
  private final TestProbe<SlotOffer> second = KIT.createTestProbe(SlotOffer.class);

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private void register(String name, String incarnation, int slots) {
    register(name, incarnation, slots, node.getRef());
  }

  private void register(String name, String incarnation, int slots, ActorRef<GpuNode.Command> ref) {
    Integer[] all = IntStream.range(0, slots).boxed().toArray(Integer[]::new);
    broker.tell(new SlotBroker.RegisterNode(name, incarnation, slots(all), ref));
  }

  /** Slots, two on each device. */
  private static List<NodeSlot> slots(Integer... indexes) {
    return Stream.of(indexes).map(index -> new NodeSlot(index, index / 2)).toList();
  }

  private void request(String study, int slots, TestProbe<SlotOffer> from) {
    broker.tell(new SlotBroker.RequestSlots(study, slots, from.getRef()));
  }

  private SlotsOffered offer(String name, String incarnation, Integer... slots) {
    return new SlotsOffered(name, incarnation, slots(slots), node.getRef());
  }

  private SlotsOffered offerOfOther(Integer... slots) {
    return new SlotsOffered("b", "1", slots(slots), other.getRef());
  }

  private static void expectNothing(TestProbe<SlotOffer> study) {
    study.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void givesWhatIsAskedForOfWhatIsFree() {
    register("a", "1", 4);

    request("one", 3, first);

    assertThat(first.receiveMessage()).isEqualTo(offer("a", "1", 0, 1, 2));
  }

  @Test
  void aSecondStudyGetsTheRest() {
    register("a", "1", 4);
    request("one", 3, first);

    request("two", 3, second);

    assertThat(second.receiveMessage()).isEqualTo(offer("a", "1", 3));
  }

  @Test
  void aStudyThatWantsMoreThanOneNodeHasGetsSlotsOfSeveral() {
    register("a", "1", 2);
    register("b", "1", 2, other.getRef());

    request("one", 3, first);

    assertThat(first.receiveMessage()).isEqualTo(offer("a", "1", 0, 1));
    assertThat(first.receiveMessage()).isEqualTo(offerOfOther(0));
  }

  @Test
  void aStudyThatWantsMoreThanThereIsGetsItWhenANodeComes() {
    request("one", 3, first);

    register("a", "1", 2);
    assertThat(first.receiveMessage()).isEqualTo(offer("a", "1", 0, 1));
    register("b", "1", 2, other.getRef());

    assertThat(first.receiveMessage()).isEqualTo(offerOfOther(0));
  }

  @Test
  void releasedSlotsGoToWhoeverStillWantsThem() {
    register("a", "1", 2);
    request("one", 2, first);
    request("two", 1, second);
    expectNothing(second);

    broker.tell(new SlotBroker.ReleaseSlots("one"));

    assertThat(second.receiveMessage()).isEqualTo(offer("a", "1", 0));
  }

  @Test
  void whoAsksAgainHearsAgainWhatItHas() {
    register("a", "1", 2);
    request("one", 1, first);
    first.receiveMessage();

    request("one", 1, second);

    assertThat(second.receiveMessage()).isEqualTo(offer("a", "1", 0));
  }

  @Test
  void theSlotsOfANodeThatIsGoneAreLost() {
    register("a", "1", 2);
    request("one", 1, first);
    first.receiveMessage();

    node.stop();

    assertThat(first.receiveMessage()).isEqualTo(new SlotsLost("a"));
  }

  @Test
  void lostSlotsAreMadeUpForByOtherNodes() {
    register("a", "1", 1);
    register("b", "1", 1, other.getRef());
    request("one", 1, first);
    first.receiveMessage();

    node.stop();

    assertThat(first.receiveMessage()).isEqualTo(new SlotsLost("a"));
    assertThat(first.receiveMessage()).isEqualTo(offerOfOther(0));
  }

  @Test
  void aNodeThatComesBackOffersAgain() {
    register("a", "1", 2);
    request("one", 2, first);
    first.receiveMessage();

    register("a", "2", 2);

    assertThat(first.receiveMessage()).isEqualTo(offer("a", "2", 0, 1));
  }

  @Test
  void theEndOfAnEarlierLifeOfANodeIsNotTheEndOfItsNextLife() {
    register("a", "1", 1);
    request("one", 1, first);
    first.receiveMessage();
    register("a", "2", 1, other.getRef());
    first.receiveMessage();

    node.stop();

    expectNothing(first);
  }

  @Test
  void aNodeThatComesBackWithFewerSlotsTakesTheOthersAway() {
    register("a", "1", 3);
    request("one", 3, first);
    first.receiveMessage();

    register("a", "2", 1);

    assertThat(first.receiveMessage()).isEqualTo(offer("a", "2", 0));
  }

  @Test
  void aNodeThatComesBackWithoutAStudysSlotsHasLostThem() {
    register("a", "1", 2);
    request("one", 1, first);
    first.receiveMessage();
    request("two", 1, second);
    second.receiveMessage();

    register("a", "2", 1);

    assertThat(first.receiveMessage()).isEqualTo(offer("a", "2", 0));
    assertThat(second.receiveMessage()).isEqualTo(new SlotsLost("a"));
  }

  @Test
  void aSlotThatIsNotOfferedAnyMoreIsTakenFromWhoHasItAndTheOthersStay() {
    register("a", "1", 3);
    request("one", 2, first);
    first.receiveMessage();

    broker.tell(new SlotBroker.RegisterNode("a", "1", slots(0, 2), node.getRef()));

    assertThat(first.receiveMessage()).isEqualTo(offer("a", "1", 0, 2));
  }

  @Test
  void whoIsLeftWithoutSlotsOnANodeThatLivesHasNotLostTheNode() {
    register("a", "1", 1);
    request("one", 1, first);
    first.receiveMessage();

    register("a", "1", 0);
    assertThat(first.receiveMessage()).isEqualTo(offer("a", "1"));
    register("a", "1", 1);

    assertThat(first.receiveMessage()).isEqualTo(offer("a", "1", 0));
  }

  @Test
  void whoGainsNothingHearsNothingOfOthers() {
    register("a", "1", 2);
    request("one", 1, first);
    first.receiveMessage();
    request("two", 1, second);

    broker.tell(new SlotBroker.ReleaseSlots("two"));

    expectNothing(first);
  }
}
