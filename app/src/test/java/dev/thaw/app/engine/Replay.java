package dev.thaw.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.testing.Checkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A study as its journal tells it, decided anew under the eyes of all checkers.
 *
 * @param rows the rows of the journal
 * @param state the state after them; null without rows
 */
public record Replay(List<StudyJournal.Row> rows, @Nullable StudyState state) {

  /** The replay before there is a journal. */
  public static final Replay NOTHING = new Replay(List.of(), null);

  /**
   * Reads and replays the journal in a study's folder, which is left as it is.
   *
   * @param scratch an empty folder, or none yet, for a copy of the journal
   */
  public static Replay of(Path folder, String study, Path scratch) throws IOException {
    Path journal = folder.resolve("journal");
    if (!Files.isDirectory(journal)) {
      return NOTHING;
    }
    // A copy, so that it is the program that recovers the file, and not whoever looks at it.
    Path copy = Files.createDirectories(scratch.resolve("journal"));
    try (Stream<Path> files = Files.list(journal)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    StudyJournal.createTables(scratch);
    return of(StudyJournal.read(scratch, StudySupervisor.persistenceId(study)));
  }

  private static Replay of(List<StudyJournal.Row> rows) {
    StudyState state = null;
    StepObserver checkers = Checkers.all();
    for (StudyJournal.Row row : rows) {
      for (Step step : row.recorded().steps()) {
        Decision decision = Study.decide(state, step.input());
        assertThat(decision.events()).as("events of row %d", row.number()).isEqualTo(step.events());
        checkers.onStep(state, step, decision);
        state = Study.evolve(state, step);
        assertThat(state).as("state after row %d", row.number()).isEqualTo(decision.after());
      }
    }
    return new Replay(rows, state);
  }

  /** All events of one kind. */
  public <E extends StudyEvent> List<E> events(Class<E> kind) {
    return rows.stream()
        .flatMap(row -> row.recorded().steps().stream())
        .flatMap(step -> step.events().stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /**
   * Why a trial was given up, as failed or as infeasible: a checkpoint that cannot be written is
   * the machine's fault, all else the configuration's.
   */
  public Reason reasonOf(Trial trial) {
    Stream<Reason> failed =
        events(StudyEvent.TrialFailed.class).stream()
            .filter(event -> event.trial() == trial.number())
            .map(StudyEvent.TrialFailed::reason);
    Stream<Reason> infeasible =
        events(StudyEvent.TrialInfeasible.class).stream()
            .filter(event -> event.trial() == trial.number())
            .map(StudyEvent.TrialInfeasible::reason);
    return Stream.concat(failed, infeasible).findFirst().orElseThrow();
  }

  /** The leases of a trial, the first one first. */
  public List<StudyEvent.LeaseGranted> leases(Trial trial) {
    return events(StudyEvent.LeaseGranted.class).stream()
        .filter(lease -> lease.trial() == trial.number())
        .toList();
  }

  /** What happened to a trial, a line each, and when the process changed; for messages. */
  public String storyOf(int trial) {
    var story = new StringJoiner("\n");
    for (StudyJournal.Row row : rows) {
      for (Step step : row.recorded().steps()) {
        step.events().stream()
            .map(StudyEvent::toString)
            .filter(event -> event.contains("trial=%d,".formatted(trial)) || event.contains("Over"))
            .forEach(event -> story.add("  row %d: %s".formatted(row.number(), event)));
      }
    }
    return story.toString();
  }

  /** The trials in the order of their numbers. */
  public List<Trial> trials() {
    List<Trial> trials = new ArrayList<>();
    if (state != null) {
      state.progress().trials().forEach(trials::add);
    }
    return trials;
  }
}
