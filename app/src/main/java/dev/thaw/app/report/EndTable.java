package dev.thaw.app.report;

import dev.thaw.app.summary.Advising;
import dev.thaw.app.summary.Cells;
import dev.thaw.app.summary.Comparison;
import dev.thaw.app.summary.Failures;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.Front;
import dev.thaw.app.summary.Kept;
import dev.thaw.app.summary.OverSeeds;
import dev.thaw.app.summary.Places;
import dev.thaw.app.summary.Recommended;
import dev.thaw.app.summary.Savings;
import dev.thaw.app.summary.Stretch;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.app.summary.TrialRow;
import dev.thaw.app.summary.TrialTable;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The text that closes a run in a terminal: what was found, what it cost, where it lies. */
public final class EndTable {

  private static final int BEST = 5;

  private EndTable() {}

  /**
   * The lines of the text. Paths are never cut; every other line fits the width.
   *
   * @param now the present; ignored once the study has ended
   * @param places where the files of the study lie
   * @param width columns of the terminal, at least 1
   */
  public static List<String> lines(Watched study, Instant now, Places places, int width) {
    StudyState state = study.state();
    List<String> lines = new ArrayList<>();
    lines.add(title(state, now));
    lines.add("");
    List<TrialRow> best = TrialRow.best(state, BEST);
    if (best.isEmpty()) {
      lines.add("No epoch was reported.");
    } else {
      lines.addAll(TrialTable.lines(best, state.spec().objective().metric(), width));
    }
    lines.add("");
    Front front = Front.of(state);
    if (front != null) {
      lines.addAll(front.lines());
      lines.add("");
    }
    lines.addAll(Stretch.lines(Stretch.schedule(state)));
    addBaseline(lines, state);
    addRecommended(lines, state);
    addSavings(lines, Savings.of(state));
    Advising advising = Advising.of(study);
    if (advising != null && !advising.sentence().isEmpty()) {
      lines.add(advising.sentence());
    }
    Kept kept = Kept.of(state, places.checkpoints());
    if (kept.sentence() != null) {
      lines.add(kept.sentence());
    }
    Failures failures = Failures.of(state);
    if (failures != null) {
      lines.add(failures.sentence());
    }
    lines.replaceAll(line -> Cells.cut(line, width));
    lines.add("");
    lines.add("report       " + places.report());
    lines.add("checkpoints  " + kept.location());
    lines.add("journal      " + places.journal());
    lines.add("status       " + places.status());
    return List.copyOf(lines);
  }

  private static String title(StudyState state, Instant now) {
    var summary = StudySummary.trials(state);
    var end = state.lifecycle().end();
    return "%s %s after %s%s: %s, %d completed, %s"
        .formatted(
            Cells.clean(state.spec().name()),
            Figures.word(state.lifecycle().phase()),
            Figures.duration(StudySummary.active(state, now)),
            end == null ? "" : ", " + Figures.word(end).replace('-', ' '),
            Figures.count(summary.started(), "trial"),
            summary.completed(),
            summary.failures());
  }

  private static void addBaseline(List<String> lines, StudyState state) {
    Progress.Best best = state.progress().best();
    var baseline = StudySummary.baseline(state);
    if (best != null && best.trial() == 0 && baseline != null) {
      lines.add("the defaults are the best so far");
    } else if (best != null && baseline != null) {
      var goal = state.spec().objective().goal();
      String sentence = Comparison.sentence(best.value(), baseline.value(), goal);
      lines.add("trial " + best.trial() + " is " + sentence);
    }
  }

  private static void addRecommended(List<String> lines, StudyState state) {
    String confirmed = OverSeeds.sentence(state);
    if (confirmed != null) {
      lines.add(confirmed);
    }
    Recommended recommended = Recommended.insteadOfBest(state);
    if (recommended != null) {
      lines.add(recommended.sentence(state.spec().objective().metric()));
    }
  }

  private static void addSavings(List<String> lines, Savings savings) {
    String trained = Figures.count(savings.trainedEpochs(), "epoch") + " trained";
    if (savings.trainedEpochs() == 0) {
      return;
    }
    if (savings.savedEpochs() <= 0) {
      lines.add(trained + ", no fewer than full training of every trial");
      return;
    }
    Duration spared = Duration.ofMillis((long) (1000 * savings.savedSeconds()));
    lines.add(trained + ", full training of every trial: " + Figures.count(savings.fullEpochs()));
    lines.add(
        "spared %s of it, about %s"
            .formatted(Figures.percent(savings.share()), Figures.duration(spared)));
  }
}
