package dev.thaw.core.insight;

import dev.thaw.core.study.OfferedSlot;
import dev.thaw.core.study.Slot;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Folds the steps of a journal, given in order, into a {@link Ledger} and the stretches in which
 * trials had slots. Its clock stands still while nothing can happen: nobody runs the study, or it
 * may not train. Confined to one thread.
 */
final class LedgerReader {

  private static final double NANOS = 1e9;

  private final Set<Slot> free = new HashSet<>();
  private final Map<Integer, OpenLease> leases = new HashMap<>();
  private final SortedMap<Integer, SlotTime> spent = new TreeMap<>();
  private final List<Stretch> stretches = new ArrayList<>();
  private @Nullable Instant last;
  private boolean over;
  private boolean closed;
  private long now;
  private long offered;
  private long idle;
  private long unattended;

  /** A lease that has not ended. */
  private static final class OpenLease {
    final int trial;
    final Slot slot;
    final long granted;

    /** Up to here its time is accounted for. */
    long accounted;

    long trainedFrom;
    long trainedTo;
    int firstEpoch;
    int lastEpoch;
    boolean begun;
    SlotTime time = SlotTime.none();

    OpenLease(int trial, Slot slot, long granted) {
      this.trial = trial;
      this.slot = slot;
      this.granted = granted;
      this.accounted = granted;
    }

    /** An epoch that ended now; what it says of its length cannot exceed what there was. */
    void epoch(long now, double seconds, boolean again, int number) {
      long there = now - accounted;
      long trained = Math.clamp(Math.round(seconds * NANOS), 0, there);
      if (!begun) {
        trainedFrom = now - trained;
        firstEpoch = number;
      }
      time = time.plus(rest(there - trained));
      time = time.plus(again ? new SlotTime(0, 0, trained, 0) : new SlotTime(0, trained, 0, 0));
      begun = true;
      lastEpoch = number;
      trainedTo = now;
      accounted = now;
    }

    /** All of it until now. */
    SlotTime until(long now) {
      return time.plus(rest(now - accounted));
    }

    private SlotTime rest(long nanos) {
      return begun ? new SlotTime(0, 0, 0, nanos) : new SlotTime(nanos, 0, 0, 0);
    }

    Stretch stretch(long now) {
      return begun
          ? new Stretch(trial, slot, granted, trainedFrom, trainedTo, now, firstEpoch, lastEpoch)
          : new Stretch(trial, slot, granted, now, now, now, 0, 0);
    }
  }

  /** Takes the next step. */
  void take(Step step) {
    StudyEvent.StudyTakenOver takenOver = null;
    for (StudyEvent event : step.events()) {
      takenOver = event instanceof StudyEvent.StudyTakenOver found ? found : takenOver;
    }
    advance(step.input().at(), takenOver);
    step.events().forEach(this::take);
  }

  /**
   * Free slots are idle while the study could use them. Leases hold theirs at all times, but while
   * nobody ran the study only if their sessions may have gone on.
   */
  private void advance(Instant at, StudyEvent.@Nullable StudyTakenOver takenOver) {
    long passed = last == null ? 0 : Math.max(0, Duration.between(last, at).toNanos());
    last = at;
    boolean attended = takenOver == null && !over && !closed;
    boolean held = takenOver == null || !Boolean.FALSE.equals(takenOver.sessionsLive());
    unattended += attended ? 0 : passed;
    if (attended || (held && !leases.isEmpty())) {
      now += passed;
      idle += attended ? passed * free.size() : 0;
      offered += passed * ((attended ? free.size() : 0) + leases.size());
    }
  }

  private void take(StudyEvent event) {
    switch (event) {
      case StudyEvent.NodeAdded added -> offer(added.node(), added.slots());
      case StudyEvent.NodeRemoved(String node) -> withdraw(node);
      case StudyEvent.NodeMissed missed -> withdraw(missed.node());
      case StudyEvent.SlotGivenUp(Slot slot) -> free.remove(slot);
      case StudyEvent.SlotQuarantined bad -> free.remove(new Slot(bad.node(), bad.slot()));
      case StudyEvent.LeaseGranted granted -> {
        free.remove(granted.slot());
        leases.put(granted.trial(), new OpenLease(granted.trial(), granted.slot(), now));
      }
      case StudyEvent.EpochRecorded epoch ->
          epoch(epoch.trial(), epoch.seconds(), false, epoch.epoch());
      case StudyEvent.EpochRetrained epoch ->
          epoch(epoch.trial(), epoch.seconds(), true, epoch.epoch());
      case StudyEvent.LeaseEnded ended -> end(ended);
      case StudyEvent.StudyEnded _ -> over = true;
      case StudyEvent.StudyReopened _ -> over = false;
      case StudyEvent.HoursClosed _, StudyEvent.StudyPaused _ -> closed = true;
      case StudyEvent.HoursOpened _, StudyEvent.StudyResumed _ -> closed = false;
      default -> {}
    }
  }

  /** A slot that a trial has is not free before it has left. */
  private void offer(String node, List<OfferedSlot> slots) {
    withdraw(node);
    Set<Slot> taken = new HashSet<>();
    leases.values().forEach(lease -> taken.add(lease.slot));
    for (OfferedSlot offeredSlot : slots) {
      Slot slot = new Slot(node, offeredSlot.index());
      if (!taken.contains(slot)) {
        free.add(slot);
      }
    }
  }

  private void withdraw(String node) {
    free.removeIf(slot -> slot.node().equals(node));
  }

  private void epoch(int trial, double seconds, boolean again, int number) {
    OpenLease lease = leases.get(trial);
    if (lease != null) {
      lease.epoch(now, seconds, again, number);
    }
  }

  private void end(StudyEvent.LeaseEnded ended) {
    OpenLease lease = leases.remove(ended.trial());
    if (lease == null) {
      return;
    }
    spent.merge(lease.trial, lease.until(now), SlotTime::plus);
    stretches.add(lease.stretch(now));
    if (ended.slotFree()) {
      free.add(lease.slot);
    }
  }

  /** What the clock shows, in nanoseconds. */
  long now() {
    return now;
  }

  /** The account up to the newest step; leases under way included. */
  Ledger ledger() {
    SortedMap<Integer, SlotTime> all = new TreeMap<>(spent);
    leases.values().forEach(open -> all.merge(open.trial, open.until(now), SlotTime::plus));
    return new Ledger(offered, idle, unattended, all);
  }

  /** When which trial had which slot, in the order in which they ended; those under way last. */
  List<Stretch> stretches() {
    List<Stretch> all = new ArrayList<>(stretches);
    leases.values().stream()
        .map(open -> open.stretch(now))
        .sorted((a, b) -> Integer.compare(a.trial(), b.trial()))
        .forEach(all::add);
    return List.copyOf(all);
  }
}
