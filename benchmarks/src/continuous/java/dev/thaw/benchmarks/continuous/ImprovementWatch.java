package dev.thaw.benchmarks.continuous;

import dev.thaw.app.simulate.Run;
import dev.thaw.core.simulation.Meter;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes every improvement of a search. Confined to one simulation. */
final class ImprovementWatch implements StepObserver {

  private final ContinuousStudy study;
  private final Meter meter;
  private final List<Run.Improvement> curve = new ArrayList<>();
  private @Nullable Instant begin;
  private long reported;

  ImprovementWatch(ContinuousStudy study, Meter meter) {
    this.study = study;
    this.meter = meter;
  }

  @Override
  public void onStep(@Nullable StudyState before, Step step, Decision decision) {
    Instant at = step.input().at();
    begin = begin == null ? at : begin;
    if (step.input() instanceof StudyInput.EpochReported) {
      reported++;
    }
    Progress.Best best = decision.after().progress().best();
    boolean better = step.events().stream().anyMatch(StudyEvent.BestImproved.class::isInstance);
    if (better && best != null) {
      note(Duration.between(begin, at), decision.after(), best);
    }
  }

  private void note(Duration elapsed, StudyState state, Progress.Best best) {
    double end = study.source().of(state.trial(best.trial()).configuration()).last();
    curve.add(
        new Run.Improvement(
            elapsed.toNanos() / 1e9,
            reported + meter.startsCharged(),
            (int) meter.starts(),
            best.value(),
            study.goal().score(best.value()) - study.reference().best(),
            end,
            study.goal().score(end) - study.reference().bestFinal(),
            best.trial()));
  }

  List<Run.Improvement> curve() {
    return curve;
  }
}
