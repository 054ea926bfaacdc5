package dev.thaw.app.feed;

import dev.thaw.actors.journal.PostgresJournal;
import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.study.StudySupervisor;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of one study's journal, a few at a time. Blocks, and may be called by several threads.
 * All throw an {@link IllegalStateException} whose message says why if the journal cannot be
 * reached, or a row is damaged.
 */
public interface RowStore {

  /** Gives all rows behind one to an action, in order; 0 for the beginning. */
  void forEachAfter(long row, Consumer<? super StudyJournal.Row> action);

  /**
   * The rows behind one, in order.
   *
   * @param row the number of the row before the first; 0 for the beginning
   * @param limit how many at most, at least 1
   */
  List<StudyJournal.Row> after(long row, int limit);

  /** Rows by their numbers, in the order of these. */
  List<StudyJournal.Row> numbered(List<Long> rows);

  /** Of a study that there is not. */
  static RowStore none() {
    return new RowStore() {
      @Override
      public void forEachAfter(long row, Consumer<? super StudyJournal.Row> action) {}

      @Override
      public List<StudyJournal.Row> after(long row, int limit) {
        return List.of();
      }

      @Override
      public List<StudyJournal.Row> numbered(List<Long> rows) {
        return List.of();
      }
    };
  }

  /** The rows of a study of a cluster. */
  static RowStore of(PostgresJournal journal, String study) {
    String id = StudySupervisor.persistenceId(study);
    return new RowStore() {
      @Override
      public void forEachAfter(long row, Consumer<? super StudyJournal.Row> action) {
        journal.forEachAfter(id, row, action);
      }

      @Override
      public List<StudyJournal.Row> after(long row, int limit) {
        return journal.after(id, row, limit);
      }

      @Override
      public List<StudyJournal.Row> numbered(List<Long> rows) {
        return journal.numbered(id, rows);
      }
    };
  }

  /** The rows of a study in a folder that this process has open, or nobody. */
  static RowStore of(Path directory, String study) {
    String id = StudySupervisor.persistenceId(study);
    return new RowStore() {
      @Override
      public void forEachAfter(long row, Consumer<? super StudyJournal.Row> action) {
        StudyJournal.forEachAfter(directory, id, row, action);
      }

      @Override
      public List<StudyJournal.Row> after(long row, int limit) {
        return StudyJournal.after(directory, id, row, limit);
      }

      @Override
      public List<StudyJournal.Row> numbered(List<Long> rows) {
        return StudyJournal.numbered(directory, id, rows);
      }
    };
  }
}
