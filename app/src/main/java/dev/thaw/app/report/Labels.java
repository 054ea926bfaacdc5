package dev.thaw.app.report;

import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.TrialRow;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.StringJoiner;

/** The words of a report about trials. */
final class Labels {

  private static final double ROUNDING = 1e9;

  private Labels() {}

  /** A number beside an axis, without the rounding errors of its computation. */
  static String tick(double number) {
    return Math.abs(number) < ROUNDING && number == Math.rint(number)
        ? Long.toString((long) number)
        : Figures.number(number);
  }

  /** A clause as a sentence. */
  static String sentence(String clause) {
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
  }

  /** What a trial is drawn as: {@code best}, {@code baseline}, or its status. */
  static String kind(StudyState state, Trial trial) {
    Progress.Best best = state.progress().best();
    if (best != null && best.trial() == trial.number()) {
      return "best";
    }
    return isBaseline(state, trial) ? "baseline" : status(trial);
  }

  static boolean isBaseline(StudyState state, Trial trial) {
    return state.spec().baseline() && trial.number() == 0;
  }

  private static String status(Trial trial) {
    return switch (trial.status()) {
      case PENDING, PAUSED -> "paused";
      case STARTING, RUNNING, PAUSING -> "running";
      case STOPPED -> "stopped";
      case COMPLETED -> "completed";
      case FAILED -> "failed";
      case INFEASIBLE -> "infeasible";
    };
  }

  /** What a tooltip says of a trial that has reported. */
  static String tooltip(StudyState state, Trial trial) {
    var text = new StringJoiner("\n");
    text.add("trial " + trial.number() + (isBaseline(state, trial) ? ", the defaults" : ""));
    text.add(
        "best %s %s at epoch %d; %s after %s"
            .formatted(
                state.spec().objective().metric(),
                Figures.value(TrialRow.bestValue(trial)),
                trial.bestEpoch(),
                Figures.word(trial.status()),
                Figures.count(trial.epochs(), "epoch")));
    trial
        .configuration()
        .asMap()
        .forEach((name, value) -> text.add(name + " = " + Figures.parameter(value)));
    return text.toString();
  }
}
