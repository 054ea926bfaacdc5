package dev.thaw.core.foresight;

import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.surrogate.OutputTransform;
import java.util.Arrays;

/** Says what a candidate promises, in the units of the objective. */
final class Prospects {

  /** What lies further from the mean than so many deviations is left out. */
  private static final double REACH = 6;

  /** Even, as Simpson's rule wants it. */
  private static final int PANELS = 200;

  private Prospects() {}

  /**
   * What a candidate promises in a state.
   *
   * @param variance how much its mean may be off, as it is believed
   * @param best the best value so far, in the units of the surrogate
   * @param epochSeconds how long one of its epochs takes; 0 if that is not known
   */
  static Advice.Prospect of(
      StudyState state,
      OutputTransform units,
      Candidate candidate,
      double variance,
      double best,
      double epochSeconds) {
    return new Advice.Prospect(
        gain(state, units, candidate.mean(), Math.sqrt(variance), best),
        spread(state),
        seconds(state, candidate, epochSeconds));
  }

  /**
   * The expected improvement of a normal value in the units of the surrogate, in the objective's.
   */
  static double gain(
      StudyState state, OutputTransform units, double mean, double deviation, double best) {
    double yardstick = state.score(units.objective(best));
    if (!(deviation > 0)) {
      return mean < best ? finite(yardstick - state.score(units.objective(mean))) : 0;
    }
    double low = Math.min(mean, best) - REACH * deviation;
    double high = Math.min(best, mean + REACH * deviation);
    double step = (high - low) / PANELS;
    double sum = 0;
    for (int i = 0; i <= PANELS; i++) {
      double value = low + i * step;
      double z = (value - mean) / deviation;
      double share = i == 0 || i == PANELS ? 1 : i % 2 == 1 ? 4 : 2;
      double better = yardstick - state.score(units.objective(value));
      sum += share * better * Math.exp(-z * z / 2);
    }
    return finite(sum * step / 3 / (deviation * Math.sqrt(2 * Math.PI)));
  }

  private static double finite(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY ? value : 0;
  }

  /** The interquartile range of the last values of all trials; 0 for fewer than two. */
  static double spread(StudyState state) {
    double[] lasts = new double[state.progress().trials().size()];
    int known = 0;
    for (Trial trial : state.candidates()) {
      if (trial.ownEpochs() > 0) {
        lasts[known++] = trial.curve().last();
      }
    }
    double[] sorted = Arrays.copyOf(lasts, known);
    Arrays.sort(sorted);
    return known < 2 ? 0 : finite(quantile(sorted, 0.75) - quantile(sorted, 0.25));
  }

  /** Between two values in proportion. */
  private static double quantile(double[] sorted, double probability) {
    double position = probability * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private static double seconds(StudyState state, Candidate candidate, double epochSeconds) {
    if (!(epochSeconds > 0) || Double.isInfinite(epochSeconds)) {
      return 0;
    }
    Trial trial = candidate.trial();
    boolean inPlace = trial != null && state.lease(trial.number()) != null;
    double start = inPlace ? 0 : state.progress().spending().secondsToStart();
    int age = trial == null ? 0 : trial.epochs();
    return start + (candidate.epoch() - age) * epochSeconds;
  }
}
