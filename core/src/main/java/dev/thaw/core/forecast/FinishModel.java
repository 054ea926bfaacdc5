package dev.thaw.core.forecast;

import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a running study is going to end. */
final class FinishModel {

  private static final double DECILE = 1.2816;

  private FinishModel() {}

  /** The end at the present pace, with its doubt; null without any limit. */
  static Forecast.@Nullable Finish of(StudyState state, Left left, Instant now) {
    if (Double.isInfinite(left.seconds()) || left.spentEpochs() == 0) {
      return null;
    }
    Instant deadline = state.lifecycle().deadline();
    if (left.fixed() && deadline != null) {
      return fixed(state, deadline);
    }
    double factor = Math.exp(DECILE * deviation(state, left));
    return cut(
        new Forecast.Finish(
            after(now, left.seconds() / factor),
            after(now, left.seconds()),
            after(now, left.seconds() * factor)),
        state,
        deadline);
  }

  /** Sessions finish the epoch in hand, so a study ends up to an epoch after its deadline. */
  private static Forecast.Finish fixed(StudyState state, Instant deadline) {
    double pace = pace(state);
    return new Forecast.Finish(
        after(deadline, 0.1 * pace), after(deadline, 0.5 * pace), after(deadline, 1.5 * pace));
  }

  private static Forecast.Finish cut(
      Forecast.Finish finish, StudyState state, @Nullable Instant deadline) {
    if (deadline == null || finish.p90().isBefore(deadline)) {
      return finish;
    }
    Forecast.Finish last = fixed(state, deadline);
    return new Forecast.Finish(
        earlier(finish.p10(), last.p10()),
        earlier(finish.p50(), last.p50()),
        earlier(finish.p90(), last.p90()));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** The deviation of the logarithm of the time that is left. */
  private static double deviation(StudyState state, Left left) {
    var paces = new Moments();
    for (Trial trial : state.progress().trials()) {
      if (!trial.curve().isEmpty()) {
        paces.add(Math.log(Math.max(1e-9, trial.curve().totalSeconds() / trial.epochs())));
      }
    }
    double spread = paces.deviation(SPREAD_UNKNOWN);
    double perTrial = left.spentEpochs() / Math.max(1, paces.count());
    double further = Math.max(1, left.epochs() / perTrial);
    return Math.hypot(DOUBT, spread / Math.sqrt(further));
  }

  private static final double SPREAD_UNKNOWN = 0.5;
  private static final double DOUBT = 0.1;

  private static double pace(StudyState state) {
    var spending = state.progress().spending();
    return spending.trainingSeconds() / Math.max(1, spending.allEpochs());
  }

  private static Instant after(Instant instant, double seconds) {
    return instant.plus(Duration.ofMillis(Math.round(Math.min(seconds, 1e11) * 1e3)));
  }
}
