package dev.thaw.actors.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.broker.SlotBroker.SlotOffer;
import dev.thaw.actors.broker.SlotBroker.SlotsAllowed;
import dev.thaw.actors.broker.SlotBroker.SlotsLost;
import dev.thaw.actors.broker.SlotBroker.SlotsOffered;
import dev.thaw.actors.meter.Meters;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.session.NodeSlot;
import dev.thaw.core.share.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.internal.PoisonPill$;
import org.apache.pekko.actor.typed.internal.PoisonPillInterceptor;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Slots go to those who want them, as their shares say, and never to two at once. */
final class SlotBrokerTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final BrokerSettings SETTINGS =
      new BrokerSettings(
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofSeconds(60),
          Duration.ZERO,
          Duration.ofMinutes(10));
  private static final BrokerSettings SETTLING =
      new BrokerSettings(
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(60),
          Duration.ZERO,
          Duration.ofMinutes(10));
  private static final Duration SIGN_INTERVAL = Duration.ofSeconds(10);
  private static final SlotOffer NOTHING = new SlotsAllowed("", 0, 0);

  private final ActorRef<SlotBroker.Command> broker = KIT.spawn(start(SETTINGS));
  private final TestProbe<GpuNode.Command> node = KIT.createTestProbe(GpuNode.Command.class);
  private final TestProbe<GpuNode.Command> other = KIT.createTestProbe(GpuNode.Command.class);
  private final TestProbe<SlotOffer> first = KIT.createTestProbe(SlotOffer.class);
  private final TestProbe<SlotOffer> second = KIT.createTestProbe(SlotOffer.class);
  private final Map<TestProbe<SlotOffer>, ActorRef<SlotOffer>> ears = new HashMap<>();

  private static Behavior<SlotBroker.Command> start(BrokerSettings settings) {
    return start(InstantSource.system(), settings);
  }

  private static Behavior<SlotBroker.Command> start(InstantSource clock, BrokerSettings settings) {
    return SlotBroker.create(clock, settings, SIGN_INTERVAL, Meters.none());
  }

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
    broker.tell(
        new SlotBroker.RequestSlots(
            study, Share.upTo(slots), slots, List.of(), "", 0, offersOnly(from)));
  }

  private SlotsOffered offer(String name, String incarnation, Integer... slots) {
    return new SlotsOffered("", 0, name, incarnation, slots(slots), node.getRef());
  }

  private SlotsOffered offerOfOther(Integer... slots) {
    return new SlotsOffered("", 0, "b", "1", slots(slots), other.getRef());
  }

  /** Passes on to a probe what is said of nodes. */
  private ActorRef<SlotOffer> offersOnly(TestProbe<SlotOffer> probe) {
    return ears.computeIfAbsent(
        probe,
        p ->
            KIT.spawn(
                Behaviors.receiveMessage(
                    offer -> {
                      if (!(offer instanceof SlotsAllowed)) {
                        p.getRef().tell(offer);
                      }
                      return Behaviors.same();
                    })));
  }

  /** The next thing that a study hears, without its number. */
  private static SlotOffer next(TestProbe<SlotOffer> study) {
    return switch (study.receiveMessage()) {
      case SlotsOffered o -> new SlotsOffered("", 0, o.node(), o.incarnation(), o.slots(), o.ref());
      case SlotsLost o -> new SlotsLost("", 0, o.node());
      case SlotsAllowed o -> new SlotsAllowed("", 0, o.slots());
    };
  }

  private static void expectNothing(TestProbe<SlotOffer> study) {
    study.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void endsWhenItsNodeHandsItOver() {
    ActorRef<SlotBroker.Command> single =
        KIT.spawn(Behaviors.intercept(PoisonPillInterceptor::new, start(SETTINGS)));

    Adapter.toClassic(single).tell(PoisonPill$.MODULE$, org.apache.pekko.actor.ActorRef.noSender());

    KIT.createTestProbe().expectTerminated(single);
  }

  @Test
  void givesWhatIsAskedForOfWhatIsFree() {
    register("a", "1", 4);

    request("one", 3, first);

    assertThat(next(first)).isEqualTo(offer("a", "1", 0, 1, 2));
  }

  @Test
  void aSecondStudyGetsTheRest() {
    register("a", "1", 4);
    request("one", 3, first);

    request("two", 3, second);

    assertThat(next(second)).isEqualTo(offer("a", "1", 3));
  }

  @Test
  void aStudyThatWantsMoreThanOneNodeHasGetsSlotsOfSeveral() {
    register("a", "1", 2);
    register("b", "1", 2, other.getRef());

    request("one", 3, first);

    assertThat(next(first)).isEqualTo(offer("a", "1", 0, 1));
    assertThat(next(first)).isEqualTo(offerOfOther(0));
  }

  @Test
  void aStudyThatWantsMoreThanThereIsGetsItWhenANodeComes() {
    request("one", 3, first);

    register("a", "1", 2);
    assertThat(next(first)).isEqualTo(offer("a", "1", 0, 1));
    register("b", "1", 2, other.getRef());

    assertThat(next(first)).isEqualTo(offerOfOther(0));
  }

  @Test
  void releasedSlotsGoToWhoeverStillWantsThem() {
    register("a", "1", 2);
    request("one", 2, first);
    request("two", 1, second);
    expectNothing(second);

    broker.tell(new SlotBroker.ReleaseSlots("one"));

    assertThat(next(second)).isEqualTo(offer("a", "1", 0));
  }

  @Test
  void whoAsksAgainHearsAgainWhatItHas() {
    register("a", "1", 2);
    request("one", 1, first);
    next(first);

    request("one", 1, second);

    assertThat(next(second)).isEqualTo(offer("a", "1", 0));
  }

  @Test
  void theSlotsOfANodeThatIsGoneAreLost() {
    register("a", "1", 2);
    request("one", 1, first);
    next(first);

    node.stop();

    assertThat(next(first)).isEqualTo(new SlotsLost("", 0, "a"));
  }

  @Test
  void lostSlotsAreMadeUpForByOtherNodes() {
    register("a", "1", 1);
    register("b", "1", 1, other.getRef());
    request("one", 1, first);
    next(first);

    node.stop();

    assertThat(next(first)).isEqualTo(new SlotsLost("", 0, "a"));
    assertThat(next(first)).isEqualTo(offerOfOther(0));
  }

  @Test
  void aNodeThatComesBackOffersAgain() {
    register("a", "1", 2);
    request("one", 2, first);
    next(first);

    register("a", "2", 2);

    assertThat(next(first)).isEqualTo(offer("a", "2", 0, 1));
  }

  @Test
  void theEndOfAnEarlierLifeOfANodeIsNotTheEndOfItsNextLife() {
    register("a", "1", 1);
    request("one", 1, first);
    next(first);
    register("a", "2", 1, other.getRef());
    next(first);

    node.stop();

    expectNothing(first);
  }

  @Test
  void aNodeThatComesBackWithFewerSlotsTakesTheOthersAway() {
    register("a", "1", 3);
    request("one", 3, first);
    next(first);

    register("a", "2", 1);

    assertThat(next(first)).isEqualTo(offer("a", "2", 0));
  }

  @Test
  void whoseSlotsANodeHasNoMoreWhenItComesBackHearsOfItsNewLife() {
    register("a", "1", 2);
    request("one", 1, first);
    next(first);
    request("two", 1, second);
    next(second);

    register("a", "2", 1);

    assertThat(next(first)).isEqualTo(offer("a", "2", 0));
    assertThat(next(second)).isEqualTo(offer("a", "2"));
  }

  @Test
  void aSlotThatIsNotOfferedAnyMoreIsTakenFromWhoHasItAndTheOthersStay() {
    register("a", "1", 3);
    request("one", 2, first);
    next(first);

    broker.tell(new SlotBroker.RegisterNode("a", "1", slots(0, 2), node.getRef()));

    assertThat(next(first)).isEqualTo(offer("a", "1", 0, 2));
  }

  @Test
  void whoIsLeftWithoutSlotsOnANodeThatLivesHasNotLostTheNode() {
    register("a", "1", 1);
    request("one", 1, first);
    next(first);

    register("a", "1", 0);
    assertThat(next(first)).isEqualTo(offer("a", "1"));
    register("a", "1", 1);

    assertThat(next(first)).isEqualTo(offer("a", "1", 0));
  }

  @Test
  void whoGainsNothingHearsNothingOfOthers() {
    register("a", "1", 2);
    request("one", 1, first);
    next(first);
    request("two", 1, second);

    broker.tell(new SlotBroker.ReleaseSlots("two"));

    expectNothing(first);
  }

  private SlotBroker.RequestSlots says(
      String study, Share share, TestProbe<SlotOffer> from, SlotOffer heard, Integer... held) {
    List<SlotBroker.Held> mine =
        held.length == 0 ? List.of() : List.of(new SlotBroker.Held("a", "1", List.of(held)));
    return new SlotBroker.RequestSlots(
        study, share, 4, mine, heard.broker(), heard.number(), from.getRef());
  }

  /** The last thing that a study hears: its allowance, which ends each news. */
  private static SlotOffer allowance(TestProbe<SlotOffer> study, int slots) {
    SlotOffer heard = study.receiveMessage();
    return heard instanceof SlotsAllowed allowed && allowed.slots() == slots
        ? heard
        : allowance(study, slots);
  }

  @Test
  void aSlotIsGivenToAnotherStudyOnlyAfterItsHolderSaysThatItHoldsItNoMore() {
    register("a", "1", 4);
    broker.tell(says("one", Share.upTo(4), first, NOTHING));
    assertThat(next(first)).isEqualTo(new SlotsAllowed("", 0, 4));
    assertThat(next(first)).isEqualTo(offer("a", "1", 0, 1, 2, 3));
    first.receiveMessage();

    broker.tell(says("two", Share.upTo(4), second, NOTHING));
    SlotOffer fewer = first.receiveMessage();
    assertThat(fewer)
        .isInstanceOfSatisfying(SlotsAllowed.class, a -> assertThat(a.slots()).isEqualTo(2));
    assertThat(next(second)).isEqualTo(new SlotsAllowed("", 0, 2));
    expectNothing(second);
    broker.tell(says("one", Share.upTo(4), first, fewer, 2, 3));

    assertThat(next(second)).isEqualTo(offer("a", "1", 0, 1));
  }

  @Test
  void aChangeOfItsShareTakesEffectWhileAStudyRuns() {
    register("a", "1", 4);
    broker.tell(says("one", Share.upTo(4), first, NOTHING));
    SlotOffer heard = allowance(first, 4);

    broker.tell(says("one", Share.upTo(3), first, heard, 0, 1, 2, 3));

    assertThat(allowance(first, 3).number()).isGreaterThan(heard.number());
  }

  @Test
  void aNewBrokerTellsNobodyAnythingUntilItHasSettled() {
    ActorRef<SlotBroker.Command> settling = KIT.spawn(start(SETTLING));
    settling.tell(new SlotBroker.RegisterNode("a", "1", slots(0, 1), node.getRef()));

    settling.tell(says("one", Share.upTo(4), first, NOTHING));

    expectNothing(first);
  }

  @Test
  void whatWasClaimedBeforeABrokerHasSettledIsNotGivenToOthers() {
    var soon =
        new BrokerSettings(
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofMinutes(1),
            Duration.ZERO,
            Duration.ofMinutes(1));
    ActorRef<SlotBroker.Command> settling = KIT.spawn(start(soon));
    settling.tell(says("two", Share.upTo(4), second, NOTHING));
    settling.tell(says("one", Share.upTo(4), first, new SlotsAllowed("before", 7, 4), 1));
    settling.tell(new SlotBroker.RegisterNode("a", "1", slots(0, 1), node.getRef()));

    assertThat(List.of(next(first), next(first)))
        .containsExactlyInAnyOrder(new SlotsAllowed("", 0, 1), offer("a", "1", 1));
    assertThat(List.of(next(second), next(second)))
        .containsExactlyInAnyOrder(new SlotsAllowed("", 0, 1), offer("a", "1", 0));
  }

  @Test
  void whatIsHeldIsConfirmedOnceANewBrokerHasListened() {
    var listening =
        new BrokerSettings(
            Duration.ofMillis(100),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ZERO,
            Duration.ofMinutes(1));
    ActorRef<SlotBroker.Command> settling = KIT.spawn(start(listening));
    settling.tell(says("one", Share.upTo(4), first, new SlotsAllowed("before", 7, 4), 1));
    settling.tell(new SlotBroker.RegisterNode("a", "1", slots(0, 1), node.getRef()));

    assertThat(next(first)).isEqualTo(offer("a", "1", 1));
    expectNothing(first);
  }

  @Test
  void aProcessWhoseNameAnotherOneHasIsTold() {
    var careful =
        new BrokerSettings(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofMinutes(1));
    ActorRef<SlotBroker.Command> guarded = KIT.spawn(start(careful));
    guarded.tell(new SlotBroker.RegisterNode("a", "1", slots(0), node.getRef()));
    guarded.tell(says("one", Share.upTo(9), first, NOTHING));
    allowance(first, 1);

    guarded.tell(new SlotBroker.RegisterNode("a", "2", slots(0, 1), other.getRef()));

    other.expectMessage(new GpuNode.NameTaken("a"));
  }

  @Test
  void aStudyWhoseSupervisorIsGoneLosesItsSlotsAfterItsGrace() {
    var brief =
        new BrokerSettings(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMillis(300),
            Duration.ZERO,
            Duration.ofMinutes(1));
    ActorRef<SlotBroker.Command> impatient = KIT.spawn(start(brief));
    impatient.tell(new SlotBroker.RegisterNode("a", "1", slots(0), node.getRef()));
    impatient.tell(says("one", Share.upTo(1), first, NOTHING));
    allowance(first, 1);
    impatient.tell(says("two", Share.upTo(1), second, NOTHING));
    assertThat(next(second)).isEqualTo(new SlotsAllowed("", 0, 0));

    first.stop();

    assertThat(next(second)).isEqualTo(new SlotsAllowed("", 0, 1));
    assertThat(next(second)).isEqualTo(offer("a", "1", 0));
  }

  @Test
  void aSupervisorThatHasMovedKeepsTheSlotsOfItsStudy() {
    var brief =
        new BrokerSettings(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMillis(300),
            Duration.ZERO,
            Duration.ofMinutes(1));
    ActorRef<SlotBroker.Command> impatient = KIT.spawn(start(brief));
    impatient.tell(new SlotBroker.RegisterNode("a", "1", slots(0), node.getRef()));
    impatient.tell(says("one", Share.upTo(1), first, NOTHING));
    allowance(first, 1);
    impatient.tell(says("two", Share.upTo(1), second, NOTHING));
    allowance(second, 0);

    first.stop();
    TestProbe<SlotOffer> moved = KIT.createTestProbe(SlotOffer.class);
    impatient.tell(says("one", Share.upTo(1), moved, NOTHING, 0));

    assertThat(next(moved)).isEqualTo(offer("a", "1", 0));
    second.expectNoMessage(Duration.ofMillis(600));
  }

  @Test
  void aNodeThatIsReachedInAnotherWayIsOfferedAnew() {
    register("a", "1", 1);
    request("one", 1, first);
    next(first);

    register("a", "1", 1, other.getRef());

    assertThat(next(first)).isEqualTo(new SlotsOffered("", 0, "a", "1", slots(0), other.getRef()));
  }

  @Test
  void aStudyThatMissesSeveralOfItsSignsIsSpokenTo() {
    var now = new AtomicReference<>(Instant.parse("2026-01-01T20:00:00Z"));
    ActorRef<SlotBroker.Command> patient = KIT.spawn(start(now::get, SETTINGS));
    patient.tell(says("one", Share.upTo(1), first, NOTHING));
    allowance(first, 0);

    now.updateAndGet(before -> before.plus(SIGN_INTERVAL.multipliedBy(3)));
    patient.tell(new SlotBroker.ReleaseSlots("whoever"));
    first.expectNoMessage(Duration.ofMillis(50));
    now.updateAndGet(before -> before.plus(SIGN_INTERVAL.multipliedBy(3)));
    patient.tell(new SlotBroker.ReleaseSlots("whoever"));

    allowance(first, 0);
  }
}
