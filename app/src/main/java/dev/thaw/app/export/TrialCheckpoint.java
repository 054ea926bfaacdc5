package dev.thaw.app.export;

import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.workers.checkpoint.CheckpointLookup;
import dev.thaw.workers.checkpoint.CheckpointStores;
import dev.thaw.workers.checkpoint.FolderCheckpoints;
import dev.thaw.workers.checkpoint.StoredCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A checkpoint of a trial that lies whole on this machine.
 *
 * @param study the name of the study
 * @param trial the number of the trial
 * @param stored where it lies
 */
public record TrialCheckpoint(String study, int trial, StoredCheckpoint stored) {

  /** There is no such checkpoint here; the message says why, and where it may be. */
  public static final class NoCheckpointException extends Exception {
    private static final long serialVersionUID = 1;

    NoCheckpointException(String message) {
      super(message);
    }
  }

  /** Which of the checkpoints of a trial. */
  public enum Which {
    /** That from which it would go on. */
    LATEST,
    /** That with its best value. */
    BEST
  }

  /**
   * Looks for a checkpoint, and compares all its files with what was written.
   *
   * @param trial the number of a trial of the study
   * @param own where the checkpoints lie in the study's own folder
   */
  public static TrialCheckpoint find(StudyState state, int trial, Which which, Path own)
      throws NoCheckpointException {
    Trial found = state.trial(trial);
    CheckpointRef ref = which == Which.BEST ? found.best() : found.latest();
    if (ref == null) {
      throw new NoCheckpointException(
          "trial %d has no checkpoint%s.\nMaybe it has not written one yet, or its trainer writes none."
              .formatted(trial, which == Which.BEST ? " of its best epoch" : ""));
    }
    String study = state.spec().name();
    String location = CheckpointStores.location(state.spec().checkpoints().store(), study, own);
    int writer = ref.writtenBy(trial);
    if (location.contains("://")) {
      throw new NoCheckpointException(
          "the checkpoint of trial %d is not on a disk of this machine.\nMaybe take it from where it lies: %s"
              .formatted(trial, CheckpointStores.location(location, writer, ref)));
    }
    return switch (new FolderCheckpoints(Path.of(location)).open(writer, ref)) {
      case CheckpointLookup.Intact(StoredCheckpoint stored) ->
          new TrialCheckpoint(study, trial, stored);
      case CheckpointLookup.Damaged(String message) -> throw new NoCheckpointException(message);
    };
  }

  /** The name of a file for it: {@code digits-trial-00003-epoch-9.zip}. */
  public String fileName() {
    return "%s-trial-%05d-epoch-%d.zip".formatted(study, trial, stored.ref().epoch());
  }

  /** All its files as a ZIP, made while it is read; to be closed. */
  public InputStream zip() throws IOException {
    return new FolderZip(stored.directory());
  }
}
