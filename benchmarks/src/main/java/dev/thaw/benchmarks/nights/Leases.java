package dev.thaw.benchmarks.nights;

import dev.thaw.core.study.StudyEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When which trial held a slot, from a journal's events alone, given in order. What a process held
 * that died ends with its last row, and begins again with the first row of the next one. Confined
 * to one thread.
 */
final class Leases {

  private final List<Held> held = new ArrayList<>();
  private final Map<Integer, Held> open = new TreeMap<>();
  private Instant last = Instant.EPOCH;
  private Duration gaps = Duration.ZERO;

  /** A time for which a lease held its slot. */
  record Held(int trial, long fence, Instant from, Instant to) {
    private Duration after(Instant at) {
      Instant begin = from.isAfter(at) ? from : at;
      return to.isAfter(begin) ? Duration.between(begin, to) : Duration.ZERO;
    }
  }

  /** Takes the events of the next step. */
  void take(Instant at, List<StudyEvent> events) {
    for (StudyEvent event : events) {
      switch (event) {
        case StudyEvent.LeaseGranted e ->
            open.put(e.trial(), new Held(e.trial(), e.fence(), at, at));
        case StudyEvent.LeaseEnded e -> close(e.trial(), at);
        case StudyEvent.StudyTakenOver _ -> takeOver(at);
        default -> {}
      }
    }
    last = at;
  }

  private void close(int trial, Instant at) {
    Held lease = open.remove(trial);
    if (lease != null) {
      held.add(new Held(trial, lease.fence(), lease.from(), at));
    }
  }

  private void takeOver(Instant at) {
    gaps = gaps.plus(Duration.between(last, at));
    for (Held lease : List.copyOf(open.values())) {
      close(lease.trial(), last);
      open.put(lease.trial(), new Held(lease.trial(), lease.fence(), at, at));
    }
  }

  /** Ends what is open with the last step. */
  void end() {
    List.copyOf(open.keySet()).forEach(trial -> close(trial, last));
  }

  /** For how long nobody ran the study, all together. */
  Duration gaps() {
    return gaps;
  }

  /** For how long slots were held, all together. */
  Duration total() {
    return held.stream()
        .map(lease -> lease.after(Instant.EPOCH))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** For how long the lease that a trial had at a moment held its slot from then on. */
  Duration after(int trial, Instant at) {
    long fence =
        held.stream()
            .filter(lease -> lease.trial() == trial && !lease.from().isAfter(at))
            .mapToLong(Held::fence)
            .max()
            .orElse(-1);
    return held.stream()
        .filter(lease -> lease.trial() == trial && lease.fence() == fence)
        .map(lease -> lease.after(at))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
