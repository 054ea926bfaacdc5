package dev.thaw.core.foresight;

import dev.thaw.core.acquisition.Acquisition;
import dev.thaw.core.budget.Spending;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import dev.thaw.core.study.Trial;

/**
 * What a candidate is worth in one state, and for how long it is trained: the logarithm of its
 * expected improvement at the last epoch on the best value so far, less what it costs to start, and
 * for each second where time is what counts.
 */
final class Worth {

  /** A trial is trained for a third more epochs than it has. */
  private static final double STEP = 1.34;

  /**
   * By how much predicted variances are raised at first, when the hyperparameters rest on little:
   * squared standardised errors are 4 to 5 in the first full training's worth of epochs.
   */
  private static final double FIRST_DOUBT = 4;

  private static final double CHANCE = 0.05;

  /** How far prices count: 1 makes a score one per second. */
  private static final double EXPONENT = 1;

  private final StudyState state;
  private final Prices prices;
  private final double best;
  private final double doubt;

  /** What it costs to start or thaw a trial, in epochs. */
  private final double startCost;

  /**
   * Looks at a state.
   *
   * @param best the best value so far, in the units of the surrogate
   */
  Worth(StudyState state, double best, Prices prices) {
    Spending spending = state.progress().spending();
    this.state = state;
    this.prices = prices;
    this.best = best;
    this.doubt = 1 + FIRST_DOUBT * Math.exp(-spending.allEpochs() / Reach.fullestTraining(state));
    this.startCost = spending.startCost();
  }

  private StudySpec spec() {
    return state.spec();
  }

  /** A variance as it is believed: raised while little is known. */
  double raised(double variance) {
    return Math.max(variance, 0) * doubt;
  }

  /** What a new configuration is worth that is expected to get there. */
  double ofNew(Configuration configuration, double mean, double variance) {
    double price = prices.of(configuration);
    double score = improvement(mean, variance) - startPenalty(firstLimit(configuration) * price);
    return Acquisition.perSecond(score, price, EXPONENT);
  }

  /** What training a trial on is worth that is expected to get there. */
  double of(Trial trial, double mean, double variance) {
    double price = prices.of(trial);
    double step = (limit(trial) - trial.epochs()) * price;
    double score = improvement(mean, variance) - (inPlace(trial) ? 0 : startPenalty(step));
    return Acquisition.perSecond(score, price, EXPONENT);
  }

  /** The epoch at which training a trial on is valued: the last, if it can be reached in time. */
  int horizon(Trial trial) {
    return prices.reach(trial, last(trial));
  }

  /** The epoch at which a new configuration is valued. */
  int horizon(Configuration configuration) {
    return prices.reach(configuration, last(configuration));
  }

  /** The last epoch of a typical trial, up to the ceiling of the fidelity. */
  int last() {
    return (int) Math.max(1, Math.round(Reach.fullTraining(state)));
  }

  /** The last epoch of a trial, up to the ceiling of the fidelity. */
  int last(Trial trial) {
    int asked = Math.max(trial.epochs() + 1, Reach.asked(spec(), trial.configuration()));
    if (!spec().fidelity().isInSeconds()) {
      return Math.min(asked, Reach.ceiling(state));
    }
    double left = Reach.ceiling(state) - trial.effort().totalSeconds();
    double clock = left * Timing.clockPerEffort(state, trial.number());
    return Math.min(asked, trial.epochs() + prices.within(trial, clock));
  }

  /** The same for a new configuration. */
  private int last(Configuration configuration) {
    int last =
        spec().fidelity().isInSeconds()
            ? prices.within(configuration, Reach.ceiling(state) * usualClock())
            : Reach.ceiling(state);
    return Math.min(last, Reach.asked(spec(), configuration));
  }

  /** The seconds of the clock in which a new configuration probably works for one that counts. */
  private double usualClock() {
    return Timing.clockPerEffort(state, Timing.NEW);
  }

  /** Whether a trial has less than one chance in twenty to end better than the best so far. */
  boolean hopeless(double mean, double variance) {
    return Acquisition.probabilityOfImprovement(mean, Math.sqrt(raised(variance)), best) < CHANCE;
  }

  private double improvement(double mean, double variance) {
    double score = Acquisition.logExpectedImprovement(mean, Math.sqrt(raised(variance)), best);
    return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
  }

  /** The logarithm of how much dearer a step of so many typical epochs is with its start. */
  private double startPenalty(double epochs) {
    return Math.log1p(startCost / epochs);
  }

  private boolean inPlace(Trial trial) {
    return state.lease(trial.number()) != null;
  }

  /**
   * The epoch up to which a trial is trained. A thaw is worth at least what it costs, up to a third
   * of a full training: however dear a start is, trials are compared before they are complete.
   */
  int limit(Trial trial) {
    return limit(trial.epochs(), inPlace(trial), last(trial));
  }

  private int limit(int age, boolean inPlace, int last) {
    double worthwhile = Math.min(startCost, Reach.fullestTraining(state) / 3.0);
    int least = inPlace ? 1 : Math.max(1, (int) Math.ceil(worthwhile));
    int limit = Math.max(age + least, (int) Math.ceil(STEP * age));
    return Math.min(limit, last);
  }

  /** The epoch up to which a new trial is trained: at least to where ranks compare it. */
  int firstLimit(Configuration configuration) {
    StudySpec.Fidelity fidelity = spec().fidelity();
    int last = last(configuration);
    int limit = limit(0, false, last);
    if (!fidelity.isInSeconds()) {
      return Math.min(Math.max(fidelity.min(), limit), last);
    }
    boolean timed = state.progress().spending().rhythm().isKnown();
    return timed
        ? Math.min(
            Math.max(prices.within(configuration, fidelity.min() * usualClock()), limit), last)
        : 1;
  }
}
