package dev.thaw.actors.directory;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Tells whoever wants to know that a study is over. */
@FunctionalInterface
public interface EndTeller {

  /**
   * Begins to tell, and returns at once. The stage completes when all have been told, or cannot be;
   * it fails if that is to be tried again. May be called again for the same end, by the same
   * process or another one.
   *
   * @param study the study
   * @param due which of its ends it is: a study that was extended has several
   */
  CompletionStage<Done> tell(String study, Instant due);

  /** A teller who has nobody to tell. */
  static EndTeller none() {
    return (study, due) -> CompletableFuture.completedFuture(Done.getInstance());
  }
}
