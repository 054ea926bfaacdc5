package dev.thaw.app.summary;

import java.nio.file.Path;

/**
 * Where the files of a study lie.
 *
 * @param journal the folder of the journal: every decision and what led to it
 * @param checkpoints the folder of the checkpoints of all trials
 * @param report the report for people, to be seen in a browser
 * @param reportMarkdown the same as text
 * @param reportJson the same for programs
 * @param status how the study stands, for programs
 */
public record Places(
    Path journal,
    Path checkpoints,
    Path report,
    Path reportMarkdown,
    Path reportJson,
    Path status) {

  /** The places in a study's folder. */
  public static Places in(Path directory) {
    return new Places(
        directory.resolve("journal"),
        directory.resolve("checkpoints"),
        directory.resolve("report.html"),
        directory.resolve("report.md"),
        directory.resolve("report.json"),
        directory.resolve(StatusFile.NAME));
  }
}
