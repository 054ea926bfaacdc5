package dev.thaw.app.summary;

import dev.thaw.core.study.StudyState;
import org.jspecify.annotations.Nullable;

/**
 * A study as somebody knows it.
 *
 * @param state the study now
 * @param decisions who decided so far; not counted unless the study is guided, and null if nobody
 *     heard of all
 */
public record Watched(StudyState state, @Nullable DecisionCounts decisions) {

  /** A study of which only the state is known. */
  public static Watched of(StudyState state) {
    return new Watched(state, null);
  }
}
