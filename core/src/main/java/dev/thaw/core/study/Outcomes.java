package dev.thaw.core.study;

import dev.thaw.core.pareto.Order;
import dev.thaw.core.pareto.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What trials showed in a study in which more counts than one objective: {@link Aims}. Everything
 * here is the objective alone in other studies.
 */
public final class Outcomes {

  private Outcomes() {}

  /**
   * A trial of the Pareto front.
   *
   * @param trial its number
   * @param epoch its newest epoch, by which it counts
   * @param values its objectives as they were reported, in the order of {@link Aims#metrics}
   */
  public record Point(int trial, int epoch, List<Double> values) {
    public Point {
      values = List.copyOf(values);
    }
  }

  /** Whether more counts than one objective. */
  public static boolean matter(StudySpec spec) {
    return spec.objective().aims() != null;
  }

  /** Whether there is more than one objective. */
  public static boolean areSeveral(StudySpec spec) {
    Aims aims = spec.objective().aims();
    return aims != null && aims.areSeveral();
  }

  /**
   * What a trial showed after an epoch: its scores, and by how much it breaks limits.
   *
   * @param epoch 1 to the length of its curve
   */
  public static Outcome at(StudyState state, Trial trial, int epoch) {
    StudySpec.Objective objective = state.spec().objective();
    List<Double> scores = new ArrayList<>();
    scores.add(objective.goal().score(trial.curve().value(epoch)));
    double violation = 0;
    if (objective.aims() != null) {
      for (Aims.Aim aim : objective.aims().also()) {
        scores.add(aim.goal().score(value(objective, trial, aim.metric(), epoch)));
      }
      for (Aims.Limit limit : objective.aims().limits()) {
        violation += limit.violation(value(objective, trial, limit.metric(), epoch));
      }
    }
    return new Outcome(scores, violation);
  }

  /**
   * A metric of a trial after an epoch.
   *
   * @param metric an objective, or what has a limit
   */
  public static double value(StudySpec.Objective objective, Trial trial, String metric, int epoch) {
    if (metric.equals(objective.metric())) {
      return trial.curve().value(epoch);
    }
    if (metric.equals(Aims.SECONDS)) {
      double seconds = 0;
      for (int i = 1; i <= epoch; i++) {
        seconds += trial.curve().seconds(i);
      }
      return seconds;
    }
    int index =
        Objects.requireNonNull(objective.aims()).watched(objective.metric()).indexOf(metric);
    return Objects.requireNonNull(trial.watched()).get(index).value(epoch);
  }

  /**
   * The Pareto front: of the trials that have an epoch and were not given up, those that keep all
   * limits and are dominated by no other such trial; each by its newest epoch, whose checkpoint it
   * has. By the first objective, the best first; empty if no trial keeps the limits. Confirmations
   * are no candidates.
   */
  public static List<Point> front(StudyState state) {
    List<Trial> trials = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      if (trial.epochs() > 0 && !trial.gaveUp()) {
        trials.add(trial);
        outcomes.add(at(state, trial, trial.epochs()));
      }
    }
    return Order.front(outcomes).stream().map(i -> point(state, trials.get(i))).toList();
  }

  private static Point point(StudyState state, Trial trial) {
    StudySpec.Objective objective = state.spec().objective();
    List<String> metrics =
        objective.aims() == null
            ? List.of(objective.metric())
            : objective.aims().metrics(objective.metric());
    return new Point(
        trial.number(),
        trial.epochs(),
        metrics.stream().map(metric -> value(objective, trial, metric, trial.epochs())).toList());
  }

  /** Whether a trial keeps all limits after an epoch. */
  public static boolean isFeasible(StudyState state, Trial trial, int epoch) {
    return at(state, trial, epoch).feasible();
  }

  /** Whether the newest epoch of a trial is better than another one of it. */
  static boolean isBetter(StudyState state, Trial trial, int other) {
    return isBetter(state, trial, trial.epochs(), other);
  }

  /** Whether one epoch of a trial is better than another one. */
  static boolean isBetter(StudyState state, Trial trial, int one, int other) {
    return isBetter(state, trial, one, trial, other);
  }

  /**
   * The best of the study after the newest epoch of a trial, where that is another one than before;
   * null where it is not.
   */
  static Progress.@Nullable Best improvement(StudyState state, Trial trial) {
    Progress.Best best = state.progress().best();
    if (Races.matter(state.spec())) {
      Progress.Best leader = Races.leader(state);
      return leader == null || leader.equals(best) ? null : leader;
    }
    return best == null
            || isBetter(state, trial, trial.epochs(), state.trial(best.trial()), best.epoch())
        ? new Progress.Best(trial.number(), trial.epochs(), trial.curve().last())
        : null;
  }

  /**
   * By how much limits are broken first, then by the first objective. In a race means over more
   * folds come before those over fewer, which may be lucky.
   */
  private static boolean isBetter(
      StudyState state, Trial trial, int epoch, Trial other, int otherEpoch) {
    if (Races.matter(state.spec()) && epoch != otherEpoch) {
      return epoch > otherEpoch;
    }
    double score = state.score(trial.curve().value(epoch));
    double otherScore = state.score(other.curve().value(otherEpoch));
    if (!matter(state.spec())) {
      return score < otherScore;
    }
    double violation = at(state, trial, epoch).violation();
    double otherViolation = at(state, other, otherEpoch).violation();
    return violation < otherViolation || (violation == otherViolation && score < otherScore);
  }

  /** The metrics that a report must have beside the objective, each once, in a fixed order. */
  private static List<String> watched(StudySpec spec) {
    StudySpec.Objective objective = spec.objective();
    if (objective.aims() != null) {
      return objective.aims().watched(objective.metric());
    }
    String fold = Races.metric(spec);
    return fold == null ? List.of() : List.of(fold);
  }

  /** The metric that counts and that a report lacks, or has no finite value of; null for none. */
  static @Nullable String missing(StudySpec spec, StudyInput.EpochReported in) {
    for (String metric : watched(spec)) {
      Double value = in.metrics().get(metric);
      if (value == null || !Double.isFinite(value)) {
        return metric;
      }
    }
    return null;
  }

  /** The metrics of a report that count beside the objective; null if none does. */
  static @Nullable List<Double> watched(StudySpec spec, StudyInput.EpochReported in) {
    return spec.objective().aims() == null && Races.metric(spec) == null
        ? null
        : watched(spec).stream()
            .map(metric -> Objects.requireNonNull(in.metrics().get(metric)))
            .toList();
  }
}
