package dev.thaw.benchmarks.nights;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.app.engine.JournalRows;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.core.insight.Ledger;
import dev.thaw.core.insight.NightReader;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the journal of a night says. The times of leases are taken from its events alone, which is
 * another way than that by which the study charges them.
 *
 * @param opened when the study began
 * @param gaps for how long nobody ran it, all together
 * @param held when which trial held a slot; what a process held that died ends with its last row
 * @param epochs how many were recorded, those trained again included
 * @param ledger what the report says of the slots
 * @param state the study at its end
 */
record JournalFigures(
    Instant opened, Duration gaps, List<Held> held, long epochs, Ledger ledger, StudyState state) {

  JournalFigures {
    held = List.copyOf(held);
  }

  /** A time for which a lease held its slot. */
  record Held(int trial, long fence, Instant from, Instant to) {
    Duration after(Instant at) {
      Instant begin = from.isAfter(at) ? from : at;
      return to.isAfter(begin) ? Duration.between(begin, to) : Duration.ZERO;
    }
  }

  /** Reads the journal of a study that no process runs. */
  static JournalFigures read(StudyFolder folder, String study) {
    var reader = new Reader();
    JournalRows.forEach(folder, study, reader::take);
    return reader.figures();
  }

  /** Folds rows. */
  private static final class Reader {
    private final NightReader night = new NightReader();
    private final List<Held> held = new ArrayList<>();
    private final Map<Integer, Held> open = new TreeMap<>();
    private @Nullable StudyState state;
    private @Nullable Instant opened;
    private Instant last = Instant.EPOCH;
    private Duration gaps = Duration.ZERO;
    private long epochs;

    void take(StudyJournal.Row row) {
      for (Step step : row.recorded().steps()) {
        state = Study.evolve(state, step);
        night.take(step);
        Instant at = step.input().at();
        opened = opened == null ? at : opened;
        for (StudyEvent event : step.events()) {
          take(event, at);
        }
        last = at;
      }
    }

    private void take(StudyEvent event, Instant at) {
      switch (event) {
        case StudyEvent.LeaseGranted e ->
            open.put(e.trial(), new Held(e.trial(), e.fence(), at, at));
        case StudyEvent.LeaseEnded e -> close(e.trial(), at);
        case StudyEvent.StudyTakenOver _ -> takeOver(at);
        case StudyEvent.EpochRecorded _ -> epochs++;
        case StudyEvent.EpochRetrained _ -> epochs++;
        default -> {}
      }
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

    JournalFigures figures() {
      if (state == null || opened == null) {
        throw new IllegalStateException("the journal has no rows");
      }
      List.copyOf(open.keySet()).forEach(trial -> close(trial, last));
      return new JournalFigures(opened, gaps, held, epochs, night.night().ledger(), state);
    }
  }

  /** For how long slots were held, all together. */
  Duration heldTime() {
    return held.stream()
        .map(lease -> Duration.between(lease.from(), lease.to()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** When the last slot was given back. */
  Instant released() {
    return held.stream().map(Held::to).max(Instant::compareTo).orElse(opened);
  }

  /** For how long a trial held its slot from a moment at which it had one. */
  Duration heldAfter(int trial, Instant at) {
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
