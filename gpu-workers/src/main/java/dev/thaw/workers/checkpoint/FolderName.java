package dev.thaw.workers.checkpoint;

import dev.thaw.core.study.CheckpointRef;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a folder inside a trial's folder, taken apart.
 *
 * @param ref the checkpoint that the folder is or was to become
 * @param temporary whether the folder is still being written, or was left behind by a crash
 */
record FolderName(CheckpointRef ref, boolean temporary) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?<temporary>\\.tmp-)?fence-(?<fence>\\d{1,18})-epoch-(?<epoch>\\d{1,9})(?<unique>-.+)?");

  static String ofTrial(int trial) {
    return "trial-%05d".formatted(trial);
  }

  /** Whether a folder is that of a trial. */
  static boolean isTrial(Path folder) {
    return String.valueOf(folder.getFileName()).matches("trial-\\d{5,9}");
  }

  static String of(CheckpointRef ref) {
    return "fence-%d-epoch-%d".formatted(ref.fence(), ref.epoch());
  }

  /** A name that nobody else uses, so that two writers of one checkpoint do not meet. */
  static String temporary(CheckpointRef ref) {
    return ".tmp-%s-%s".formatted(of(ref), UUID.randomUUID());
  }

  /** Takes a folder's name apart; empty for what this package did not create. */
  static Optional<FolderName> parse(Path folder) {
    Matcher matcher = FORM.matcher(String.valueOf(folder.getFileName()));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean temporary = matcher.group("temporary") != null;
    if (temporary != (matcher.group("unique") != null)) {
      return Optional.empty();
    }
    long fence = Long.parseLong(matcher.group("fence"));
    int epoch = Integer.parseInt(matcher.group("epoch"));
    return Optional.of(new FolderName(new CheckpointRef(fence, epoch), temporary));
  }
}
