package dev.thaw.workers.session;

import dev.thaw.actors.session.TrialTerms;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Knows where the sessions of each study keep what they leave. Used by many threads. */
@FunctionalInterface
public interface StudyPlaces {

  /**
   * The place of a study; the same for the same name. May take a while the first time.
   *
   * @throws IOException if there is none, or it cannot be reached
   */
  StudyPlace of(String study) throws IOException;

  /** Identifies the store that all places are in; null if that is not known. */
  default @Nullable String store() {
    return null;
  }

  /** Hears of a study before any place of it is asked for; returns at once. */
  default void admit(TrialTerms terms) {}
}
