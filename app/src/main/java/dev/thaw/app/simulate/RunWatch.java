package dev.thaw.app.simulate;

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
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Notes every improvement of a simulated search, and every change of its incumbent. Confined to one
 * simulation.
 */
final class RunWatch implements StepObserver {

  private final CurveTable table;
  private final Meter meter;
  private final ToIntFunction<StudyState> incumbentOf;
  private final List<Run.Improvement> curve = new ArrayList<>();
  private @Nullable Instant begin;
  private long reported;
  private int incumbent = -1;

  /**
   * A watch over one simulation.
   *
   * @param incumbent the trial whose last value counts; asked once there is a value
   */
  RunWatch(CurveTable table, Meter meter, ToIntFunction<StudyState> incumbent) {
    this.table = table;
    this.meter = meter;
    this.incumbentOf = incumbent;
  }

  @Override
  public void onStep(@Nullable StudyState before, Step step, Decision decision) {
    if (begin == null) {
      begin = step.input().at();
    }
    if (step.input() instanceof StudyInput.EpochReported) {
      reported++;
    }
    StudyState state = decision.after();
    Progress.Best best = state.progress().best();
    if (best == null) {
      return;
    }
    int trial = incumbentOf.applyAsInt(state);
    boolean better = step.events().stream().anyMatch(StudyEvent.BestImproved.class::isInstance);
    if (better || trial != incumbent) {
      incumbent = trial;
      note(step.input().at(), state, best);
    }
  }

  private void note(Instant at, StudyState state, Progress.Best best) {
    int row = table.space().row(state.trial(incumbent).configuration());
    CurveTable.Facts facts = table.facts();
    double end = table.finalValue(row);
    boolean ends = Double.isFinite(end);
    curve.add(
        new Run.Improvement(
            seconds(Duration.between(begin, at)),
            reported + meter.startsCharged(),
            (int) meter.starts(),
            best.value(),
            state.score(best.value()) - facts.best(),
            ends ? end : null,
            ends ? state.score(end) - facts.bestFinal() : null,
            row));
  }

  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  List<Run.Improvement> curve() {
    return curve;
  }

  Run.@Nullable Improvement last() {
    return curve.isEmpty() ? null : curve.getLast();
  }
}
