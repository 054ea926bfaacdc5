package dev.thaw.app.feed;

import dev.thaw.core.study.Slot;
import dev.thaw.core.study.StudyEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the {@link Timeline} of a study from its events, given in order. */
final class Spans {

  /** More than that cannot be told apart in a picture. */
  private static final int KEPT = 50_000;

  private static final String PAUSED = "paused";
  private static final String HOURS = "hours";

  private final Instant start;
  private final Map<Slot, Integer> slots = new LinkedHashMap<>();
  private final Map<Integer, Open> open = new HashMap<>();
  private final Deque<Timeline.Span> ended = new ArrayDeque<>();
  private final List<Timeline.Closed> closed = new ArrayList<>();
  private Instant last;
  private int dropped;

  private static final class Open {
    final int slot;
    final int trial;
    final long from;
    final int fromEpoch;
    final String why;
    int epoch;

    Open(int slot, int trial, long from, int fromEpoch, String why) {
      this.slot = slot;
      this.trial = trial;
      this.from = from;
      this.fromEpoch = fromEpoch;
      this.epoch = fromEpoch;
      this.why = why;
    }

    Timeline.Span until(@Nullable Long to) {
      return new Timeline.Span(slot, trial, from, to, fromEpoch, epoch, why);
    }
  }

  Spans(Instant start) {
    this.start = start;
    this.last = start;
  }

  /**
   * Takes the next event.
   *
   * @param why the kind of the decision that it is; null if it is none
   */
  void take(Instant at, StudyEvent event, @Nullable String why) {
    last = at;
    switch (event) {
      case StudyEvent.LeaseGranted granted -> {
        int slot = slots.computeIfAbsent(granted.slot(), _ -> slots.size());
        int from = granted.resumeFrom() == null ? 0 : granted.resumeFrom().epoch();
        open.put(
            granted.trial(),
            new Open(slot, granted.trial(), sinceStart(at), from, why == null ? "started" : why));
      }
      case StudyEvent.EpochRecorded epoch -> trained(epoch.trial(), epoch.epoch());
      case StudyEvent.EpochRetrained epoch -> trained(epoch.trial(), epoch.epoch());
      case StudyEvent.LeaseEnded over -> {
        Open lease = open.remove(over.trial());
        if (lease != null) {
          ended.add(lease.until(sinceStart(at)));
        }
        if (ended.size() > KEPT) {
          ended.removeFirst();
          dropped++;
        }
      }
      case StudyEvent.StudyPaused _ -> close(at, PAUSED);
      case StudyEvent.StudyResumed _ -> open(at, PAUSED);
      case StudyEvent.HoursClosed _ -> close(at, HOURS);
      case StudyEvent.HoursOpened _ -> open(at, HOURS);
      case StudyEvent.StudyEnded _ -> {
        open(at, PAUSED);
        open(at, HOURS);
      }
      default -> {}
    }
  }

  private void close(Instant at, String why) {
    open(at, why);
    closed.add(new Timeline.Closed(sinceStart(at), null, why));
  }

  private void open(Instant at, String why) {
    closed.replaceAll(
        one ->
            one.to() == null && one.why().equals(why)
                ? new Timeline.Closed(one.from(), sinceStart(at), why)
                : one);
  }

  private void trained(int trial, int epoch) {
    Open lease = open.get(trial);
    if (lease != null) {
      lease.epoch = Math.max(lease.epoch, epoch);
    }
  }

  private long sinceStart(Instant at) {
    return Duration.between(start, at).toMillis();
  }

  /** The newest spans, those under way included. */
  Timeline timeline(int limit) {
    List<Timeline.Span> all = new ArrayList<>();
    open.values().forEach(lease -> all.add(lease.until(null)));
    int room = Math.max(0, limit - all.size());
    var newest = ended.descendingIterator();
    for (int i = 0; i < room && newest.hasNext(); i++) {
      all.add(newest.next());
    }
    int left = dropped + ended.size() + open.size() - all.size();
    all.sort(Comparator.comparingLong(Timeline.Span::from).thenComparingInt(Timeline.Span::trial));
    List<String> names = slots.keySet().stream().map(Timeline::name).toList();
    return new Timeline(start.toString(), last.toString(), names, left, all, closed);
  }
}
