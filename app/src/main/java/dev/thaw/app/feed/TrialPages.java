package dev.thaw.app.feed;

import dev.thaw.actors.journal.StudyJournal;
import dev.thaw.app.why.DecisionRow;
import dev.thaw.app.why.DecisionRows;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the {@link TrialPage} of one trial from the rows about it. */
final class TrialPages {

  private final StudyState state;
  private final List<Integer> reached;
  private final Trial trial;
  private final DecisionRows words;
  private final List<DecisionRow> decisions = new ArrayList<>();
  private final List<TrialPage.Reached> rungs = new ArrayList<>();
  private final List<TrialPage.Held> leases = new ArrayList<>();

  /**
   * Of a trial.
   *
   * @param reached the last epoch of each of its leases that have ended
   */
  TrialPages(StudyState state, int number, List<Integer> reached) {
    this.state = state;
    this.reached = List.copyOf(reached);
    this.trial = state.trial(number);
    this.words = new DecisionRows(state.spec());
  }

  TrialPage of(List<StudyJournal.Row> about, @Nullable List<Advice.Forecast> forecast) {
    about.forEach(
        row ->
            row.recorded()
                .steps()
                .forEach(
                    step ->
                        step.events()
                            .forEach(event -> take(row.number(), step.input().at(), event))));
    goOn();
    return new TrialPage(
        TrialLine.of(trial),
        trial.firstEpoch() + 1,
        TrialCurve.own(trial, trial.curve().values()),
        TrialCurve.own(trial, trial.curve().seconds()),
        rungs,
        leases,
        decisions,
        trial.latest() == null ? null : new TrialPage.Kept(trial.latest().epoch()),
        forecast);
  }

  private void take(long row, Instant at, StudyEvent event) {
    int subject = Subjects.trial(event).orElse(-1);
    if (subject != trial.number()) {
      return;
    }
    DecisionRow decision = words.of(row, at, event);
    if (decision != null) {
      decisions.add(decision);
    }
    switch (event) {
      case StudyEvent.RungReached reached ->
          rungs.add(new TrialPage.Reached(at.toString(), reached.bracket(), reached.rung()));
      case StudyEvent.LeaseGranted granted -> {
        int from = granted.resumeFrom() == null ? 0 : granted.resumeFrom().epoch();
        leases.add(
            new TrialPage.Held(
                granted.fence(), Timeline.name(granted.slot()), at.toString(), null, from, from));
      }
      case StudyEvent.LeaseEnded _ -> end(at);
      default -> {}
    }
  }

  /** The last lease ends, if it has not. */
  private void end(Instant at) {
    TrialPage.Held last = leases.isEmpty() ? null : leases.getLast();
    if (last == null || last.to() != null) {
      return;
    }
    int number = leases.size() - 1;
    int epoch = number < reached.size() ? reached.get(number) : last.fromEpoch();
    leases.set(number, last.until(at.toString(), epoch));
  }

  /** The lease under way, as far as it has come. */
  private void goOn() {
    Lease lease = state.lease(trial.number());
    if (lease != null && !leases.isEmpty() && leases.getLast().fence() == lease.fence()) {
      leases.set(leases.size() - 1, leases.getLast().until(null, lease.reported()));
    }
  }
}
