package dev.thaw.actors.node;

import dev.thaw.actors.session.NodeSlot;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.session.TrialTerms;
import dev.thaw.core.study.Effect;
import dev.thaw.core.study.Slot;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a node must not forget while its process lives: which sessions run under which leases, what
 * their studies were not told yet, the fences that were seen. Lies outside of the actor system, as
 * the sessions do, so that a node that was started anew goes on with all of it. Used by one node at
 * a time.
 */
public final class NodeBooks {

  /** A lease that waits for the session before it to leave the slot. */
  record Waiting(TrialTerms terms, Effect.StartSession lease) {
    SessionId id() {
      return new SessionId(terms.study(), lease.trial(), lease.fence());
    }
  }

  final String incarnation;
  final Map<SessionId, RunningTrial> running = new LinkedHashMap<>();
  final Map<Integer, Waiting> waitingBySlot = new HashMap<>();
  final Fences fences = new Fences();
  final Map<String, Outbox> outboxes = new LinkedHashMap<>();
  final Map<Integer, String> quarantined = new HashMap<>();
  List<NodeSlot> slots = List.of();

  /**
   * The books of a process that has done nothing yet.
   *
   * @param incarnation identifies this process; never used twice
   */
  public NodeBooks(String incarnation) {
    this.incarnation = Objects.requireNonNull(incarnation, "incarnation");
  }

  /** The host offers these slots and no others; none of them is in quarantine any more. */
  void offer(List<NodeSlot> offered) {
    slots = offered;
    offered.forEach(slot -> quarantined.remove(slot.index()));
  }

  void quarantine(int slot, String reason) {
    quarantined.put(slot, reason);
    slots = slots.stream().filter(other -> other.index() != slot).toList();
  }

  /** The sessions of a study that have not made their last report. */
  List<RunningTrial> sessionsOf(String study) {
    return running.entrySet().stream()
        .filter(entry -> entry.getKey().study().equals(study) && !entry.getValue().last())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Whether a study has a session here, or a lease that waits for its slot. */
  boolean serves(String study) {
    return running.keySet().stream().anyMatch(id -> id.study().equals(study))
        || waitingBySlot.values().stream().anyMatch(next -> next.id().study().equals(study));
  }

  /** The session that is in a slot; null for none. */
  @Nullable SessionId holder(Slot slot) {
    return running.entrySet().stream()
        .filter(other -> other.getValue().lease().slot().equals(slot))
        .map(Map.Entry::getKey)
        .findAny()
        .orElse(null);
  }
}
