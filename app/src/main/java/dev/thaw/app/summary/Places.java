package dev.thaw.app.summary;

import java.nio.file.Path;

/**
 * Where the files of a study lie.
 *
 * @param journal every decision and what led to it
 * @param checkpoints the checkpoints of all trials
 * @param report the report for people
 * @param status how the study stands, for programs
 */
public record Places(Path journal, Path checkpoints, Path report, Path status) {

  /** The places in a study's folder. */
  public static Places in(Path directory) {
    return new Places(
        directory.resolve("journal"),
        directory.resolve("checkpoints"),
        directory.resolve("report.html"),
        directory.resolve(StatusFile.NAME));
  }
}
