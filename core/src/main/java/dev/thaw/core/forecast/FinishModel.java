package dev.thaw.core.forecast;

import dev.thaw.core.study.Left;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import dev.thaw.core.study.Trial;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When a running study is going to end.
 *
 * <p>Where a moment ends it, sessions do not begin what would not end in time: the last of them
 * determines the end. Elsewhere the rest of the work at the present pace, and a tail in which slots
 * fall idle one after the other; the logarithm of both together is off by a deviation that shrinks
 * with the number of trials to come. The constants are fitted to simulated studies, see {@code make
 * outlook}.
 */
final class FinishModel {

  private static final int SLOTS_MAX = 16;
  private static final int EPOCHS_MAX = 1_000;

  /**
   * The constants of a limit.
   *
   * @param work by what the rest of the work is multiplied
   * @param tail the length of the tail in full trainings, with one slot
   * @param tailBySlots the power of the number of slots by which it grows
   * @param tailGuided by what it is multiplied in a guided study
   * @param doubt the deviation that is always there
   * @param tailDoubt the deviation if there is nothing but the tail
   * @param trialDoubt by what the deviation between trials is multiplied
   * @param low the standardised error below which one in ten lies
   * @param high the one above which one in ten lies
   */
  private record Law(
      double work,
      double tail,
      double tailBySlots,
      double tailGuided,
      double doubt,
      double tailDoubt,
      double trialDoubt,
      double low,
      double high) {}

  private static final Law EPOCHS =
      new Law(1.05, 0.051, 1.271, 0.36, 0.140, 0.705, 1.404, -1.60, 1.95);
  private static final Law TRIALS =
      new Law(1.052, 0.388, 0.597, 1.374, 0.351, 0.227, 1.117, -2.30, 1.85);

  private static final double SPREAD_UNKNOWN = 0.5;

  /** The longest epochs are those of configurations that were not met yet. */
  private static final double UNSEEN = 1.2;

  /** An epoch that might end in time is not begun if nine in ten would not. */
  private static final double CAUTION = 1.6;

  /** Of how many epochs it is foreseen that they end in time. */
  private static final double LATE = 0.9;

  private final StudyState state;
  private final Left left;
  private final Instant now;
  private final double pace;

  private FinishModel(StudyState state, Left left, Instant now) {
    var spending = state.progress().spending();
    this.state = state;
    this.left = left;
    this.now = now;
    this.pace = spending.trainingSeconds() / Math.max(1, spending.allEpochs());
  }

  /** The end with its doubt; null without any limit, and before the first epoch. */
  static Forecast.@Nullable Finish of(StudyState state, Left left, Instant now) {
    if (Double.isInfinite(left.seconds()) || left.spentEpochs() == 0) {
      return null;
    }
    var model = new FinishModel(state, left, now);
    double seconds = Timing.secondsLeft(state, now);
    Forecast.Finish last =
        Double.isInfinite(seconds) ? null : model.atDeadline(after(now, seconds));
    return switch (left.limit()) {
      case NONE -> null;
      case TIME -> last;
      case EPOCHS -> cut(model.worked(EPOCHS), last);
      case TRIALS -> cut(model.worked(TRIALS), last);
    };
  }

  private static Forecast.Finish cut(Forecast.Finish finish, Forecast.@Nullable Finish last) {
    return last == null
        ? finish
        : new Forecast.Finish(
            earlier(finish.p10(), last.p10()),
            earlier(finish.p50(), last.p50()),
            earlier(finish.p90(), last.p90()));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private Forecast.Finish worked(Law law) {
    int slots = Math.min(SLOTS_MAX, state.spec().resources().slots());
    boolean guided = state.spec().guide() != null;
    double late = left.epochs() > 0 ? left.lateEpochs() / left.epochs() : 0;
    double work = law.work() * left.seconds() * Math.max(0, 1 - late);
    double tail =
        law.tail()
            * Math.pow(slots, law.tailBySlots())
            * (guided ? law.tailGuided() : 1)
            * pace
            * Reach.fullestTraining(state);
    double seconds = work + tail;
    double deviation =
        Math.hypot(
            Math.hypot(law.doubt(), law.tailDoubt() * tail / seconds),
            law.trialDoubt() * spread() / Math.sqrt(furtherTrials()));
    return new Forecast.Finish(
        after(now, seconds * Math.exp(law.low() * deviation)),
        after(now, seconds),
        after(now, seconds * Math.exp(law.high() * deviation)));
  }

  /** The deviation of the logarithms of what an epoch takes, between trials. */
  private double spread() {
    var paces = new Moments();
    for (Trial trial : state.progress().trials()) {
      if (trial.ownEpochs() > 0) {
        paces.add(Math.log(Math.max(1e-9, trial.ownTotalSeconds() / trial.ownEpochs())));
      }
    }
    return paces.deviation(SPREAD_UNKNOWN);
  }

  private double furtherTrials() {
    double perTrial = left.spentEpochs() / Math.max(1, state.progress().trials().size());
    return Math.max(1, (left.epochs() - left.lateEpochs()) / perTrial);
  }

  /**
   * No epoch is begun that would not end in time: each slot falls idle somewhere within the last
   * epoch before the deadline, and the last of them ends the study. One in ten epochs is late.
   */
  private Forecast.Finish atDeadline(Instant deadline) {
    double[] lengths = lengths();
    int slots = state.spec().resources().slots();
    return new Forecast.Finish(
        after(deadline, -CAUTION * longestRest(lengths, 1 - Math.pow(0.05, 1.0 / slots))),
        after(deadline, -longestRest(lengths, 1 - Math.pow(0.5, 1.0 / slots))),
        after(deadline, UNSEEN * longestRest(lengths, lateness(slots))));
  }

  /** How late the latest of the late epochs is, as a share of all rests of epochs. */
  private static double lateness(int slots) {
    return Math.max(0, (Math.pow(0.95, 1.0 / slots) - LATE) / (1 - LATE));
  }

  /** What epochs took, in seconds; those of the newest trials are enough. */
  private double[] lengths() {
    var trials = state.progress().trials();
    double[] lengths = new double[EPOCHS_MAX];
    int known = 0;
    for (int i = trials.size() - 1; i >= 0 && known < EPOCHS_MAX; i--) {
      for (double seconds : trials.get(i).ownSeconds()) {
        if (known < EPOCHS_MAX) {
          lengths[known++] = Math.max(1e-9, seconds);
        }
      }
    }
    return Arrays.copyOf(lengths, known);
  }

  /** The rest of an epoch that is met at a random moment stays below it; by bisection. */
  private static double longestRest(double[] lengths, double probability) {
    double all = 0;
    double high = 0;
    for (double length : lengths) {
      all += length;
      high = Math.max(high, length);
    }
    double low = 0;
    for (int i = 0; i < 20; i++) {
      double middle = (low + high) / 2;
      double below = 0;
      for (double length : lengths) {
        below += Math.min(length, middle) / all;
      }
      if (below < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static Instant after(Instant instant, double seconds) {
    return instant.plus(Duration.ofMillis(Math.round(Math.min(seconds, 1e11) * 1e3)));
  }
}
