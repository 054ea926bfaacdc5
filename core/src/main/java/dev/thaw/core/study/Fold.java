package dev.thaw.core.study;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the events of one decision and the state that they lead to. Lives only as long as one
 * call of {@link Study#decide}.
 */
final class Fold {

  private final Instant at;
  private final List<StudyEvent> events = new ArrayList<>(2);
  private StudyState state;

  Fold(StudyState state, Instant at) {
    this.state = state;
    this.at = at;
  }

  static Fold begin(StudyEvent first, Instant at) {
    var fold = new Fold(Study.evolve(null, first, at), at);
    fold.events.add(first);
    return fold;
  }

  StudyState state() {
    return state;
  }

  Instant at() {
    return at;
  }

  boolean changed() {
    return !events.isEmpty();
  }

  void emit(StudyEvent event) {
    events.add(event);
    state = Study.evolve(state, event, at);
  }

  /** The lease of a trial if its fence is the given one; null otherwise. */
  @Nullable Lease lease(int trial, long fence) {
    Lease lease = state.lease(trial);
    return lease != null && lease.fence() == fence ? lease : null;
  }

  /** Whether the slot of a lease is still on offer, and its node heard of. */
  boolean slotExists(Lease lease) {
    return state.cluster().offered(lease.slot()) != null
        && !state.cluster().tenure().silent().containsKey(lease.slot().node());
  }

  Decision decision(Reply reply) {
    return new Decision(events, reply, state);
  }
}
