package dev.thaw.actors.broker;

import dev.thaw.actors.meter.BrokerMeters;
import dev.thaw.actors.meter.Meters;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.wire.WireMessage;
import dev.thaw.core.share.Books;
import dev.thaw.core.share.Notice;
import dev.thaw.core.share.OfferedNode;
import dev.thaw.core.share.Request;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.SlotId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Says which slots belong to which study, as {@link Books} decides. Nodes and studies speak to it
 * every few seconds; what they hear from it may be lost, since it is told again. Holds nothing that
 * they would not bring back: a broker that starts anew first listens, then confirms what they hold,
 * and gives away the rest once it has settled. A node is gone when its actor has stopped; a study
 * keeps its slots for a grace after its own has.
 */
public final class SlotBroker extends AbstractMatchingBehavior<SlotBroker.Command> {

  /** What the broker understands. */
  public sealed interface Command {}

  /**
   * A node is there, or has other slots than before.
   *
   * @param name the node's name, unique in the cluster
   * @param incarnation identifies its process
   * @param slots all slots that it offers
   * @param store identifies where it keeps checkpoints; null if that is not known
   * @param label the kind of node that it is; null or empty for none
   */
  public record RegisterNode(
      String name,
      String incarnation,
      List<NodeSlot> slots,
      ActorRef<GpuNode.Command> node,
      @Nullable String store,
      @Nullable String label)
      implements Command, WireMessage {
    public RegisterNode {
      slots = List.copyOf(slots);
    }

    /** A node of which it is not known where it keeps checkpoints. */
    public RegisterNode(
        String name, String incarnation, List<NodeSlot> slots, ActorRef<GpuNode.Command> node) {
      this(name, incarnation, slots, node, null, null);
    }
  }

  /**
   * A study wants slots, and says what it holds. Sent again every few seconds and whenever any of
   * it changes.
   *
   * @param share what the study is entitled to
   * @param wanted how many slots it could use now, those included that it holds
   * @param held what it holds, at most one entry for each life of a node
   * @param broker the broker whose offer it heard last; empty for none
   * @param heard the number of that offer; 0 for none
   */
  public record RequestSlots(
      String study,
      Share share,
      int wanted,
      List<Held> held,
      String broker,
      long heard,
      ActorRef<SlotOffer> replyTo)
      implements Command, WireMessage {
    public RequestSlots {
      held = List.copyOf(held);
    }
  }

  /**
   * Slots of one node that a study holds: they are on offer to it, or it has leases on them still.
   *
   * @param slots their indexes on the node
   */
  public record Held(String node, String incarnation, List<Integer> slots) {
    public Held {
      slots = List.copyOf(slots);
    }
  }

  /** A study needs its slots no more. */
  public record ReleaseSlots(String study) implements Command, WireMessage {}

  private record NodeGone(String name, ActorRef<GpuNode.Command> ref) implements Command {}

  private record StudyAway(String study, ActorRef<SlotOffer> ref) implements Command {}

  private record StudyGone(String study) implements Command {}

  private record Listened() implements Command {}

  private record Settled() implements Command {}

  private record NodesMissed() implements Command {}

  /** What a study hears of the slots that it may use. What has a lower number is out of date. */
  public sealed interface SlotOffer {
    /** Identifies this life of the broker. */
    String broker();

    /** Its number among all offers of this broker to the study, from 1. */
    long number();
  }

  /**
   * These slots of a node belong to the study now, and no others of that node; perhaps none.
   *
   * @param store identifies where the node keeps checkpoints; null if that is not known
   * @param label the kind of node that it is; null or empty for none
   */
  public record SlotsOffered(
      String broker,
      long number,
      String node,
      String incarnation,
      List<NodeSlot> slots,
      ActorRef<GpuNode.Command> ref,
      @Nullable String store,
      @Nullable String label)
      implements SlotOffer, WireMessage {
    public SlotsOffered {
      slots = List.copyOf(slots);
    }

    /** Slots of a node of which it is not known where it keeps checkpoints. */
    public SlotsOffered(
        String broker,
        long number,
        String node,
        String incarnation,
        List<NodeSlot> slots,
        ActorRef<GpuNode.Command> ref) {
      this(broker, number, node, incarnation, slots, ref, null, null);
    }
  }

  /** The node is gone, and the study's slots on it. */
  public record SlotsLost(String broker, long number, String node)
      implements SlotOffer, WireMessage {}

  /**
   * The study may hold so many slots. If it holds more, it picks what it gives up, and holds fewer
   * in one of its next requests.
   */
  public record SlotsAllowed(String broker, long number, int slots)
      implements SlotOffer, WireMessage {}

  /** A study that has missed so many signs is spoken to. */
  private static final int SIGNS_MISSED = 5;

  private static final String LISTENED_TIMER = "listened";
  private static final String SETTLED_TIMER = "settled";
  private static final String MISSED_TIMER = "missed";

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final InstantSource clock;
  private final BrokerSettings settings;
  private final BrokerMeters meters;
  private final String id = UUID.randomUUID().toString();
  private final Books books;
  private final Map<String, RegisterNode> nodes = new LinkedHashMap<>();
  private final Map<String, ActorRef<SlotOffer>> studies = new LinkedHashMap<>();

  /**
   * Starts a broker that knows nobody, under an id of its own.
   *
   * @param clock by which studies take turns; one that nobody sets, since it measures durations
   * @param signInterval how often studies say what they hold
   * @param meters where it measures
   */
  public static Behavior<Command> create(
      InstantSource clock, BrokerSettings settings, Duration signInterval, Meters meters) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new SlotBroker(
                        context, timers, clock, settings, signInterval, meters.broker())));
  }

  private SlotBroker(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      InstantSource clock,
      BrokerSettings settings,
      Duration signInterval,
      BrokerMeters meters) {
    super(context);
    this.context = context;
    this.timers = timers;
    this.clock = clock;
    this.settings = settings;
    this.meters = meters;
    this.books =
        new Books(
            id, settings.turn(), settings.nodeGrace(), signInterval.multipliedBy(SIGNS_MISSED));
    if (settings.settle().isZero()) {
      onSettled();
    } else {
      timers.startSingleTimer(LISTENED_TIMER, new Listened(), settings.listen());
      timers.startSingleTimer(SETTLED_TIMER, new Settled(), settings.settle());
    }
    Duration patience = settings.settle().plus(settings.studyGrace());
    timers.startSingleTimer(MISSED_TIMER, new NodesMissed(), patience);
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    Behavior<Command> next = handle(command);
    meters.cluster(nodes.size(), studies.size(), books.freeSlots());
    return next;
  }

  /**
   * None is handled here, which must be said: what the base class says for any would make of the
   * signal that ends a singleton one that was handled, and a node that leaves would wait for its
   * broker in vain.
   */
  @Override
  public Behavior<Command> onSignal(Signal signal) {
    return Behaviors.unhandled();
  }

  private Behavior<Command> handle(Command command) {
    return switch (command) {
      case RegisterNode c -> onRegisterNode(c);
      case RequestSlots c -> onRequestSlots(c);
      case ReleaseSlots c -> onReleaseSlots(c.study());
      case NodeGone c -> onNodeGone(c);
      case StudyAway c -> onStudyAway(c);
      case StudyGone c -> onStudyGone(c.study());
      case Listened() -> tell(books.confirm(clock.instant()));
      case Settled() -> onSettled();
      case NodesMissed() -> tell(books.missNodes(clock.instant()));
    };
  }

  private Behavior<Command> onRegisterNode(RegisterNode node) {
    SortedMap<Integer, Integer> devices = new TreeMap<>();
    node.slots().forEach(slot -> devices.put(slot.index(), slot.device()));
    var offered = new OfferedNode(node.name(), node.incarnation(), devices);
    if (books.isTaken(offered, clock.instant())) {
      node.node().tell(new GpuNode.NameTaken(node.name()));
      return this;
    }
    RegisterNode before = nodes.put(node.name(), node);
    boolean elsewhere = before == null || !node.node().equals(before.node());
    if (elsewhere) {
      if (before != null) {
        context.unwatch(before.node());
      }
      context.watchWith(node.node(), new NodeGone(node.name(), node.node()));
    }
    return tell(books.register(offered, elsewhere, clock.instant()));
  }

  private Behavior<Command> onRequestSlots(RequestSlots request) {
    String study = request.study();
    ActorRef<SlotOffer> before = studies.put(study, request.replyTo());
    boolean elsewhere = !request.replyTo().equals(before);
    if (elsewhere) {
      if (before != null) {
        context.unwatch(before);
      }
      context.watchWith(request.replyTo(), new StudyAway(study, request.replyTo()));
      timers.cancel(new StudyGone(study));
    }
    Set<SlotId> held = new TreeSet<>();
    for (Held some : request.held()) {
      some.slots().forEach(slot -> held.add(new SlotId(some.node(), some.incarnation(), slot)));
    }
    var said =
        new Request(
            study, request.share(), request.wanted(), held, request.broker(), request.heard());
    return tell(books.request(said, elsewhere, clock.instant()));
  }

  private Behavior<Command> onReleaseSlots(String study) {
    ActorRef<SlotOffer> ref = studies.remove(study);
    if (ref != null) {
      context.unwatch(ref);
    }
    timers.cancel(new StudyGone(study));
    return tell(books.release(study, clock.instant()));
  }

  /** The end of an earlier life of a node, or of a study, is not the end of the next one. */
  private Behavior<Command> onNodeGone(NodeGone gone) {
    RegisterNode known = nodes.get(gone.name());
    if (known == null || !known.node().equals(gone.ref())) {
      return this;
    }
    nodes.remove(gone.name());
    return tell(books.nodeGone(gone.name(), clock.instant()));
  }

  private Behavior<Command> onStudyAway(StudyAway away) {
    if (!studies.remove(away.study(), away.ref())) {
      return this;
    }
    var gone = new StudyGone(away.study());
    timers.startSingleTimer(gone, gone, settings.studyGrace());
    return tell(books.studyAway(away.study(), clock.instant()));
  }

  private Behavior<Command> onStudyGone(String study) {
    context.getLog().warn("study {} has been away for too long and loses its slots", study);
    return tell(books.studyGone(study, clock.instant()));
  }

  private Behavior<Command> onSettled() {
    return tell(books.settle(clock.instant()));
  }

  private Behavior<Command> tell(List<Notice> notices) {
    for (Notice notice : notices) {
      ActorRef<SlotOffer> study = studies.get(notice.study());
      if (study != null) {
        study.tell(offer(notice));
      }
    }
    return this;
  }

  private SlotOffer offer(Notice notice) {
    return switch (notice) {
      case Notice.Allowed n -> new SlotsAllowed(id, n.number(), n.slots());
      case Notice.Lost n -> new SlotsLost(id, n.number(), n.node());
      case Notice.Offered n -> offered(n);
    };
  }

  private SlotOffer offered(Notice.Offered notice) {
    RegisterNode known = nodes.get(notice.node());
    if (known == null) {
      throw new IllegalStateException("node (" + notice.node() + ") is offered, but not there.");
    }
    List<NodeSlot> slots = new ArrayList<>();
    notice.devices().forEach((index, device) -> slots.add(new NodeSlot(index, device)));
    return new SlotsOffered(
        id,
        notice.number(),
        notice.node(),
        notice.incarnation(),
        slots,
        known.node(),
        known.store(),
        known.label());
  }
}
