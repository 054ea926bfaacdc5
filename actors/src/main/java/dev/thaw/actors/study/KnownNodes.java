package dev.thaw.actors.study;

import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.actors.node.GpuNode;
import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.session.TrialTerms;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.OfferedSlot;
import dev.thaw.core.study.StudyInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/** The nodes that a supervisor can speak to. Confined to its supervisor. */
final class KnownNodes {

  /** So many orders fit into one message, see WireSizeTest. */
  private static final int ORDERS_MAX = 64;

  /** Of these, which are smaller, more; each names two checkpoints at most. */
  private static final int KEEPS_MAX = 500;

  private record Known(String incarnation, ActorRef<GpuNode.Command> ref) {}

  private final String study;
  private final ActorRef<ReportBatch> reports;
  private final Map<String, Known> nodes = new LinkedHashMap<>();

  KnownNodes(String study, ActorRef<ReportBatch> reports) {
    this.study = study;
    this.reports = reports;
  }

  /** Whether a node is known under the same reference, in the same life. */
  boolean isKnown(SlotBroker.SlotsOffered offer) {
    return new Known(offer.incarnation(), offer.ref()).equals(nodes.get(offer.node()));
  }

  /** What an offer says to the study. */
  static StudyInput joined(Instant at, SlotBroker.SlotsOffered offer) {
    List<OfferedSlot> slots =
        offer.slots().stream().map(slot -> new OfferedSlot(slot.index(), slot.device())).toList();
    String label = offer.label() == null || offer.label().isEmpty() ? null : offer.label();
    return new StudyInput.NodeJoined(
        at, offer.node(), offer.incarnation(), slots, offer.store(), label);
  }

  void add(SlotBroker.SlotsOffered offer) {
    nodes.put(offer.node(), new Known(offer.incarnation(), offer.ref()));
  }

  void remove(String node) {
    nodes.remove(node);
  }

  void clear() {
    nodes.clear();
  }

  /** Sends each node its orders; those of nodes that are not known are sent when they are. */
  void carryOut(TrialTerms terms, List<Effect.OnSlot> orders) {
    byNode(orders).forEach((node, mine) -> send(terms, node, mine));
  }

  private static Map<String, List<Effect.OnSlot>> byNode(List<Effect.OnSlot> orders) {
    Map<String, List<Effect.OnSlot>> byNode = new LinkedHashMap<>();
    for (Effect.OnSlot order : orders) {
      byNode.computeIfAbsent(order.slot().node(), node -> new ArrayList<>()).add(order);
    }
    return byNode;
  }

  /** Tells a node where to report, and all that it is owed. */
  void greet(TrialTerms terms, String node, List<Effect> owed) {
    List<Effect.OnSlot> orders = new ArrayList<>();
    List<Effect.KeepCheckpoints> keeps = new ArrayList<>();
    for (Effect effect : owed) {
      if (effect instanceof Effect.OnSlot order && order.slot().node().equals(node)) {
        orders.add(order);
      } else if (effect instanceof Effect.KeepCheckpoints keep) {
        keeps.add(keep);
      }
    }
    send(terms, node, orders);
    keep(node, keeps);
  }

  /** Tells all nodes that the study is there, and where, and again what they are to do. */
  void giveSign(TrialTerms terms, List<Effect.OnSlot> orders) {
    Map<String, List<Effect.OnSlot>> byNode = byNode(orders);
    nodes.keySet().forEach(node -> send(terms, node, byNode.getOrDefault(node, List.of())));
  }

  /** Tells all nodes which checkpoints to keep: any of them may have some. */
  void keep(List<Effect.KeepCheckpoints> keeps) {
    nodes.keySet().forEach(node -> keep(node, keeps));
  }

  /** Tells a node where to report even if there are no orders; many orders are many messages. */
  private void send(TrialTerms terms, String name, List<Effect.OnSlot> orders) {
    Known node = nodes.get(name);
    if (node == null) {
      return;
    }
    int from = 0;
    do {
      int to = Math.min(orders.size(), from + ORDERS_MAX);
      var page = List.copyOf(orders.subList(from, to));
      node.ref().tell(new GpuNode.CarryOut(terms, node.incarnation(), page, reports));
      from = to;
    } while (from < orders.size());
  }

  private void keep(String name, List<Effect.KeepCheckpoints> keeps) {
    Known node = nodes.get(name);
    for (int from = 0; node != null && from < keeps.size(); from += KEEPS_MAX) {
      var page = List.copyOf(keeps.subList(from, Math.min(keeps.size(), from + KEEPS_MAX)));
      node.ref().tell(new GpuNode.KeepCheckpoints(study, page));
    }
  }
}
