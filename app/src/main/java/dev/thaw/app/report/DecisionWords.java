package dev.thaw.app.report;

import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.RuleWords;
import dev.thaw.core.curve.Curve;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyState;
import java.util.ArrayList;
import java.util.List;

/** A guided decision in plain words. */
final class DecisionWords {

  private final StudyState state;
  private final GuidedDecision decision;
  private final String metric;

  DecisionWords(StudyState state, GuidedDecision decision) {
    this.state = state;
    this.decision = decision;
    this.metric = state.spec().objective().metric();
  }

  /** What was done, when: {@code Trial 7 thawed at epoch 9}. */
  String title() {
    String deed =
        switch (decision.deed()) {
          case STARTED -> "started";
          case THAWED -> "thawed at epoch " + decision.known();
          case WENT_ON -> "went on at epoch " + decision.known();
        };
    return "Trial " + decision.trial() + " " + deed;
  }

  /** What was chosen, what it was expected to reach, which rivals it beat, by which rule. */
  String sentence() {
    Advice.Forecast end = decision.forecasts().getLast();
    String best =
        decision.best() == null ? "" : ", when the best was " + Figures.number(decision.best());
    return "After %s of the study, trial %d %s; it was expected to reach %s %s by epoch %d (nine times in ten %s to %s)%s%s. Chosen by: %s."
        .formatted(
            Figures.count(decision.spent(), "epoch"),
            decision.trial(),
            deed(),
            metric,
            Figures.number(end.median()),
            end.epoch(),
            Figures.number(end.low()),
            Figures.number(end.high()),
            best,
            rivals(),
            RuleWords.of(decision.evidence().rule()));
  }

  private String deed() {
    String limit = " to epoch " + decision.limit();
    return switch (decision.deed()) {
      case STARTED -> "was started, as far as" + limit.substring(3);
      case THAWED -> "was thawed at epoch " + decision.known() + " and trained on" + limit;
      case WENT_ON -> "went on from epoch " + decision.known() + limit;
    };
  }

  private String rivals() {
    List<String> names = new ArrayList<>();
    int fresh = 0;
    for (Advice.Rival rival : decision.evidence().rivals()) {
      if (rival.trial() == null) {
        fresh++;
      } else {
        names.add("trial " + rival.trial());
      }
    }
    if (fresh > 0) {
      names.add(fresh == 1 ? "a new configuration" : fresh + " new configurations");
    }
    return names.isEmpty() ? "" : "; it was preferred to " + listed(names);
  }

  private static String listed(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.getFirst()
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  /** What came of it, judged at the last epoch that was both predicted and reached. */
  String outcome() {
    Curve curve = state.trial(decision.trial()).curve();
    Advice.Forecast checked = null;
    for (Advice.Forecast forecast : decision.forecasts()) {
      checked = forecast.epoch() <= curve.length() ? forecast : checked;
    }
    if (checked == null) {
      return curve.length() == 0
          ? "It never reported a value."
          : "It was trained to epoch %d only, where nothing was predicted."
              .formatted(curve.length());
    }
    double value = curve.value(checked.epoch());
    return "At epoch %d it really had %s: %s the band (%s to %s)."
        .formatted(
            checked.epoch(),
            Figures.number(value),
            verdict(checked, value),
            Figures.number(checked.low()),
            Figures.number(checked.high()));
  }

  private String verdict(Advice.Forecast forecast, double value) {
    if (BandChecks.holds(forecast, value)) {
      return "inside";
    }
    Goal goal = state.spec().objective().goal();
    return goal.better(value, forecast.median()) ? "better than" : "worse than";
  }
}
