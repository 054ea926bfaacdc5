package dev.thaw.app.report;

import dev.thaw.core.study.Advice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision that an adviser made, with what it expected.
 *
 * @param row the row of the journal that holds it
 * @param spent how many epochs the study had trained by then
 * @param trial the trial that it was for
 * @param deed what was done with the trial
 * @param known how many epochs of the trial's curve were known
 * @param limit the epoch up to which the trial was let go
 * @param best the best value of the study by then; null before the first
 * @param evidence what spoke for it
 */
record GuidedDecision(
    long row,
    long spent,
    int trial,
    Deed deed,
    int known,
    int limit,
    @Nullable Double best,
    Advice.Evidence evidence) {

  /** What can be done with a trial. */
  enum Deed {
    STARTED,
    THAWED,
    WENT_ON
  }

  /** The forecasts that can be drawn and checked: of epochs to come, with finite numbers. */
  List<Advice.Forecast> forecasts() {
    return evidence.forecasts().stream()
        .filter(forecast -> forecast.epoch() > known)
        .filter(f -> Double.isFinite(f.median() + f.low() + f.high()))
        .toList();
  }
}
