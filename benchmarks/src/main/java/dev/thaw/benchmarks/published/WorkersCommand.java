package dev.thaw.benchmarks.published;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.simulation.World;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.RandomSuggestion;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Question: what are many workers worth to ASHA? The virtual time of drawn studies until the value
 * that one of so many full trainings reaches, for each number of workers, as the median over seeds.
 * An epoch takes a second, within a factor of two; decisions and messages take nothing.
 */
@Command(
    name = "workers",
    description = "The time that ASHA takes to a good value, by the number of workers.",
    mixinStandardHelpOptions = true)
final class WorkersCommand implements Callable<Integer> {

  private static final SyntheticCurves CURVES = new SyntheticCurves(0.005, 1);
  private static final SearchSpace SPACE = SearchSpace.of(RealParameter.linear("x", 0, 1));
  private static final int DRAWN = 50_000;

  @Option(names = "--workers", split = ",", description = "Their numbers (${DEFAULT-VALUE}).")
  private List<Integer> workers = List.of(1, 10, 100, 500);

  @Option(
      names = "--one-in",
      split = ",",
      description = "How rare a value is sought: one in so many (${DEFAULT-VALUE}).")
  private List<Integer> rarities = List.of(100, 1_000);

  @Option(names = "--max", description = "Epochs of a full training (${DEFAULT-VALUE}).")
  private int max = 64;

  @Option(
      names = "--seeds",
      description = "How many studies each, seeds from 1 (${DEFAULT-VALUE}).")
  private int seeds = 10;

  @Override
  public Integer call() {
    System.out.println("| one in | workers | full trainings of time | as much | busy |");
    System.out.println("|---|---|---|---|---|");
    for (int rarity : rarities) {
      double target = target(rarity, max);
      double first = Double.NaN;
      for (int count : workers) {
        double time = median(count, target);
        first = Double.isNaN(first) ? time * count : first;
        System.out.printf(
            Locale.ROOT,
            "| %,d | %d | %.2f | %.1f | %.0f %% |%n",
            rarity,
            count,
            time / max,
            first / time,
            100 * first / time / count);
      }
    }
    return 0;
  }

  /** The last value that one of so many full trainings has or betters. */
  static double target(int rarity, int max) {
    Draws draws = Draws.of(1, "published.target", 0);
    Configuration any = new RandomSuggestion().suggest(SPACE, 1, 0).orElseThrow();
    double[] lasts =
        IntStream.range(0, DRAWN)
            .mapToDouble(i -> CURVES.at(any, draws.bits(i), max).value())
            .sorted()
            .toArray();
    return lasts[DRAWN / rarity];
  }

  private double median(int count, double target) {
    double[] times =
        LongStream.rangeClosed(1, seeds)
            .mapToDouble(seed -> seconds(count, target, max, seed))
            .sorted()
            .toArray();
    return (times[(seeds - 1) / 2] + times[seeds / 2]) / 2;
  }

  /** The virtual seconds that a study takes to a value. */
  static double seconds(int workers, double target, int max, long seed) {
    StudySpec spec =
        new StudySpec(
            "workers",
            new StudySpec.Objective("loss", Goal.MINIMIZE),
            SPACE,
            new StudySpec.Fidelity("epochs", 1, max),
            new Scheduler.Asha(4, PromotionRule.PAPER, false),
            new RandomSuggestion(),
            false,
            new StudySpec.TrainerSpec("none", Map.of()),
            StudySpec.Resources.of(workers),
            Budget.unlimited(),
            0,
            Duration.ofHours(1),
            new StudySpec.Checkpoints(1),
            seed,
            null,
            new StopWhen(target, null, null),
            null);
    SimulatedRun run = Simulation.run(spec, World.of(CURVES), StepObserver.none());
    return run.elapsed().toNanos() / 1e9;
  }
}
