package dev.thaw.app.report;

import dev.thaw.actors.journal.StudyJournal;
import java.util.function.Consumer;

/** The rows of one study's journal, as often as they are wanted. */
@FunctionalInterface
public interface StudyRows {

  /**
   * Gives all rows to an action, in order; none if the study has none.
   *
   * @throws IllegalStateException if the journal cannot be reached, or a row is missing or damaged;
   *     the message says which
   */
  void forEach(Consumer<? super StudyJournal.Row> action);
}
