package dev.thaw.app.report;

import dev.thaw.core.curve.Curve;
import dev.thaw.core.study.Advice;

/**
 * How often predicted bands held the values that were observed later.
 *
 * @param checked forecasts whose epoch was reached
 * @param held those whose band held the value
 * @param lastChecked of the checked ones, those of the last epoch
 * @param lastHeld of those, the ones whose band held the value
 */
record BandChecks(long checked, long held, long lastChecked, long lastHeld) {

  static BandChecks none() {
    return new BandChecks(0, 0, 0, 0);
  }

  /**
   * The checks with those of one decision.
   *
   * @param curve what is known by now of the trial that it was for
   * @param max the last epoch
   */
  BandChecks and(GuidedDecision decision, Curve curve, int max) {
    BandChecks checks = this;
    for (Advice.Forecast forecast : decision.forecasts()) {
      if (forecast.epoch() <= curve.length()) {
        boolean holds = holds(forecast, curve.value(forecast.epoch()));
        checks = checks.and(holds, forecast.epoch() == max);
      }
    }
    return checks;
  }

  private BandChecks and(boolean holds, boolean last) {
    return new BandChecks(
        checked + 1,
        held + (holds ? 1 : 0),
        lastChecked + (last ? 1 : 0),
        lastHeld + (holds && last ? 1 : 0));
  }

  static boolean holds(Advice.Forecast forecast, double value) {
    return value >= forecast.low() && value <= forecast.high();
  }

  /**
   * How far a value lies from the predicted median, in units of the half of the band on its side: 1
   * is the bound, 0 the median; 0 for a band without width too.
   */
  static double surprise(Advice.Forecast forecast, double value) {
    double half =
        value > forecast.median()
            ? forecast.high() - forecast.median()
            : forecast.median() - forecast.low();
    return half > 0 ? Math.abs(value - forecast.median()) / half : 0;
  }

  /** The largest surprise that one decision's forecasts met. */
  static double surprise(GuidedDecision decision, Curve curve) {
    return decision.forecasts().stream()
        .filter(forecast -> forecast.epoch() <= curve.length())
        .mapToDouble(forecast -> surprise(forecast, curve.value(forecast.epoch())))
        .max()
        .orElse(0);
  }
}
