package dev.thaw.core.testing;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.Cost;
import dev.thaw.core.budget.Deadline;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.simulation.World;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A simulated study that is limited by time and drawn from a seed: scheduler, slots, budget, what
 * becomes of epochs at the end, how long epochs take, and faults. Epochs take half a minute to a
 * few minutes, a few of them much longer.
 *
 * @param seed where it comes from; print it, and the run can be repeated
 * @param spec the study
 * @param faults what goes wrong
 */
public record Night(long seed, StudySpec spec, Faults faults) {

  /** What an hour of the only kind of slot costs. */
  public static final double PRICE = 2.5;

  private static final Scheduler.Hyperband.Sizes CEIL = Scheduler.Hyperband.Sizes.CEIL;

  /** When every simulation begins. */
  private static final Instant BEGIN = Instant.parse("2026-01-01T20:00:00Z");

  private static final List<Budget.OnOverrun> OVERRUNS = List.of(Budget.OnOverrun.values());

  private static final List<Scheduler> SCHEDULERS =
      List.of(
          new Scheduler.Asha(3, PromotionRule.PAPER, false),
          new Scheduler.Asha(3, PromotionRule.PAPER, true),
          new Scheduler.Hyperband(3, CEIL, true, PromotionRule.PAPER, 0),
          new Scheduler.Hyperband(3, CEIL, false, PromotionRule.PAPER, 0),
          new Scheduler.FullTraining(),
          new Scheduler.Guided(Guide.THAW, new Scheduler.Asha(3, PromotionRule.PAPER, false)),
          new Scheduler.Guided(Guide.BOHB, new Scheduler.Asha(3, PromotionRule.PAPER, false)));

  /** A night in which much goes wrong. */
  public static Night troubled(long seed) {
    Draws draws = Draws.of(seed, "night", 0);
    return new Night(
        seed,
        specs(seed, 0.5 + 3.5 * draws.uniform(5)).spec(),
        new Faults(
            0.02 * draws.uniform(20),
            0.01 * draws.uniform(21),
            0.004 * draws.uniform(22),
            0.01 * draws.uniform(23),
            0.02 * draws.uniform(24),
            0.1 * draws.uniform(25),
            Duration.ofMinutes(1),
            draws.below(2, 26) == 0 ? 0.5 : 0,
            Duration.ofMinutes(20)));
  }

  /** A night of four hours in which nothing goes wrong. */
  public static Night calm(long seed) {
    return new Night(seed, specs(seed, 4).spec(), Faults.none());
  }

  private static Specs specs(long seed, double hours) {
    Draws draws = Draws.of(seed, "night", 0);
    Specs specs =
        Specs.study(SCHEDULERS.get(draws.below(SCHEDULERS.size(), 0)))
            .slots(1 + draws.below(6, 1))
            .epochs(1, 9 + draws.below(20, 2))
            .budget(budget(draws, Duration.ofSeconds((long) (3600 * hours)), 1 + draws.below(6, 1)))
            .seed(seed);
    return draws.below(3, 30) == 0 ? specs.confirm(1 + draws.below(4, 31)) : specs;
  }

  private static Budget budget(Draws draws, Duration night, int slots) {
    var overrun = OVERRUNS.get(draws.below(OVERRUNS.size(), 6));
    Duration gpus = night.multipliedBy(slots);
    double hours = gpus.toNanos() / 3.6e12;
    boolean counted = draws.below(2, 7) == 0;
    var downtime = counted ? Budget.Downtime.COUNTED : Budget.Downtime.FREE;
    return switch (draws.below(4, 8)) {
      case 0 -> new Budget(night, null, null, null, null, null, downtime, overrun, null);
      case 1 ->
          new Budget(
              null, null, null, Deadline.at(BEGIN.plus(night)), null, null, null, overrun, null);
      case 2 -> new Budget(null, null, null, null, gpus, null, null, overrun, null);
      default ->
          new Budget(
              null,
              null,
              null,
              null,
              null,
              new Cost(PRICE * hours, "EUR", Map.of(Cost.OTHERS, PRICE)),
              null,
              overrun,
              null);
    };
  }

  /** Epochs of one configuration vary by a tenth; one in fifty takes up to five times as long. */
  private LearningCurves curves() {
    var shapes = new SyntheticCurves(0.02, 60);
    return (configuration, seed, epoch) -> {
      // Where configurations are trained again, the shape and the pace are theirs, as in reality.
      boolean again = spec.confirm() != null;
      long source = again ? configuration.toString().hashCode() : seed;
      LearningCurves.Epoch base = shapes.at(configuration, source, epoch);
      Draws own = Draws.of(seed, "seconds", epoch);
      double wobble = Math.exp(0.35 * (own.uniform(0) - 0.5));
      double straggle = own.below(50, 1) == 0 ? 1 + 4 * own.uniform(2) : 1;
      return new LearningCurves.Epoch(base.value(), base.seconds() * wobble * straggle);
    };
  }

  /** Runs it under the eyes of all checkers and one more observer. */
  public SimulatedRun run(StepObserver observer) {
    try {
      World world = World.of(curves()).withFaults(faults).withAdviser(new ErraticAdviser(seed, 0));
      SimulatedRun run = Simulation.run(spec, world, Checkers.all().and(observer));
      Checkers.checkEnd(run.state());
      return run;
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError("seed %d: %s".formatted(seed, broken.getMessage()), broken);
    }
  }
}
