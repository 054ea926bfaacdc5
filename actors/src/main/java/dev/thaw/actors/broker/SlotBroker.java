package dev.thaw.actors.broker;

import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.wire.WireMessage;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Says which slots belong to which study: first come, first served, up to what a study asks for.
 * Nodes and studies register; a slot that a study was given stays its own until the study gives it
 * back or its node is gone. Holds nothing that registering again would not bring back.
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
   */
  public record RegisterNode(
      String name, String incarnation, List<NodeSlot> slots, ActorRef<GpuNode.Command> node)
      implements Command, WireMessage {
    public RegisterNode {
      slots = List.copyOf(slots);
    }
  }

  /** A study wants slots, or wants to hear again which ones it has. */
  public record RequestSlots(String study, int slots, ActorRef<SlotOffer> replyTo)
      implements Command, WireMessage {}

  /** A study needs its slots no more. */
  public record ReleaseSlots(String study) implements Command, WireMessage {}

  private record NodeGone(String name) implements Command {}

  /** What a study hears of the slots of one node. */
  public sealed interface SlotOffer {
    /** The node's name. */
    String node();
  }

  /** These slots belong to the study now, and no others of that node; perhaps none. */
  public record SlotsOffered(
      String node, String incarnation, List<NodeSlot> slots, ActorRef<GpuNode.Command> ref)
      implements SlotOffer, WireMessage {
    public SlotsOffered {
      slots = List.copyOf(slots);
    }
  }

  /** The node is gone, and the study's slots on it. */
  public record SlotsLost(String node) implements SlotOffer, WireMessage {}

  private record Node(String incarnation, List<NodeSlot> slots, ActorRef<GpuNode.Command> ref) {
    boolean has(int slot) {
      return slots.stream().anyMatch(mine -> mine.index() == slot);
    }
  }

  private record Study(int wanted, ActorRef<SlotOffer> ref) {}

  private final ActorContext<Command> context;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Study> studies = new LinkedHashMap<>();
  private final Map<String, Map<String, Set<Integer>>> slotsByStudyAndNode = new LinkedHashMap<>();

  /** Starts a broker that knows nobody. */
  public static Behavior<Command> create() {
    return Behaviors.setup(SlotBroker::new);
  }

  private SlotBroker(ActorContext<Command> context) {
    super(context);
    this.context = context;
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    return switch (command) {
      case RegisterNode c -> onRegisterNode(c);
      case RequestSlots c -> onRequestSlots(c);
      case ReleaseSlots c -> onReleaseSlots(c.study());
      case NodeGone c -> onNodeGone(c.name());
    };
  }

  private Behavior<Command> onRegisterNode(RegisterNode node) {
    var now = new Node(node.incarnation(), node.slots(), node.node());
    Node before = nodes.put(node.name(), now);
    if (before != null) {
      context.unwatch(before.ref());
    }
    context.watchWith(node.node(), new NodeGone(node.name()));
    boolean sameLife = before != null && before.incarnation().equals(now.incarnation());
    takeAway(node.name(), slot -> !now.has(slot), sameLife ? now : null);
    studies.keySet().forEach(study -> assign(study, Set.of(node.name())));
    return this;
  }

  private Behavior<Command> onRequestSlots(RequestSlots request) {
    studies.put(request.study(), new Study(request.slots(), request.replyTo()));
    assign(request.study(), Set.copyOf(nodes.keySet()));
    return this;
  }

  private Behavior<Command> onReleaseSlots(String study) {
    studies.remove(study);
    slotsByStudyAndNode.remove(study);
    studies.keySet().forEach(other -> assign(other, Set.of()));
    return this;
  }

  private Behavior<Command> onNodeGone(String name) {
    nodes.remove(name);
    takeAway(name, slot -> true, null);
    studies.keySet().forEach(study -> assign(study, Set.of()));
    return this;
  }

  /**
   * Takes the slots away that a node no longer has. Who is left without any has lost the node,
   * unless the node lives on: then what is still running on it may yet be reported.
   */
  private void takeAway(String nodeName, IntPredicate isGone, @Nullable Node living) {
    slotsByStudyAndNode.forEach(
        (name, owned) -> {
          Set<Integer> mine = owned.getOrDefault(nodeName, new TreeSet<>());
          boolean lost = mine.removeIf(isGone::test) && mine.isEmpty();
          Study study = studies.get(name);
          if (lost && study != null) {
            study
                .ref()
                .tell(living == null ? new SlotsLost(nodeName) : offer(nodeName, living, Set.of()));
          }
        });
  }

  /**
   * Gives a study what it still wants of what is free, and tells it of every node on which it got
   * something, or has something and is to hear of it again.
   */
  private void assign(String name, Set<String> nodesToTellAgain) {
    Study study = studies.get(name);
    if (study == null) {
      return;
    }
    Map<String, Set<Integer>> owned =
        slotsByStudyAndNode.computeIfAbsent(name, n -> new LinkedHashMap<>());
    int missing = study.wanted() - owned.values().stream().mapToInt(Set::size).sum();
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      String nodeName = entry.getKey();
      Set<Integer> mine = owned.computeIfAbsent(nodeName, n -> new TreeSet<>());
      List<Integer> free = free(nodeName, entry.getValue());
      List<Integer> given = free.subList(0, Math.clamp(missing, 0, free.size()));
      missing -= given.size();
      mine.addAll(given);
      if (!given.isEmpty() || (nodesToTellAgain.contains(nodeName) && !mine.isEmpty())) {
        study.ref().tell(offer(nodeName, entry.getValue(), mine));
      }
    }
  }

  private static SlotsOffered offer(String name, Node node, Set<Integer> slots) {
    List<NodeSlot> mine =
        node.slots().stream().filter(slot -> slots.contains(slot.index())).toList();
    return new SlotsOffered(name, node.incarnation(), mine, node.ref());
  }

  private List<Integer> free(String nodeName, Node node) {
    Set<Integer> taken = new HashSet<>();
    slotsByStudyAndNode
        .values()
        .forEach(slots -> taken.addAll(slots.getOrDefault(nodeName, Set.of())));
    return node.slots().stream()
        .map(NodeSlot::index)
        .filter(slot -> !taken.contains(slot))
        .toList();
  }
}
