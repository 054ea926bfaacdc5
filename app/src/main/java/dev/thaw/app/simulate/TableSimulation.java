package dev.thaw.app.simulate;

import dev.thaw.app.spec.BadSpecException;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.simulation.Meter;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.World;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Searches a table in virtual time. */
public final class TableSimulation {

  private TableSimulation() {}

  /**
   * Runs one search to its end. The same arguments give the same run, but for the real times.
   *
   * @throws BadSpecException if the policy makes no sense for the table
   */
  public static Run run(CurveTable table, Policy policy, Conditions conditions, long seed)
      throws BadSpecException {
    return run(table, policy, conditions, seed, StepObserver.none());
  }

  /**
   * Runs one search to its end, as {@link #run(CurveTable, Policy, Conditions, long)}.
   *
   * @param observer sees every step; in its states, the catalogue of the space numbers
   *     configurations by the rows of the table
   */
  public static Run run(
      CurveTable table, Policy policy, Conditions conditions, long seed, StepObserver observer)
      throws BadSpecException {
    return run(table, policy, conditions, seed, observer, Advisers::of);
  }

  /**
   * Runs one search to its end, as {@link #run(CurveTable, Policy, Conditions, long,
   * StepObserver)}.
   *
   * @param advisers makes the adviser if the policy is guided
   */
  public static Run run(
      CurveTable table,
      Policy policy,
      Conditions conditions,
      long seed,
      StepObserver observer,
      Function<StudySpec, Adviser> advisers)
      throws BadSpecException {
    long before = System.nanoTime();
    StudySpec spec = spec(table, policy, conditions, seed, budget(conditions));
    StudySpec told =
        policy.seesSeconds() ? spec : spec(table, policy, conditions, seed, Budget.unlimited());
    var meter = Meter.of(conditions.epochs(), conditions.startCost(), table.medianSeconds());
    var judge = new TimedJudge(conditions.chargeThinking());
    var world =
        World.of(new TableCurves(table, seed))
            .withMeter(meter)
            .withJudge(judge)
            .withAdviser(told.guide() != null ? advisers.apply(told) : null);
    var watch = new RunWatch(table, meter, incumbent(table));
    SimulatedRun simulated = Simulation.run(spec, world, watch.and(observer));
    Run.@Nullable Improvement last = watch.last();
    return new Run(
        policy.name(),
        table.name(),
        conditions.workers(),
        Double.isInfinite(conditions.epochs()) ? null : conditions.epochs(),
        conditions.seconds(),
        seed,
        meter.used(),
        RunWatch.seconds(simulated.elapsed()),
        (int) meter.starts(),
        judge.asks(),
        judge.askSeconds(),
        judge.reportSeconds(),
        (System.nanoTime() - before) / 1e9,
        true,
        last == null ? null : last.best(),
        last == null ? null : last.regret(),
        last == null ? null : last.finalValue(),
        last == null ? null : last.finalRegret(),
        last == null ? null : recommendedRow(table, simulated.state()),
        meter.starts(),
        meter.thaws(),
        watch.curve());
  }

  /** A budget of epochs is the meter's, which charges what a study does not see. */
  private static Budget budget(Conditions conditions) {
    Double seconds = conditions.seconds();
    Duration wallClock = seconds == null ? null : Duration.ofNanos((long) (seconds * 1e9));
    return new Budget(wallClock, null, null);
  }

  /** The policy's study on the table. A value that cannot be used ends its trial. */
  private static StudySpec spec(
      CurveTable table, Policy policy, Conditions conditions, long seed, Budget budget)
      throws BadSpecException {
    StudySpec given = policy.study(table);
    return new StudySpec(
        given.name(),
        new StudySpec.Objective(given.objective().metric(), table.goal()),
        table.space().space(),
        given.fidelity(),
        given.scheduler(),
        given.suggestion(),
        false,
        given.trainer(),
        StudySpec.Resources.of(conditions.workers()),
        budget,
        0,
        given.epochTimeLimit(),
        new StudySpec.Checkpoints(table.epochs()),
        seed);
  }

  /**
   * Whose last value counts: the trial with the best value so far. Where a table has replicates the
   * best value may be luck, and the score is that of the recommended trial.
   */
  private static ToIntFunction<StudyState> incumbent(CurveTable table) {
    return table.replicates() > 1
        ? TableSimulation::recommended
        : state -> Objects.requireNonNull(state.progress().best()).trial();
  }

  private static int recommended(StudyState state) {
    return Objects.requireNonNull(state.recommended()).number();
  }

  private static int recommendedRow(CurveTable table, StudyState state) {
    return table.space().row(state.trial(recommended(state)).configuration());
  }
}
