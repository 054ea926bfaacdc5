package dev.thaw.app.engine;

import dev.thaw.actors.journal.JournalCodec;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of a study for readers in other processes. The journal is the truth, but admits
 * one process; the one that has it leaves a copy of the state beside it from time to time.
 */
public final class StateFile {

  private static final String NAME = "state.cbor";
  private static final JournalCodec CODEC = new JournalCodec();

  private StateFile() {}

  /** Replaces the copy, all at once. */
  public static void write(StudyFolder folder, StudyState state) throws IOException {
    WholeFile.write(folder.directory().resolve(NAME), CODEC.encode(state));
  }

  /**
   * The state of a study: from the journal if nobody runs the study, else, and once it has ended,
   * the newest copy. Empty if the study has no rows or no copy yet.
   */
  public static Optional<StudyState> read(StudyFolder folder, String study) throws IOException {
    Optional<StudyState> copy = copy(folder);
    if (copy.isPresent() && copy.get().lifecycle().phase() == Lifecycle.Phase.ENDED) {
      return copy;
    }
    try (var _ = folder.own()) {
      return replay(folder, study);
    } catch (StudyFolder.FolderBusyException running) {
      return copy;
    }
  }

  private static Optional<StudyState> copy(StudyFolder folder) throws IOException {
    Path copy = folder.directory().resolve(NAME);
    return Files.exists(copy)
        ? Optional.of(CODEC.decodeState(Files.readAllBytes(copy)))
        : Optional.empty();
  }

  private static Optional<StudyState> replay(StudyFolder folder, String study) {
    @Nullable StudyState[] state = {null};
    JournalRows.forEach(
        folder,
        study,
        row -> {
          for (Step step : row.recorded().steps()) {
            state[0] = Study.evolve(state[0], step);
          }
        });
    return Optional.ofNullable(state[0]);
  }
}
