package dev.thaw.app.summary;

import dev.thaw.core.curve.Goal;

/** The best value of a study against that of its default configuration, in words. */
public final class Comparison {

  private Comparison() {}

  /** How much better, absolute and in per cent of the defaults' value. */
  public static String sentence(double best, double baseline, Goal goal) {
    if (!goal.better(best, baseline)) {
      return "not better than the defaults (%s)".formatted(Figures.value(baseline));
    }
    double by = Math.abs(best - baseline);
    String relative =
        baseline == 0 || !Double.isFinite(by)
            ? ""
            : " (" + Figures.number(round(100 * by / Math.abs(baseline))) + " %)";
    return "better than the defaults (%s) by %s%s"
        .formatted(Figures.value(baseline), Figures.number(by), relative);
  }

  private static double round(double percent) {
    return percent < 10 ? Math.rint(10 * percent) / 10 : Math.rint(percent);
  }
}
