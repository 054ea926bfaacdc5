package dev.thaw.actors.broker;

import dev.thaw.actors.node.GpuNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Says which slots belong to which study: first come, first served, up to what a study asks for.
 * Nodes and studies register; a slot that a study was given stays its own until the study gives it
 * back or its node is gone. Holds nothing that registering again would not bring back.
 */
public final class SlotBroker extends AbstractMatchingBehavior<SlotBroker.Command> {

  /** What the broker understands. */
  public sealed interface Command {}

  /**
   * A node is there.
   *
   * @param name the node's name, unique in the cluster
   * @param incarnation identifies its process
   * @param slots how many slots it has
   */
  public record RegisterNode(
      String name, String incarnation, int slots, ActorRef<GpuNode.Command> node)
      implements Command {}

  /** A study wants slots, or wants to hear again which ones it has. */
  public record RequestSlots(String study, int slots, ActorRef<SlotOffer> replyTo)
      implements Command {}

  /** A study needs its slots no more. */
  public record ReleaseSlots(String study) implements Command {}

  private record NodeGone(String name) implements Command {}

  /** What a study hears of the slots of one node. */
  public sealed interface SlotOffer {
    /** The node's name. */
    String node();
  }

  /** These slots belong to the study now, and no others of that node. */
  public record SlotsOffered(
      String node, String incarnation, List<Integer> slots, ActorRef<GpuNode.Command> ref)
      implements SlotOffer {
    public SlotsOffered {
      slots = List.copyOf(slots);
    }
  }

  /** The node is gone, and the study's slots on it. */
  public record SlotsLost(String node) implements SlotOffer {}

  private record Node(String incarnation, int slots, ActorRef<GpuNode.Command> ref) {}

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
    Node before = nodes.put(node.name(), new Node(node.incarnation(), node.slots(), node.node()));
    if (before != null) {
      context.unwatch(before.ref());
    }
    context.watchWith(node.node(), new NodeGone(node.name()));
    studies.keySet().forEach(this::assign);
    return this;
  }

  private Behavior<Command> onRequestSlots(RequestSlots request) {
    studies.put(request.study(), new Study(request.slots(), request.replyTo()));
    assign(request.study());
    return this;
  }

  private Behavior<Command> onReleaseSlots(String study) {
    studies.remove(study);
    slotsByStudyAndNode.remove(study);
    studies.keySet().forEach(this::assign);
    return this;
  }

  private Behavior<Command> onNodeGone(String name) {
    nodes.remove(name);
    slotsByStudyAndNode.forEach(
        (study, slots) -> {
          Study owner = studies.get(study);
          if (slots.remove(name) != null && owner != null) {
            owner.ref().tell(new SlotsLost(name));
          }
        });
    studies.keySet().forEach(this::assign);
    return this;
  }

  /** Gives a study what it still wants of what is free, and tells it what it has. */
  private void assign(String name) {
    Study study = studies.get(name);
    if (study == null) {
      return;
    }
    Map<String, Set<Integer>> owned =
        slotsByStudyAndNode.computeIfAbsent(name, n -> new LinkedHashMap<>());
    int missing = study.wanted() - owned.values().stream().mapToInt(Set::size).sum();
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      Node node = entry.getValue();
      Set<Integer> mine = owned.computeIfAbsent(entry.getKey(), n -> new TreeSet<>());
      for (int slot : free(entry.getKey(), node)) {
        if (missing > 0) {
          mine.add(slot);
          missing--;
        }
      }
      if (!mine.isEmpty()) {
        study
            .ref()
            .tell(
                new SlotsOffered(
                    entry.getKey(), node.incarnation(), new ArrayList<>(mine), node.ref()));
      }
    }
  }

  private List<Integer> free(String nodeName, Node node) {
    Set<Integer> taken = new HashSet<>();
    slotsByStudyAndNode
        .values()
        .forEach(slots -> taken.addAll(slots.getOrDefault(nodeName, Set.of())));
    return IntStream.range(0, node.slots()).filter(slot -> !taken.contains(slot)).boxed().toList();
  }
}
