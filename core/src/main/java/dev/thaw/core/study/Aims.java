package dev.thaw.core.study;

import dev.thaw.core.curve.Goal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What counts in a study beside its objective: further objectives, with which there is a Pareto
 * front in the place of a best trial, and limits that a trial had better keep.
 *
 * @param also the further objectives, in the order of the spec
 * @param limits what is not to be exceeded, in the order of the spec; not both are empty
 */
public record Aims(List<Aim> also, List<Limit> limits) {

  /** The metric that no trainer reports: the seconds of the clock that a trial was trained for. */
  public static final String SECONDS = StudySpec.Fidelity.SECONDS;

  public Aims {
    also = List.copyOf(also);
    limits = List.copyOf(limits);
    if (also.isEmpty() && limits.isEmpty()) {
      throw new IllegalArgumentException("also and limits must not both be empty.");
    }
  }

  /**
   * A further objective.
   *
   * @param metric the name under which the trainer reports it, or {@link #SECONDS}
   * @param goal whether less or more is better
   */
  public record Aim(String metric, Goal goal) {}

  /**
   * What a metric had better be. Trials for which it is not rank after those for which it is.
   *
   * @param metric the name under which the trainer reports it, or {@link #SECONDS}
   * @param min the least value; null for none
   * @param max the largest value; null for none. At least one of both is given
   */
  public record Limit(String metric, @Nullable Double min, @Nullable Double max) {

    public Limit {
      boolean bad =
          (min == null && max == null)
              || (min != null && !Double.isFinite(min))
              || (max != null && !Double.isFinite(max))
              || (min != null && max != null && min > max);
      if (bad) {
        throw new IllegalArgumentException(
            "the limit of %s (min %s, max %s) needs a min or a max, finite, and min at most max."
                .formatted(metric, min, max));
      }
    }

    /**
     * By how much a value is beyond the limit, as a share of it, or as it is where the limit is 0;
     * 0 if it is not.
     */
    double violation(double value) {
      double below = min == null ? 0 : Math.max(0, min - value) / unit(min);
      double above = max == null ? 0 : Math.max(0, value - max) / unit(max);
      return below + above;
    }

    private static double unit(double limit) {
      return limit == 0 ? 1 : Math.abs(limit);
    }
  }

  /** How many objectives there are, the first one included. */
  public int objectives() {
    return 1 + also.size();
  }

  /** Whether there is more than one objective. */
  public boolean areSeveral() {
    return !also.isEmpty();
  }

  /**
   * The metrics that a report must have beside the objective, each once, in a fixed order.
   *
   * @param objective the metric of the objective
   */
  public List<String> watched(String objective) {
    Set<String> watched = new LinkedHashSet<>();
    also.forEach(aim -> watched.add(aim.metric()));
    limits.forEach(limit -> watched.add(limit.metric()));
    watched.remove(objective);
    watched.remove(SECONDS);
    return List.copyOf(watched);
  }

  /** The metrics of all objectives, the first one's first. */
  public List<String> metrics(String objective) {
    List<String> metrics = new ArrayList<>();
    metrics.add(objective);
    also.forEach(aim -> metrics.add(aim.metric()));
    return List.copyOf(metrics);
  }
}
