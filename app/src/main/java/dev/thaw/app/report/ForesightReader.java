package dev.thaw.app.report;

import dev.thaw.app.summary.DecisionCounts;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.Reason;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what an adviser expected from the rows of a study's journal, given in order. It holds one
 * decision for each trial and the few that are worth a picture, however many there are.
 */
public final class ForesightReader {

  private final StudyState end;
  private final MainDecisions main;
  private final Map<Integer, Integer> known = new HashMap<>();
  private final Map<Integer, Open> open = new LinkedHashMap<>();
  private final Map<String, Long> rules = new LinkedHashMap<>();
  private BandChecks checks = BandChecks.none();
  private @Nullable Double best;
  private long spent;

  /** The newest decision for a trial, whose consequences are not complete. */
  private static final class Open {
    final GuidedDecision decision;
    double improvement;

    Open(GuidedDecision decision) {
      this.decision = decision;
    }
  }

  /**
   * A reader that has read nothing.
   *
   * @param end the study after its last row, which says what came of the decisions
   */
  public ForesightReader(StudyState end) {
    this.end = end;
    Progress.Best winner = end.progress().best();
    this.main = new MainDecisions(winner == null ? -1 : winner.trial());
  }

  /** Reads the next row. */
  public void take(long row, List<Step> steps) {
    for (Step step : steps) {
      for (StudyEvent event : step.events()) {
        take(row, event);
      }
    }
  }

  private void take(long row, StudyEvent event) {
    switch (event) {
      case StudyEvent.EpochRecorded epoch -> {
        known.put(epoch.trial(), epoch.epoch());
        spent++;
      }
      case StudyEvent.EpochRetrained _ -> spent++;
      case StudyEvent.BestImproved better -> improve(better);
      case StudyEvent.LeaseGranted granted -> {
        boolean begun = known.containsKey(granted.trial());
        var deed = begun ? GuidedDecision.Deed.THAWED : GuidedDecision.Deed.STARTED;
        decide(row, granted.trial(), deed, granted.epochLimit(), granted.reason());
      }
      case StudyEvent.LeaseExtended more ->
          decide(row, more.trial(), GuidedDecision.Deed.WENT_ON, more.epochLimit(), more.reason());
      default -> {}
    }
  }

  private void improve(StudyEvent.BestImproved better) {
    Open decided = open.get(better.trial());
    if (decided != null && best != null) {
      decided.improvement += Math.abs(better.value() - best);
    }
    best = better.value();
  }

  /** What a trial was promised, such as after a crash, does not end the decision that promised. */
  private void decide(long row, int trial, GuidedDecision.Deed deed, int limit, Reason reason) {
    if (DecisionCounts.by(reason) == DecisionCounts.By.PROMISE) {
      return;
    }
    close(open.remove(trial));
    if (reason instanceof Reason.Advised advised) {
      int epochs = known.getOrDefault(trial, 0);
      rules.merge(advised.evidence().rule(), 1L, Long::sum);
      open.put(
          trial,
          new Open(
              new GuidedDecision(
                  row, spent, trial, deed, epochs, limit, best, advised.evidence())));
    }
  }

  private void close(@Nullable Open decided) {
    if (decided != null && !decided.decision.forecasts().isEmpty()) {
      var curve = end.trial(decided.decision.trial()).curve();
      checks = checks.and(decided.decision, curve, Reach.longest(end));
      double surprise = BandChecks.surprise(decided.decision, curve);
      main.offer(decided.decision, decided.improvement, surprise);
    }
  }

  /** What was gathered; nothing can be read any more. */
  public Foresight foresight() {
    open.values().forEach(this::close);
    open.clear();
    return new Foresight(main.chosen(), checks, rules);
  }
}
