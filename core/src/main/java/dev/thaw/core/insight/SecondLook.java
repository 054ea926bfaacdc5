package dev.thaw.core.insight;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision, or a chain of them, that somebody may want to look at again.
 *
 * @param kind what happened
 * @param trial the trial that it is about; null if it is about none
 * @param evidence the figures that it was judged by
 * @param sentence all of it in words, without a full stop
 */
public record SecondLook(
    Kind kind, @Nullable Integer trial, List<Lesson.Figure> evidence, String sentence) {

  public SecondLook {
    evidence = List.copyOf(evidence);
  }

  /** What can have happened. */
  public enum Kind {
    /** The best trial of a rung is still frozen there, while others of the rung went on. */
    BEST_LEFT_FROZEN,
    /** A trial stayed behind one that went on by less than chance explains. */
    CLOSE_CALL,
    /** The recommended trial changed late. */
    LATE_RECOMMENDATION,
    /** The trial with the best value is not the recommended one. */
    BEST_NOT_RECOMMENDED,
    /** Nobody advised for a while. */
    ADVICE_MISSED,
    /** Epochs were trained a second time. */
    RETRAINED
  }
}
