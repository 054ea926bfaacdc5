package dev.thaw.app.engine;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudySpec;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * What a study may spend, as it was changed last.
   *
   * @param spec the study as it was begun
   * @throws IllegalStateException if a row is missing or damaged; the message says which
   */
  public static Budget budget(StudyFolder folder, StudySpec spec) {
    List<Budget> budgets = new ArrayList<>(List.of(spec.budget()));
    forEach(
        folder,
        spec.name(),
        row ->
            row.recorded().steps().stream()
                .flatMap(step -> step.events().stream())
                .forEach(
                    event -> {
                      if (event instanceof StudyEvent.BudgetSet(Budget changed)) {
                        budgets.add(changed);
                      }
                    }));
    return budgets.getLast();
  }
}
