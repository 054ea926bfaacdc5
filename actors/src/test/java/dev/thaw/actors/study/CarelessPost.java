package dev.thaw.actors.study;

import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.ReportBatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Stands between a node and all that it talks to: every message may be delivered twice or not at
 * all, and each delivery may come late, behind messages that were sent after it. References inside
 * of messages are replaced, so that answers take the same way. What becomes of the messages of one
 * way follows from the seed and their order.
 */
final class CarelessPost {

  private static final int LATE_MS_MAX = 60;

  private final ActorTestKit kit;
  private final long seed;
  private final Manners manners;
  private final AtomicLong twice = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Map<ActorRef<?>, ActorRef<?>> fronts = new HashMap<>();

  /**
   * How careless it is, as probabilities.
   *
   * @param twice that a message is delivered twice
   * @param late that a delivery is late
   * @param lost that a message is not delivered at all
   */
  record Manners(double twice, double late, double lost) {}

  CarelessPost(ActorTestKit kit, long seed, Manners manners) {
    this.kit = kit;
    this.seed = seed;
    this.manners = manners;
  }

  /** How many messages were delivered twice. */
  long twice() {
    return twice.get();
  }

  /** How many messages were not delivered. */
  long lost() {
    return lost.get();
  }

  /** Takes what a node says to a broker. */
  ActorRef<SlotBroker.Command> inFrontOf(ActorRef<SlotBroker.Command> broker) {
    return front(broker);
  }

  /** One for each receiver, so that whoever compares references sees the same one. */
  @SuppressWarnings("unchecked") // A front is of the type of what it stands in front of.
  private synchronized <T> ActorRef<T> front(ActorRef<T> receiver) {
    ActorRef<?> known = fronts.get(receiver);
    if (known == null) {
      known = kit.spawn(way(receiver, fronts.size()));
      fronts.put(receiver, known);
    }
    return (ActorRef<T>) known;
  }

  private <T> Behavior<T> way(ActorRef<T> receiver, int number) {
    var random = new SplittableRandom(31 * seed + number);
    return Behaviors.receive(
        (context, message) -> {
          T sent = replaced(message);
          if (random.nextDouble() < manners.lost()) {
            lost.incrementAndGet();
            return Behaviors.same();
          }
          deliver(receiver, sent, random, context.getSystem());
          if (random.nextDouble() < manners.twice()) {
            twice.incrementAndGet();
            deliver(receiver, sent, random, context.getSystem());
          }
          return Behaviors.same();
        });
  }

  private <T> void deliver(
      ActorRef<T> receiver, T message, SplittableRandom random, ActorSystem<?> system) {
    if (random.nextDouble() < manners.late()) {
      Duration late = Duration.ofMillis(random.nextInt(1, LATE_MS_MAX));
      system
          .scheduler()
          .scheduleOnce(late, () -> receiver.tell(message), system.executionContext());
    } else {
      receiver.tell(message);
    }
  }

  @SuppressWarnings("unchecked") // The same type with another reference in it.
  private <T> T replaced(T message) {
    return (T)
        switch (message) {
          case SlotBroker.RegisterNode m ->
              new SlotBroker.RegisterNode(
                  m.name(), m.incarnation(), m.slots(), front(m.node()), m.store(), m.label());
          case GpuNode.CarryOut m ->
              new GpuNode.CarryOut(m.terms(), m.incarnation(), m.orders(), front(m.reportTo()));
          case ReportBatch m -> new ReportBatch(m.batch(), m.reports(), front(m.replyTo()));
          default -> message;
        };
  }
}
