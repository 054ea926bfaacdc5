package dev.thaw.workers.hypergradient;

/**
 * How the model is trained in each meta-iteration: gradient descent with momentum, {@code v = m v -
 * (1 - m) g}, then {@code w = w + rate v} (Maclaurin et al. 2015, algorithm 1).
 *
 * @param steps number of steps, 1 or more
 * @param segments into how many parts of about the same length the steps are divided, each with
 *     learning rates of its own; from 1 to {@code steps}
 * @param momentum m, the same for all steps
 */
public record TrainingRule(int steps, int segments, Ratio momentum) {

  public TrainingRule {
    if (steps < 1) {
      throw new IllegalArgumentException("steps (%d) must be at least 1.".formatted(steps));
    }
    if (segments < 1 || segments > steps) {
      throw new IllegalArgumentException(
          "segments (%d) must be from 1 to steps (%d).".formatted(segments, steps));
    }
  }

  /** The segment of a step; both are counted from 0. */
  int segment(int step) {
    return (int) ((long) step * segments / steps);
  }
}
