package dev.thaw.core.forecast;

import dev.thaw.core.study.Left;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.StudyState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be expected of a running study, from what it has learned so far.
 *
 * @param best the best value at the end of its budget
 * @param finish when that will be; null while nobody can tell
 * @param twiceTheSlots the best value if it had twice the slots from now on; null while too little
 *     is spent to tell
 * @param twiceTheTime the best value if its whole budget were twice as large; null as above
 */
public record Forecast(
    Expected best,
    @Nullable Finish finish,
    @Nullable Expected twiceTheSlots,
    @Nullable Expected twiceTheTime) {

  /** Before so much of its budget is spent, a study says little of its end. */
  private static final double SHARE_MIN = 0.15;

  private static final double SHARE_MIN_FOR_TWICE = 0.25;

  /**
   * A value to expect, in the units of the metric.
   *
   * @param median as likely better as worse
   * @param good the better end of an interval that holds four times in five; one time in ten it is
   *     better still, or one in five if {@code poor} is the present best value
   * @param poor the worse end; the present best value where the study may well stand still
   * @param standstill the probability that the best value stays what it is
   */
  public record Expected(double median, double good, double poor, double standstill) {

    /** Whether the interval holds a value; its ends are inside. */
    public boolean holds(double value) {
      return value >= Math.min(good, poor) && value <= Math.max(good, poor);
    }
  }

  /** When a study ends: one time in ten before {@code p10}, half before {@code p50}. */
  public record Finish(Instant p10, Instant p50, Instant p90) {}

  /**
   * The forecast of a study at a moment; empty unless it runs, has a limit, has spent some of it
   * and has trials enough to tell.
   */
  public static Optional<Forecast> of(StudyState state, Instant now) {
    if (state.lifecycle().phase() != Lifecycle.Phase.RUNNING) {
      return Optional.empty();
    }
    Left left = Left.of(state, now);
    if (left.share() < SHARE_MIN || left.share() >= 1) {
      return Optional.empty();
    }
    return ImprovementModel.of(state).map(model -> of(model, state, left, now));
  }

  private static Forecast of(ImprovementModel model, StudyState state, Left left, Instant now) {
    double share = left.share();
    boolean twice = share >= SHARE_MIN_FOR_TWICE;
    return new Forecast(
        model.at(share),
        FinishModel.of(state, left, now),
        twice ? model.at(share / (share + 2 * (1 - share))) : null,
        twice ? model.at(share / 2) : null);
  }

  /**
   * The best value to expect once the spent budget has grown; empty while too little is known.
   *
   * @param share what is spent now, as a share of what will be spent then, above 0 and below 1
   */
  public static Optional<Expected> best(StudyState state, double share) {
    return ImprovementModel.of(state).map(model -> model.at(share));
  }
}
