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
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the journal of a night says.
 *
 * @param opened when the study began
 * @param leases who held slots, which is another way than that by which the study charges them
 * @param epochs how many were recorded, those trained again included
 * @param ledger what the report says of the slots
 * @param state the study at its end
 */
record JournalFigures(Instant opened, Leases leases, long epochs, Ledger ledger, StudyState state) {

  /** Reads the journal of a study that no process runs. */
  static JournalFigures read(StudyFolder folder, String study) {
    var reader = new Reader();
    JournalRows.forEach(folder, study, reader::take);
    return reader.figures();
  }

  /** Folds rows. */
  private static final class Reader {
    private final NightReader night = new NightReader();
    private final Leases leases = new Leases();
    private @Nullable StudyState state;
    private @Nullable Instant opened;
    private long epochs;

    void take(StudyJournal.Row row) {
      for (Step step : row.recorded().steps()) {
        Instant at = step.input().at();
        opened = opened == null ? at : opened;
        state = Study.evolve(state, step);
        night.take(step);
        leases.take(at, step.events());
        epochs += step.events().stream().filter(Reader::isEpoch).count();
      }
    }

    private static boolean isEpoch(StudyEvent event) {
      return event instanceof StudyEvent.EpochRecorded
          || event instanceof StudyEvent.EpochRetrained;
    }

    JournalFigures figures() {
      if (state == null || opened == null) {
        throw new IllegalStateException("the journal has no rows");
      }
      leases.end();
      return new JournalFigures(opened, leases, epochs, night.night().ledger(), state);
    }
  }
}
