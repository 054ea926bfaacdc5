package dev.thaw.actors.study;

import dev.thaw.actors.broker.SlotBroker;
import dev.thaw.core.persistent.OrderedMap;
import dev.thaw.core.study.Cluster;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor tells its broker: whenever it changes, and every few seconds, since either side
 * may have missed a word. Confined to its supervisor.
 */
final class SlotRequests {

  private final String study;
  private final boolean alone;
  private final ActorRef<SlotBroker.Command> broker;
  private final ActorRef<SlotBroker.SlotOffer> offers;
  private String heardBroker = "";
  private long heard;
  private final Set<String> gone = new HashSet<>();
  private SlotBroker.@Nullable RequestSlots last;
  private @Nullable OrderedMap<String, Cluster.Node> lastNodes;
  private boolean leaving;

  SlotRequests(
      String study,
      boolean alone,
      ActorRef<SlotBroker.Command> broker,
      ActorRef<SlotBroker.SlotOffer> offers) {
    this.study = study;
    this.alone = alone;
    this.broker = broker;
    this.offers = offers;
  }

  /** Takes note of an offer; false if it is out of date. */
  boolean hear(SlotBroker.SlotOffer offer) {
    boolean sameBroker = offer.broker().equals(heardBroker);
    if (sameBroker ? offer.number() <= heard : gone.contains(offer.broker())) {
      return false;
    }
    if (!sameBroker && !heardBroker.isEmpty()) {
      gone.add(heardBroker);
    }
    heardBroker = offer.broker();
    heard = offer.number();
    return true;
  }

  /** Whoever heard nothing is told everything. */
  void forgetWhatWasHeard() {
    heardBroker = "";
    heard = 0;
    last = null;
  }

  void send(StudyState state) {
    last = request(state);
    note(state.cluster());
    broker.tell(last);
  }

  /** Comes with every row: to name thousands of slots would take longer than to decide it. */
  void sendIfChanged(StudyState state) {
    if (mayHaveChanged(state)) {
      if (request(state).equals(last)) {
        note(state.cluster());
      } else {
        send(state);
      }
    }
  }

  /**
   * Which slots are held changes with the nodes alone, unless somebody is leaving a slot that was
   * given up: leases begin only in slots that are on offer.
   */
  @SuppressWarnings("ReferenceEquality") // An equal map of nodes that is another one costs time.
  private boolean mayHaveChanged(StudyState state) {
    SlotBroker.RequestSlots before = last;
    Cluster cluster = state.cluster();
    return before == null
        || leaving
        || cluster.nodes() != lastNodes
        || before.heard() != heard
        || !before.broker().equals(heardBroker)
        || before.wanted() != Study.demand(state)
        || !before.share().equals(cluster.tenure().share());
  }

  private void note(Cluster cluster) {
    lastNodes = cluster.nodes();
    int beyond = 0;
    for (Set<Integer> slots : cluster.held().values()) {
      beyond += slots.size();
    }
    for (Map.Entry<String, Cluster.Node> entry : cluster.nodes()) {
      beyond -= entry.getValue().slots().size();
    }
    leaving = beyond > 0;
  }

  /** Whoever asks again later is told everything anew. */
  void release() {
    forgetWhatWasHeard();
    broker.tell(new SlotBroker.ReleaseSlots(study));
  }

  private SlotBroker.RequestSlots request(StudyState state) {
    return new SlotBroker.RequestSlots(
        study,
        state.cluster().tenure().share(),
        alone ? state.cluster().tenure().share().slotsMax() : Study.demand(state),
        held(state.cluster()),
        heardBroker,
        heard,
        offers);
  }

  private static List<SlotBroker.Held> held(Cluster cluster) {
    List<SlotBroker.Held> all = new ArrayList<>();
    cluster
        .held()
        .forEach(
            (name, slots) -> {
              Cluster.Node node = cluster.nodes().get(name);
              if (node != null) {
                all.add(new SlotBroker.Held(name, node.incarnation(), List.copyOf(slots)));
              }
            });
    return all;
  }
}
