package dev.thaw.app.engine;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.study.StudySupervisor;
import java.nio.file.Files;
import java.util.function.Consumer;

/** The rows of a study that no actor system runs, read by whoever owns its folder. */
public final class JournalRows {

  private JournalRows() {}

  /**
   * Gives all rows to an action, in order; none if the study has no journal yet.
   *
   * @throws IllegalStateException if a row is missing or damaged; the message says which
   */
  public static void forEach(
      StudyFolder folder, String study, Consumer<? super StudyJournal.Row> action) {
    if (!Files.exists(folder.places().journal())) {
      return;
    }
    // A process that was killed early may have left a journal without tables.
    StudyJournal.createTables(folder.directory());
    StudyJournal.forEachRow(folder.directory(), StudySupervisor.persistenceId(study), action);
  }
}
