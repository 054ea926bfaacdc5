package dev.thaw.workers.session;

import dev.thaw.workers.checkpoint.CheckpointStore;
import java.nio.file.Path;

/**
 * Where the sessions of one study keep what they leave.
 *
 * @param checkpoints its checkpoints; one store for one study
 * @param folder its folder on this node, absolute, for what its trainer leaves for people
 */
public record StudyPlace(CheckpointStore checkpoints, Path folder) {

  public StudyPlace {
    folder = folder.toAbsolutePath().normalize();
  }
}
