package dev.thaw.core.study;

import dev.thaw.core.budget.StopWhen;
import org.jspecify.annotations.Nullable;

/**
 * Weighs what the best candidate promises against what it takes: a study may end when that is too
 * little for its time or money. One answer may be wrong, so that several in a row must say so.
 */
final class Yield {

  /** So many answers in a row end a study. */
  private static final int POOR_ANSWERS = 3;

  private static final double SECONDS_PER_HOUR = 3600;

  private Yield() {}

  /** Takes note of what an answer promises, if that is asked for and how long it takes is known. */
  static void weigh(Fold fold, Advice.@Nullable Prospect prospect) {
    StopWhen when = fold.state().spec().stopWhen();
    if (when == null || !when.asksForProspects() || prospect == null || !(prospect.seconds() > 0)) {
      return;
    }
    double perHour = prospect.gain() / prospect.seconds() * SECONDS_PER_HOUR;
    double price = Timing.pricePerSecond(fold.state());
    Double perCost = price > 0 ? prospect.gain() / (prospect.seconds() * price) : null;
    boolean enough =
        isEnough(perHour, when.improvementPerHour())
            && isEnough(perCost, when.improvementPerCost());
    fold.emit(new StudyEvent.ProspectWeighed(prospect, perHour, perCost, enough));
  }

  /** What is not known is enough. */
  private static boolean isEnough(@Nullable Double promised, @Nullable Double asked) {
    return promised == null || asked == null || promised >= asked;
  }

  /** Whether going on is not worth it. */
  static boolean isTooLittle(StudyState state) {
    return state.search().counsel().poorInARow() >= POOR_ANSWERS;
  }
}
