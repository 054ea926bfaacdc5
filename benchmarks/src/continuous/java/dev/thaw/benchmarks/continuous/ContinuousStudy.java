package dev.thaw.benchmarks.continuous;

import dev.thaw.app.simulate.Conditions;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.Run;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.Meter;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.World;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;

/**
 * A search of one data set, in virtual time.
 *
 * @param table what the data set is called
 * @param space where configurations come from
 * @param source the curves
 * @param reference the measure of regret
 * @param goal whether less or more is better
 * @param epochs the epochs of a full training
 */
record ContinuousStudy(
    String table,
    SearchSpace space,
    CurveSource source,
    Reference reference,
    Goal goal,
    int epochs) {

  /**
   * Runs one search to its end. Its rows are numbers of trials, and its regrets are distances from
   * the best of the reference, which may be less than 0.
   *
   * @throws BadSpecException if the policy makes no sense
   */
  Run run(Policy policy, Conditions conditions, long seed) throws BadSpecException {
    long before = System.nanoTime();
    StudySpec spec = spec(policy, conditions, seed);
    var meter = Meter.of(conditions.epochs(), conditions.startCost(), reference.medianSeconds());
    var judge = new Stopwatch();
    World world = World.of(curves()).withMeter(meter).withJudge(judge);
    if (spec.scheduler() instanceof Scheduler.Guided) {
      world = world.withAdviser(Advisers.of(spec));
    }
    var watch = new ImprovementWatch(this, meter);
    Duration elapsed = Simulation.run(spec, world, watch).elapsed();
    Run.Improvement last = watch.curve().getLast();
    return new Run(
        policy.name(),
        table,
        conditions.workers(),
        conditions.epochs(),
        null,
        seed,
        meter.used(),
        elapsed.toNanos() / 1e9,
        (int) meter.starts(),
        judge.asks(),
        judge.askSeconds(),
        judge.reportSeconds(),
        (System.nanoTime() - before) / 1e9,
        true,
        last.best(),
        last.regret(),
        last.finalValue(),
        last.finalRegret(),
        last.row(),
        meter.starts(),
        meter.thaws(),
        watch.curve());
  }

  private LearningCurves curves() {
    return (configuration, _, epoch) -> {
      CurveSource.Curve curve = source.of(configuration);
      return new LearningCurves.Epoch(curve.values()[epoch - 1], curve.seconds()[epoch - 1]);
    };
  }

  /** The policy's study; the budget is the meter's, of which no policy knows. */
  private StudySpec spec(Policy policy, Conditions conditions, long seed) throws BadSpecException {
    StudySpec given = policy.study(epochs);
    return new StudySpec(
        given.name(),
        new StudySpec.Objective(given.objective().metric(), goal),
        space,
        given.fidelity(),
        given.scheduler(),
        given.suggestion(),
        false,
        given.trainer(),
        StudySpec.Resources.of(conditions.workers()),
        new Budget(null, null, null),
        0,
        given.epochTimeLimit(),
        new StudySpec.Checkpoints(epochs),
        seed);
  }
}
