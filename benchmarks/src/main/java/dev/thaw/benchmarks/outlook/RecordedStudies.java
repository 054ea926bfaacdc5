package dev.thaw.benchmarks.outlook;

import dev.thaw.app.simulate.Conditions;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.TableSimulation;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.core.forecast.Forecast;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Searches on recorded learning curves, with a forecast of the best value at a quarter, a half and
 * three quarters of some budgets.
 *
 * @param workers how many trials train at once
 * @param budgets in full trainings' worth of epochs
 */
record RecordedStudies(int workers, List<Integer> budgets) {

  private static final List<Double> MOMENTS = List.of(0.25, 0.5, 0.75);

  /** A forecast and when it was made; the truth is added when its budget is spent. */
  private record Made(int budget, double moment, Forecast.Expected expected) {}

  /** Runs one search and counts, by policy, moment and group of tables. */
  void count(CurveTable table, Policy policy, long seed, String group, Coverage coverage)
      throws BadSpecException {
    int epochs = budgets.stream().mapToInt(Integer::intValue).max().orElseThrow() * table.epochs();
    var watch = new Watch(table, policy.name(), group, coverage);
    TableSimulation.run(table, policy, Conditions.of(workers, epochs), seed, watch);
  }

  private final class Watch implements StepObserver {
    private final CurveTable table;
    private final String policy;
    private final String group;
    private final Coverage coverage;
    private final List<Made> open = new ArrayList<>();
    private int epochs;

    Watch(CurveTable table, String policy, String group, Coverage coverage) {
      this.table = table;
      this.policy = policy;
      this.group = group;
      this.coverage = coverage;
    }

    @Override
    public void onStep(@Nullable StudyState before, Step step, Decision decision) {
      if (!(step.input() instanceof StudyInput.EpochReported)) {
        return;
      }
      epochs++;
      StudyState state = decision.after();
      Progress.Best best = state.progress().best();
      for (int budget : budgets) {
        int end = budget * table.epochs();
        for (double moment : MOMENTS) {
          if (epochs == (int) (moment * end)) {
            Forecast.best(state, moment)
                .ifPresent(expected -> open.add(new Made(end, moment, expected)));
          }
        }
        if (epochs == end && best != null) {
          close(end, state, best.value());
        }
      }
    }

    private void close(int end, StudyState state, double value) {
      for (Made made : open) {
        if (made.budget() == end) {
          // As scores, less is better in every table.
          double good = state.score(made.expected().good());
          double poor = state.score(made.expected().poor());
          String name = "%s, %d %%, %s".formatted(policy, Math.round(100 * made.moment()), group);
          coverage.add(name, good, poor, state.score(value));
        }
      }
      open.removeIf(made -> made.budget() == end);
    }
  }
}
