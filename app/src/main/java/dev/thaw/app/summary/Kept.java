package dev.thaw.app.summary;

import dev.thaw.app.spec.Sizes;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Stored;
import dev.thaw.core.study.StudyState;
import dev.thaw.workers.checkpoint.CheckpointStores;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a study: where they lie, and what became of those that had no room.
 *
 * @param location the folder or URI of all of them
 * @param best the folder or URI of the one with the best value; null if there is none
 * @param below which folder both are below; null if they say all
 * @param bytes the size of all
 * @param quota how much they may take; null for as much as there is
 * @param evicted how many were given up
 * @param evictedBytes their size together
 * @param retrainingSeconds how long it would take to train again what they held, if all their
 *     trials went on
 */
public record Kept(
    String location,
    @Nullable String best,
    @Nullable String below,
    long bytes,
    @Nullable Long quota,
    int evicted,
    long evictedBytes,
    double retrainingSeconds) {

  private static final String WORKERS = "the workers' --dir";

  /**
   * The checkpoints of a study.
   *
   * @param own where they lie if they lie in the study's own folder; below the folder of each
   *     worker if it is not absolute
   */
  public static Kept of(StudyState state, Path own) {
    var asked = state.spec().checkpoints();
    String location = CheckpointStores.location(asked.store(), state.spec().name(), own);
    Stored.Evicted evicted = state.stored().evicted();
    return new Kept(
        location,
        best(state, location),
        asked.store() != null || own.isAbsolute() ? null : WORKERS,
        state.stored().total(),
        asked.quota(),
        evicted.checkpoints(),
        evicted.bytes(),
        evicted.retrainingSeconds());
  }

  private static @Nullable String best(StudyState state, String location) {
    Progress.Best best = state.progress().best();
    CheckpointRef checkpoint = best == null ? null : state.trial(best.trial()).best();
    return best == null || checkpoint == null
        ? null
        : CheckpointStores.location(location, best.trial(), checkpoint);
  }

  /** Where the checkpoint with the best value lies, for people; null if there is none. */
  public @Nullable String winner() {
    return best == null || below == null ? best : "%s, below %s".formatted(best, below);
  }

  /** What people should know of the quota; null if there is nothing to say. */
  public @Nullable String sentence() {
    if (quota == null) {
      return null;
    }
    if (bytes > quota) {
      return "checkpoints take %s, more than the quota of %s: what is left must stay"
          .formatted(Sizes.words(bytes), Sizes.words(quota));
    }
    return evicted == 0
        ? null
        : "%s given up for the quota of %s, worth %s of training"
            .formatted(
                Figures.count(evicted, "checkpoint"),
                Sizes.words(quota),
                Figures.duration(Duration.ofMillis((long) (1_000 * retrainingSeconds))));
  }
}
