package dev.thaw.core.forecast;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.Outcomes;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.surrogate.NormalQuantile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * By how much the best value of a study is going to improve: not at all with one probability, and
 * otherwise by a log-normal amount, in units of the distance between the best trial and the fifth.
 *
 * <p>Both depend on the number of times the spent budget is going to double, and on how the best
 * trials look now: whether the best one is complete, what is left of their curves, and how far the
 * crowd is. The constants are fitted to searches on recorded learning curves, see {@code make
 * outlook} and docs/algorithms.md.
 */
final class ImprovementModel {

  private static final int TRIALS_MIN = 8;
  private static final int TAIL = 5;
  private static final int CURVES = 8;

  /** Ratios to the unit are believed within these bounds. */
  private static final double RATIO_MIN = 0.02;

  private static final double RATIO_MAX = 50;

  /**
   * Logistic in: 1, log of doublings, whether the best trial is complete, what is left of curves.
   */
  private static final double[] STANDSTILL = {-1.7845, -1.2732, 1.5445, -0.1273};

  /** Of the logarithm: the same, the share of the best trial that is trained, and the crowd. */
  private static final double[] AMOUNT = {-0.6521, 0.5777, 1.9135, 0.0967, -2.8313, 0.3474};

  private static final double DEVIATION = 1.6364;

  private final Goal goal;
  private final double best;
  private final double unit;
  private final double complete;
  private final double trained;
  private final double curves;
  private final double crowd;

  private ImprovementModel(Goal goal, List<Trial> first, double[] scores, int epochsMax) {
    Trial leader = first.getFirst();
    this.goal = goal;
    this.best = scores[0];
    this.unit = scores[TAIL - 1] - best;
    this.trained = (double) leader.epochs() / epochsMax;
    this.complete = leader.epochs() >= epochsMax ? 1 : 0;
    this.curves = logRatio(left(first, epochsMax));
    this.crowd = logRatio(scores[Math.min(scores.length - 1, (scores.length + 1) / 2)] - best);
  }

  /**
   * The model of a study as it is; empty while too little is known of it, and where more counts
   * than one objective, of which its constants know nothing.
   */
  static Optional<ImprovementModel> of(StudyState state) {
    if (Outcomes.matter(state.spec())) {
      return Optional.empty();
    }
    Goal goal = state.spec().objective().goal();
    var trials = state.progress().trials();
    double[] scores = new double[trials.size()];
    int known = 0;
    for (Trial trial : trials) {
      if (trial.bestEpoch() > 0) {
        scores[known++] = score(goal, trial);
      }
    }
    scores = Arrays.copyOf(scores, known);
    Arrays.sort(scores);
    boolean differ = known >= TRIALS_MIN && scores[TAIL - 1] > scores[0];
    if (!differ || Double.isInfinite(scores[TAIL - 1] - scores[0])) {
      return Optional.empty();
    }
    List<Trial> first = upTo(scores[CURVES - 1], goal, trials);
    return Optional.of(
        new ImprovementModel(goal, first, scores, (int) Math.round(Reach.fullestTraining(state))));
  }

  /** The first trials, best first. */
  private static List<Trial> upTo(double score, Goal goal, Iterable<Trial> trials) {
    List<Trial> first = new ArrayList<>();
    for (Trial trial : trials) {
      if (trial.bestEpoch() > 0 && score(goal, trial) <= score) {
        first.add(trial);
      }
    }
    first.sort(Comparator.comparingDouble(trial -> score(goal, trial)));
    return first.subList(0, CURVES);
  }

  private static double score(Goal goal, Trial trial) {
    return goal.score(trial.curve().value(trial.bestEpoch()));
  }

  private double logRatio(double distance) {
    return Math.log(Math.clamp(distance / unit, RATIO_MIN, RATIO_MAX));
  }

  /**
   * By how much the best of the first trials would improve on the best value if each of its further
   * doublings of epochs brought what its last one did.
   */
  private double left(List<Trial> first, int epochsMax) {
    double most = 0;
    for (Trial trial : first) {
      int epochs = trial.epochs();
      if (epochs >= 2 && epochs < epochsMax) {
        double[] values = trial.curve().values();
        double half = least(values, (epochs + 1) / 2);
        double now = least(values, epochs);
        double doublings = Math.log((double) epochsMax / epochs) / Math.log(2);
        most = Math.max(most, best - (now - (half - now) * doublings));
      }
    }
    return most;
  }

  private double least(double[] values, int epochs) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < epochs; i++) {
      least = Math.min(least, goal.score(values[i]));
    }
    return least;
  }

  /**
   * What is to be expected once the spent budget has grown.
   *
   * @param share what is spent now, as a share of what will be spent then, above 0 and below 1
   */
  Forecast.Expected at(double share) {
    double doublings = Math.log(-Math.log(share) / Math.log(2));
    double[] shared = {1, doublings, complete, curves};
    double none = 1 / (1 + Math.exp(-product(STANDSTILL, shared)));
    double log = product(AMOUNT, new double[] {1, doublings, complete, curves, trained, crowd});
    // Where the study may well stand still, one end of the interval is the present value; the
    // other one then has the fifth beyond it that both ends have else.
    boolean oneSided = none > 0.1;
    return new Forecast.Expected(
        value(quantile(0.5, none, log)),
        value(quantile(oneSided ? 0.8 : 0.9, none, log)),
        value(oneSided ? 0 : quantile(0.1, none, log)),
        none);
  }

  private static double product(double[] weights, double[] features) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * features[i];
    }
    return sum;
  }

  /** The improvement below which it stays with a probability. */
  private double quantile(double probability, double none, double log) {
    double rest = (probability - none) / (1 - none);
    return rest <= 0 ? 0 : unit * Math.exp(log + DEVIATION * NormalQuantile.at(rest));
  }

  private double value(double improvement) {
    return goal.value(best - improvement);
  }
}
