package dev.thaw.workers.process;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.TrialSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The checkpoint of a script that cannot be saved: a file that says how many epochs are to be
 * trained again.
 */
public final class RetrainMarker {

  private static final String NAME = "thaw-retrain.txt";

  private RetrainMarker() {}

  /** Leaves the note in a checkpoint's folder. */
  public static void write(Path directory, int trial, int epoch) throws IOException {
    Files.writeString(
        directory.resolve(NAME),
        "The script wrote no checkpoint. Epochs to train again: %d%n%s%n"
            .formatted(epoch, owner(trial)));
  }

  private static String owner(int trial) {
    return "Trial: " + trial;
  }

  /** Whether a checkpoint is such a note. */
  static boolean isIn(Checkpoint checkpoint) {
    return Files.exists(checkpoint.directory().resolve(NAME));
  }

  /**
   * The epochs that a session must train again before it is where the checkpoint is.
   *
   * @throws IOException if they are those of another trial, from which this one was forked: to
   *     train them again would make other weights of them
   */
  public static int epochsToRetrain(TrialSetup setup) throws IOException {
    Optional<Checkpoint> marked = setup.resumeFrom().filter(RetrainMarker::isIn);
    if (marked.isPresent()) {
      String note = Files.readString(marked.get().directory().resolve(NAME));
      boolean own = note.lines().noneMatch(line -> line.startsWith("Trial: "));
      if (!own && note.lines().noneMatch(owner(setup.trial())::equals)) {
        throw new ScriptFailed(
            ScriptFailed.Kind.ERROR,
            "trial (%d) is a fork of another one, whose script wrote no checkpoint to go on from.\nMaybe let the script save and restore, which scheduler (pbt) needs."
                .formatted(setup.trial()));
      }
    }
    return marked.map(Checkpoint::epoch).orElse(0);
  }
}
