package dev.thaw.workers.session;

import dev.thaw.actors.session.SessionId;
import dev.thaw.workers.slot.Slots;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions whose lease is over, but which keep their process and memory in case their trial comes
 * back to where it was. They are idle, and go as soon as somebody needs their room.
 */
final class Parking {

  private static final Logger log = LoggerFactory.getLogger(Parking.class);

  private record Key(String study, int trial) {
    static Key of(SessionId id) {
      return new Key(id.study(), id.trial());
    }
  }

  private final Map<Key, SessionThread> parked = new LinkedHashMap<>();
  // Those that are ending, whose memory is not free yet.
  private final Set<SessionThread> leaving = new LinkedHashSet<>();
  private final int most;
  private final Consumer<SessionThread> abort;
  private boolean closed;

  /**
   * An empty one.
   *
   * @param most how many sessions may be parked, 0 or more
   * @param abort ends a session, or gives its thread up; returns at once
   */
  Parking(int most, Consumer<SessionThread> abort) {
    this.most = most;
    this.abort = abort;
  }

  /** Takes a session in, for which the oldest may have to go; false if nothing may be parked. */
  synchronized boolean park(SessionId id, SessionThread session) {
    if (most == 0 || closed) {
      return false;
    }
    if (parked.size() >= most) {
      evictOldest(any -> true);
    }
    parked.put(Key.of(id), session);
    return true;
  }

  /** Takes a trial's session out; empty if it is not here. */
  synchronized Optional<SessionThread> take(SessionId id) {
    return Optional.ofNullable(parked.remove(Key.of(id)));
  }

  /** Ends a session that was taken out, but cannot be used. */
  synchronized void evict(SessionThread session) {
    leaving.add(session);
    abort.accept(session);
  }

  /** Ends a session if it is still here since that lease. */
  synchronized void evictIfPresent(SessionId id, SessionThread session) {
    if (session.id().equals(id) && parked.remove(Key.of(id), session)) {
      evict(session);
    }
  }

  /**
   * Ends the sessions on the devices of a slot, the oldest first, until there is room for one more,
   * or all of them if that one needs the devices to itself; waits for each.
   *
   * @param alone whether nobody else may hold memory of the devices
   * @param patience how long to wait for each at most
   */
  void makeRoom(Slots slots, int slot, boolean alone, Duration patience)
      throws InterruptedException {
    Predicate<SessionThread> there = on(slots, slot);
    if (alone) {
      clear(slots, slot);
    }
    awaitLeaving(there, patience);
    while (anyParked(there) && !slots.hasRoom(slot)) {
      log.debug("Slot {} needs the room of a parked session", slot);
      evictOldest(there);
      awaitLeaving(there, patience);
    }
  }

  /** Ends all sessions on the devices of a slot; waits for none. */
  private synchronized void clear(Slots slots, int slot) {
    Predicate<SessionThread> there = on(slots, slot);
    while (anyParked(there)) {
      evictOldest(there);
    }
  }

  /** Ends all sessions and takes in no more; those that are about to end. */
  synchronized List<SessionThread> close() {
    closed = true;
    clearAll();
    return List.copyOf(leaving);
  }

  private void clearAll() {
    while (anyParked(any -> true)) {
      evictOldest(any -> true);
    }
  }

  /** A session has ended, and its memory is free. */
  synchronized void gone(SessionThread session) {
    leaving.remove(session);
    parked.values().remove(session);
  }

  synchronized int size() {
    return parked.size();
  }

  private static Predicate<SessionThread> on(Slots slots, int slot) {
    List<Integer> gpus = slots.gpus(slot);
    return session -> slots.gpus(session.slot()).equals(gpus);
  }

  private synchronized boolean anyParked(Predicate<SessionThread> wanted) {
    return parked.values().stream().anyMatch(wanted);
  }

  private synchronized void evictOldest(Predicate<SessionThread> wanted) {
    parked.values().stream()
        .filter(wanted)
        .findFirst()
        .ifPresent(
            session -> {
              parked.values().remove(session);
              evict(session);
            });
  }

  private void awaitLeaving(Predicate<SessionThread> wanted, Duration patience)
      throws InterruptedException {
    List<SessionThread> waited;
    synchronized (this) {
      waited = leaving.stream().filter(wanted).toList();
    }
    for (SessionThread session : waited) {
      session.awaitGone(patience);
    }
  }
}
