package dev.thaw.benchmarks.prediction;

import dev.thaw.app.simulate.Conditions;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.TableSimulation;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.core.surrogate.CurveHyperparameters;
import dev.thaw.core.surrogate.OutputTransform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Contexts that the policy {@code thaw} meets itself, with one worker: after so and so many full
 * trainings' worth of epochs, with the hyperparameters and the transform that it has at that
 * moment. Confined to one simulation.
 */
final class PolicyContexts implements StepObserver {

  private final CurveTable table;
  private final long seed;
  private final List<Double> moments;
  private final List<Context> contexts = new ArrayList<>();
  private @Nullable CurveHyperparameters hyperparameters;
  private @Nullable OutputTransform transform;

  private PolicyContexts(CurveTable table, long seed, List<Double> moments) {
    this.table = table;
    this.seed = seed;
    this.moments = moments;
  }

  /**
   * Runs the policy once.
   *
   * @param moments in full trainings, ascending
   * @return a context for each moment at which the model had been fitted
   */
  static List<Context> of(CurveTable table, long seed, List<Double> moments)
      throws BadSpecException {
    var contexts = new PolicyContexts(table, seed, moments);
    double epochs = moments.getLast() * table.epochs() + 1;
    TableSimulation.run(table, Policy.parse("thaw"), Conditions.of(1, epochs), seed, contexts);
    return contexts.contexts;
  }

  @Override
  public void onStep(@Nullable StudyState before, Step step, Decision decision) {
    StudyState state = decision.after();
    if (step.input() instanceof StudyInput.AdviceGiven given
        && !given.advice().hyperparameters().isEmpty()) {
      adopt(given.advice().hyperparameters(), state);
    }
    double trained = (double) state.progress().spending().allEpochs() / table.epochs();
    int next = contexts.size();
    if (next < moments.size() && trained >= moments.get(next)) {
      contexts.add(context(state, moments.get(next)));
    }
  }

  /** With one worker nothing happens between the fit and the advice that tells of it. */
  private void adopt(List<Double> vector, StudyState state) {
    hyperparameters =
        CurveHyperparameters.of(
            vector.stream().mapToDouble(Double::doubleValue).toArray(), table.parameters().size());
    transform = transform(state);
  }

  private OutputTransform transform(StudyState state) {
    return OutputTransform.of(
        table.goal(), trained(state).stream().map(trial -> trial.curve().values()).toList());
  }

  private static List<Trial> trained(StudyState state) {
    List<Trial> trained = new ArrayList<>();
    for (Trial trial : state.progress().trials()) {
      if (trial.epochs() > 0) {
        trained.add(trial);
      }
    }
    return trained;
  }

  private Context context(StudyState state, double moment) {
    List<Seen> seen = new ArrayList<>();
    for (Trial trial : trained(state)) {
      int row =
          state.spec().space().catalogue().orElseThrow().row(trial.configuration()).orElseThrow();
      int replicate = Draws.of(seed, "table.replicate", row).below(table.replicates(row), 0);
      int failed = trial.status() == TrialStatus.INFEASIBLE ? 1 : 0;
      seen.add(new Seen(row, replicate, trial.epochs() + failed));
    }
    CurveHyperparameters initial = CurveHyperparameters.initial(table.parameters().size(), 1);
    return new Context(
        table,
        "thaw at %sT".formatted(Text.plain(moment)),
        seed,
        seen,
        transform == null ? transform(state) : transform,
        hyperparameters == null ? initial : hyperparameters);
  }
}
