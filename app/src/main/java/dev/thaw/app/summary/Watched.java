package dev.thaw.app.summary;

import dev.thaw.core.study.StudyState;

/**
 * A study as somebody knows it who heard of everything that happened in it.
 *
 * @param state the study now
 * @param decisions who decided so far; not counted unless the study is guided
 */
public record Watched(StudyState state, DecisionCounts decisions) {

  /** A study of which only the state is known. */
  public static Watched of(StudyState state) {
    return new Watched(state, DecisionCounts.none());
  }
}
