package dev.thaw.app.feed;

import dev.thaw.app.summary.Expected;
import dev.thaw.app.summary.StudySummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the best value of a study came about, and what may still come.
 *
 * @param metric what it optimises
 * @param goal {@code minimize} or {@code maximize}
 * @param limits what it may spend
 * @param points each improvement, the oldest first
 * @param now what is spent now
 * @param expected what is to be expected; null while too little is known, and once it has ended
 */
public record StudyProgress(
    String metric,
    String goal,
    StudySummary.Limits limits,
    List<Point> points,
    Spent now,
    @Nullable Expected expected) {

  public StudyProgress {
    points = List.copyOf(points);
  }

  /**
   * A value that was better than all before.
   *
   * @param seconds for how long the study had been active
   * @param epochs how many epochs it had trained
   * @param trial whose value it is
   * @param epoch the epoch of that trial
   * @param trials how many trials the study had started
   * @param gpuSeconds for how long it had held GPUs, all together
   */
  public record Point(
      double seconds,
      long epochs,
      int trial,
      int epoch,
      double value,
      int trials,
      double gpuSeconds) {}

  /**
   * What was spent.
   *
   * @param seconds for how long the study has been active
   * @param epochs how many epochs it has trained
   * @param trials how many trials it has started
   * @param gpuSeconds for how long it has held GPUs, all together
   */
  public record Spent(double seconds, long epochs, int trials, double gpuSeconds) {}
}
