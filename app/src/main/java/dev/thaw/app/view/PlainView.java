package dev.thaw.app.view;

import dev.thaw.app.summary.Advising;
import dev.thaw.app.summary.Cells;
import dev.thaw.app.summary.Expected;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** What happened in a study, a line at a time, where an output cannot be drawn over. */
public final class PlainView {

  private PlainView() {}

  /**
   * What is notable between two states of a study: a new best value, promotions, trials that ended,
   * an adviser that falls silent or answers again, the end of the study. Empty if nothing is.
   *
   * @param now the present
   */
  public static Optional<String> line(StudyState before, StudyState after, Instant now) {
    List<String> news = new ArrayList<>();
    addBest(news, before, after);
    addCount(news, promotions(after) - promotions(before), "promoted");
    var then = StudySummary.trials(before);
    var here = StudySummary.trials(after);
    addCount(news, here.completed() - then.completed(), "completed");
    addCount(news, here.stopped() - then.stopped(), "stopped");
    addCount(news, here.failed() - then.failed(), "failed");
    addCount(news, here.infeasible() - then.infeasible(), "infeasible");
    addQuarantined(news, before, after);
    addAdviser(news, Advising.isSilent(before), Advising.isSilent(after));
    addPhase(news, before, after);
    return news.isEmpty()
        ? Optional.empty()
        : Optional.of(stamp(after, now) + String.join("; ", news));
  }

  /** How the study stands: for when nothing was notable for a while. */
  public static String heartbeat(Watched study, Instant now) {
    StudyState state = study.state();
    var trials = StudySummary.trials(state);
    var text = new StringJoiner(", ");
    text.add(trials.running() + " running");
    text.add(trials.paused() + " frozen");
    text.add((trials.completed() + trials.stopped()) + " finished");
    text.add(trials.failures());
    text.add(Figures.count(state.progress().spending().allEpochs(), "epoch"));
    Outlook.of(state, now)
        .ifPresent(
            outlook -> text.add(Figures.percent(outlook.share()) + " (" + outlook.spent() + ")"));
    Advising advising = Advising.of(study);
    if (advising != null) {
      text.add(advising.sentence());
    }
    Expected expected = Expected.of(state, now);
    if (expected != null) {
      text.add(expected.sentence(state.spec().objective().metric(), now, ZoneId.systemDefault()));
    }
    return stamp(state, now) + text;
  }

  private static String stamp(StudyState state, Instant now) {
    return "%s after %s: "
        .formatted(
            Cells.clean(state.spec().name()), Figures.duration(StudySummary.active(state, now)));
  }

  private static void addQuarantined(List<String> news, StudyState before, StudyState after) {
    after
        .cluster()
        .quarantined()
        .forEach(
            (slot, reason) -> {
              if (!before.cluster().quarantined().containsKey(slot)) {
                String name = slot.node() + "/" + slot.index();
                news.add("slot %s in quarantine: %s".formatted(name, Cells.clean(reason)));
              }
            });
  }

  private static void addBest(List<String> news, StudyState before, StudyState after) {
    Progress.Best best = after.progress().best();
    if (best != null && !best.equals(before.progress().best())) {
      news.add(
          "best %s %s (trial %d, epoch %d)"
              .formatted(
                  Cells.clean(after.spec().objective().metric()),
                  Figures.value(best.value()),
                  best.trial(),
                  best.epoch()));
    }
  }

  private static void addCount(List<String> news, int count, String what) {
    if (count > 0) {
      news.add(Figures.count(count, "trial") + " " + what);
    }
  }

  private static void addAdviser(List<String> news, boolean wasSilent, boolean isSilent) {
    if (wasSilent != isSilent) {
      news.add(isSilent ? "the adviser is silent, ranks decide" : "the adviser answers again");
    }
  }

  private static void addPhase(List<String> news, StudyState before, StudyState after) {
    Lifecycle.Phase phase = after.lifecycle().phase();
    if (phase != before.lifecycle().phase()) {
      StudyEnd end = after.lifecycle().end();
      String why = end == null ? "" : ", " + Figures.word(end).replace('-', ' ');
      news.add(Figures.word(phase) + why);
    }
  }

  private static int promotions(StudyState state) {
    int promotions = 0;
    for (Bracket bracket : state.search().brackets()) {
      for (Rung rung : bracket.rungs()) {
        promotions += rung.promoted();
      }
    }
    return promotions;
  }
}
