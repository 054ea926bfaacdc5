package dev.thaw.actors.watch;

import dev.thaw.actors.wire.WireMessage;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Says when a node must give up its studies because its journal does not answer, or may take some
 * again, by a {@link HostingRule}. While the journal of a node that hosts studies does not answer,
 * its watch asks those of the others, which it finds by the receptionist. It ends when it has said
 * so: its actor system is to leave the cluster. When it restarts it knows all that it did within
 * seconds.
 */
public final class JournalWatch extends AbstractMatchingBehavior<JournalWatch.Command> {

  /** What a watch understands. */
  public sealed interface Command {}

  /** Say for how long your journal has answered. */
  public record AskPulse(ActorRef<Answering> replyTo) implements Command, WireMessage {}

  /**
   * My journal has answered every time for so long.
   *
   * @param forMillis in milliseconds; 0 if it does not answer now
   */
  public record Answering(long forMillis) implements Command, WireMessage {}

  private record LookDue() implements Command {}

  private record PeersChanged(Set<ActorRef<Command>> watches) implements Command {}

  /** What its node is to do. */
  public enum Verdict {
    /** It must give its studies up. */
    GIVE_UP,
    /** It may host studies again. */
    RETURN
  }

  /** Watches of nodes that host studies; versions before know none. */
  private static final ServiceKey<Command> WATCHES =
      ServiceKey.create(Command.class, "journal-watch");

  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
  private static final String LOOK_TIMER = "look";

  private final ActorContext<Command> context;
  private final boolean hosts;
  private final HostingRule rule;
  private final Supplier<JournalPulse> journal;
  private final LongSupplier clock;
  private final Consumer<Verdict> node;
  private Set<ActorRef<Command>> peers = Set.of();

  /**
   * Starts the watch of an actor system.
   *
   * @param hosts whether the node hosts studies now; otherwise it has given them up
   * @param journal what is known of its journal
   * @param clock the nanoseconds of that knowledge
   * @param node is told what to do, once
   */
  public static Behavior<Command> create(
      boolean hosts,
      HostingRule rule,
      Supplier<JournalPulse> journal,
      LongSupplier clock,
      Consumer<Verdict> node) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new JournalWatch(context, timers, hosts, rule, journal, clock, node)));
  }

  private JournalWatch(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      boolean hosts,
      HostingRule rule,
      Supplier<JournalPulse> journal,
      LongSupplier clock,
      Consumer<Verdict> node) {
    super(context);
    this.context = context;
    this.hosts = hosts;
    this.rule = rule;
    this.journal = journal;
    this.clock = clock;
    this.node = node;
    context.setLoggerName(JournalWatch.class);
    if (hosts) {
      var receptionist = context.getSystem().receptionist();
      receptionist.tell(Receptionist.register(WATCHES, context.getSelf()));
      receptionist.tell(
          Receptionist.subscribe(
              WATCHES,
              context.messageAdapter(
                  Receptionist.Listing.class,
                  listing -> new PeersChanged(listing.getServiceInstances(WATCHES)))));
    }
    timers.startTimerWithFixedDelay(LOOK_TIMER, new LookDue(), LOOK_INTERVAL);
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    return switch (command) {
      case AskPulse c -> onAskPulse(c);
      case Answering c -> onAnswering(c);
      case LookDue c -> onLook();
      case PeersChanged c -> onPeersChanged(c.watches());
    };
  }

  private Behavior<Command> onAskPulse(AskPulse question) {
    Duration answering = rule.answeringFor(journal.get(), clock.getAsLong());
    question.replyTo().tell(new Answering(answering.toMillis()));
    return this;
  }

  private Behavior<Command> onAnswering(Answering other) {
    JournalPulse own = journal.get();
    long now = clock.getAsLong();
    if (!hosts || !rule.mustGiveUp(own, Duration.ofMillis(other.forMillis()), now)) {
      return this;
    }
    context
        .getLog()
        .warn(
            "the journal has not answered for {} s, and another node reaches it: this node gives"
                + " its studies up. Maybe look at the network between this machine and PostgreSQL.",
            own.silentFor(now).toSeconds());
    node.accept(Verdict.GIVE_UP);
    return Behaviors.stopped();
  }

  private Behavior<Command> onLook() {
    JournalPulse own = journal.get();
    if (hosts && own.isFailing()) {
      peers.forEach(peer -> peer.tell(new AskPulse(context.getSelf().narrow())));
    } else if (!hosts && rule.mayReturn(own, clock.getAsLong())) {
      context.getLog().info("the journal answers again: this node takes studies again");
      node.accept(Verdict.RETURN);
      return Behaviors.stopped();
    }
    return this;
  }

  private Behavior<Command> onPeersChanged(Set<ActorRef<Command>> watches) {
    peers = watches;
    return this;
  }
}
