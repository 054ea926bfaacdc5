package dev.thaw.app.cli;

import dev.thaw.app.engine.StudyFolder;
import dev.thaw.core.study.StudySpec;
import dev.thaw.workers.checkpoint.CheckpointStore;
import dev.thaw.workers.checkpoint.CheckpointStores;
import java.io.IOException;

/** Opens the store of a study's checkpoints. */
final class StudyStore {

  private StudyStore() {}

  /**
   * The store that a spec names, without what a crash left half written.
   *
   * @throws UserMistake if it is none, belongs to another study, or cannot be reached
   * @throws IOException if the study's own folder cannot be read or written
   */
  static CheckpointStore open(StudySpec spec, StudyFolder folder) throws IOException {
    String where = spec.checkpoints().store();
    try {
      CheckpointStore store =
          CheckpointStores.of(where, spec.name(), folder.places().checkpoints());
      store.sweepTemporary();
      return store;
    } catch (IllegalArgumentException e) {
      throw new UserMistake(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      if (where == null) {
        throw e;
      }
      throw new UserMistake(
          String.valueOf(e.getMessage()).startsWith("checkpoints.store")
              ? String.valueOf(e.getMessage())
              : "checkpoints.store (%s) cannot be used: %s".formatted(where, e.getMessage()));
    }
  }
}
