package dev.thaw.workers.process;

import dev.thaw.trainer.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The checkpoint of a script that cannot be saved: a file that says how many epochs are to be
 * trained again.
 */
final class RetrainMarker {

  private static final String NAME = "thaw-retrain.txt";

  private RetrainMarker() {}

  static void write(Path directory, int epoch) throws IOException {
    Files.writeString(
        directory.resolve(NAME),
        "The script wrote no checkpoint. Epochs to train again: %d%n".formatted(epoch));
  }

  /** Whether a checkpoint is such a note. */
  static boolean isIn(Checkpoint checkpoint) {
    return Files.exists(checkpoint.directory().resolve(NAME));
  }

  /** The epochs that a session must train again before it is where the checkpoint is. */
  static int epochsToRetrain(Optional<Checkpoint> resumeFrom) {
    return resumeFrom.filter(RetrainMarker::isIn).map(Checkpoint::epoch).orElse(0);
  }
}
