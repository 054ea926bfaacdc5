package dev.thaw.core.foresight;

import dev.thaw.core.budget.Pace;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import dev.thaw.core.study.Trial;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an epoch of a candidate costs in one state, against that of a typical trial, and how far the
 * candidate can get in the time that is left. Where epochs are all that counts, every epoch costs
 * the same and every candidate can be trained to the end.
 */
final class Prices {

  /** Nothing counts as more than this much dearer or cheaper than typical: it may be a mistake. */
  private static final double BOUND = Math.log(30);

  /** Nobody trains for longer, whatever a model says of its epochs. */
  private static final int MOST_EPOCHS = 1_000_000;

  private final @Nullable CostSurrogate costs;
  private final double typical;
  private final double secondsLeft;

  /** By what factor an epoch takes longer in the slot that somebody without one would get. */
  private final double slowness;

  private final @Nullable StudyState state;

  private Prices(
      @Nullable CostSurrogate costs,
      double typical,
      double secondsLeft,
      double slowness,
      @Nullable StudyState state) {
    this.costs = costs;
    this.typical = typical;
    this.secondsLeft = secondsLeft;
    this.slowness = slowness;
    this.state = state;
  }

  /** Prices where epochs are all that counts. */
  static Prices none() {
    return new Prices(null, 0, Double.POSITIVE_INFINITY, 1, null);
  }

  /** Prices by a surrogate that follows the study. */
  static Prices of(CostSurrogate costs, StudyState state) {
    double[] all = new double[state.progress().trials().size()];
    int known = 0;
    for (Trial trial : state.progress().trials()) {
      if (!trial.curve().isEmpty()) {
        all[known++] = costs.logSeconds(trial);
      }
    }
    double[] sorted = Arrays.copyOf(all, known);
    Arrays.sort(sorted);
    return new Prices(
        costs,
        known == 0 ? 0 : sorted[known / 2],
        Timing.secondsLeft(state, state.lifecycle().lastAt()),
        costs.slowness(state, Timing.NEW),
        state);
  }

  /** What an epoch of a trial costs, in typical epochs. */
  double of(Trial trial) {
    return costs == null ? 1 : relative(costs.logSeconds(trial));
  }

  /** What an epoch of a new configuration costs, in typical epochs. */
  double of(Configuration configuration) {
    return costs == null ? 1 : relative(costs.logSeconds(configuration));
  }

  /** How many epochs of a trial fit into some seconds, at least one. */
  int within(Trial trial, double seconds) {
    return costs == null ? 1 : within(costs.logSeconds(trial), seconds);
  }

  /** The same for a new configuration. */
  int within(Configuration configuration, double seconds) {
    return costs == null ? 1 : within(costs.logSeconds(configuration), seconds);
  }

  private static int within(double logSeconds, double seconds) {
    return (int) Math.clamp(seconds / Math.exp(logSeconds), 1, MOST_EPOCHS);
  }

  /**
   * How long an epoch of a candidate takes, as typical of the study without a surrogate of cost.
   */
  static double epochSeconds(@Nullable CostSurrogate costs, StudyState state, Candidate candidate) {
    Pace pace = state.progress().spending().rhythm();
    if (costs == null || !costs.model().isInformed()) {
      return pace.isKnown() ? pace.median() : 0;
    }
    Trial trial = candidate.trial();
    double usual =
        Math.exp(
            trial == null
                ? costs.logSeconds(Objects.requireNonNull(candidate.configuration()))
                : costs.logSeconds(trial));
    return usual * costs.slowness(state, trial == null ? Timing.NEW : trial.number());
  }

  private double relative(double logSeconds) {
    return Math.exp(Math.clamp(logSeconds - typical, -BOUND, BOUND));
  }

  /** The epoch that a trial can reach in the time that is left, at most {@code last}. */
  int reach(Trial trial, int last) {
    return costs == null
        ? last
        : reach(trial.epochs(), costs.logSeconds(trial), slowness(trial), last);
  }

  private double slowness(Trial trial) {
    return costs == null || state == null || state.lease(trial.number()) == null
        ? slowness
        : costs.slowness(state, trial.number());
  }

  /** The same for a new configuration. */
  int reach(Configuration configuration, int last) {
    return costs == null ? last : reach(0, costs.logSeconds(configuration), slowness, last);
  }

  /** At least one epoch: whether that is worth a start is not for prices to say. */
  private int reach(int age, double logSeconds, double factor, int last) {
    double more = Math.max(1, Math.floor(secondsLeft / (factor * Math.exp(logSeconds))));
    return more >= last - age ? last : age + (int) more;
  }
}
