package dev.thaw.core.testing;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.bracket.Scheduler.Guided;
import dev.thaw.core.bracket.Scheduler.Hyperband;
import dev.thaw.core.bracket.Scheduler.SuccessiveHalving;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.GridSuggestion;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.SobolSuggestion;
import dev.thaw.core.suggest.Suggestion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A simulated study that is drawn from a seed: scheduler, suggestion, slots, budget and faults.
 *
 * @param seed where it comes from; print it, and the run can be repeated
 * @param spec the study
 * @param faults what goes wrong
 */
public record Scenario(long seed, StudySpec spec, Faults faults) {

  private static final List<Scheduler> SCHEDULERS =
      List.of(
          new Asha(3, PromotionRule.PAPER, false),
          new Asha(3, PromotionRule.QUANTILE, false),
          new Asha(4, PromotionRule.DELAYED, false),
          new Asha(3, PromotionRule.PAPER, true),
          new SuccessiveHalving(3, 0, 0),
          new SuccessiveHalving(2, 10, 2),
          new Hyperband(3, Hyperband.Sizes.CEIL, true, PromotionRule.PAPER, 0),
          new Hyperband(3, Hyperband.Sizes.FLOOR, true, PromotionRule.PAPER, 1),
          new Hyperband(3, Hyperband.Sizes.CEIL, false, PromotionRule.PAPER, 0),
          new Scheduler.FullTraining(),
          new Guided(Guide.THAW, new Asha(3, PromotionRule.PAPER, false)),
          new Guided(
              Guide.THAW, new Hyperband(3, Hyperband.Sizes.CEIL, false, PromotionRule.PAPER, 0)),
          new Guided(Guide.DYHPO, new Asha(3, PromotionRule.PAPER, false)),
          new Guided(
              Guide.BOHB, new Hyperband(3, Hyperband.Sizes.FLOOR, true, PromotionRule.PAPER, 0)),
          new Guided(Guide.MOBSTER, new Asha(3, PromotionRule.QUANTILE, false)));

  private static final List<Suggestion> SUGGESTIONS =
      List.of(
          new RandomSuggestion(),
          new RandomSuggestion(),
          new SobolSuggestion(),
          new GridSuggestion(2));

  /** A scenario in which much goes wrong. */
  public static Scenario troubled(long seed) {
    Draws draws = Draws.of(seed, "scenario", 0);
    return new Scenario(
        seed,
        spec(seed),
        new Faults(
            0.03 * draws.uniform(20),
            0.02 * draws.uniform(21),
            0.01 * draws.uniform(22),
            0.03 * draws.uniform(23),
            0.05 * draws.uniform(24),
            0.2 * draws.uniform(25),
            Duration.ofSeconds(30),
            draws.below(3, 26) == 0 ? 20 : 0,
            Duration.ofMinutes(3)));
  }

  /** The same study with room for a few checkpoints, or for none. */
  public static Scenario cramped(long seed) {
    return new Scenario(seed, cramp(specs(seed), seed), troubled(seed).faults());
  }

  /** The same study with little room when nothing else goes wrong. */
  public static Scenario crampedAndCalm(long seed) {
    return new Scenario(seed, cramp(specs(seed), seed), Faults.none());
  }

  private static StudySpec cramp(Specs specs, long seed) {
    return specs.quota(1 + 1_000L * Draws.of(seed, "quota", 0).below(16, 0)).spec();
  }

  /** The same study on devices that slots share, and whose memory is too small now and then. */
  public static Scenario crowded(long seed) {
    return new Scenario(seed, spec(seed), Faults.none().with(memory(seed)));
  }

  /** A scenario in which everything goes wrong. */
  public static Scenario hopeless(long seed) {
    return new Scenario(seed, spec(seed), troubled(seed).faults().with(memory(seed)));
  }

  /** The same study when others take its slots, and its node comes and goes, and nothing fails. */
  public static Scenario contested(long seed) {
    return new Scenario(seed, spec(seed), Faults.none().with(neighbours(seed)));
  }

  /** The same study when its slots are taken for a while, and nothing else happens. */
  public static Scenario preempted(long seed) {
    var taken =
        new Faults.Neighbours(120, Duration.ofMinutes(2), 0, Duration.ZERO, Duration.ZERO, 40);
    return new Scenario(seed, spec(seed), Faults.none().with(taken));
  }

  /** A scenario in which everything goes wrong while others take slots. */
  public static Scenario besieged(long seed) {
    return new Scenario(seed, spec(seed), hopeless(seed).faults().with(neighbours(seed)));
  }

  /** A study of which people want something all the time, while nothing fails. */
  public static Scenario commanded(long seed) {
    return new Scenario(seed, spec(seed), Faults.none().withCommands(100));
  }

  /** The same while everything goes wrong, and others take slots. */
  public static Scenario commandedAndBesieged(long seed) {
    return new Scenario(seed, spec(seed), besieged(seed).faults().withCommands(100));
  }

  private static Faults.Neighbours neighbours(long seed) {
    Draws draws = Draws.of(seed, "scenario", 0);
    return new Faults.Neighbours(
        60 * draws.uniform(40),
        Duration.ofMinutes(3),
        60 * draws.uniform(41),
        Duration.ofMinutes(4),
        Duration.ofMinutes(2),
        20 * draws.uniform(42));
  }

  private static Faults.Memory memory(long seed) {
    Draws draws = Draws.of(seed, "scenario", 0);
    return new Faults.Memory(
        1 + draws.below(3, 30),
        0.15 * draws.uniform(31),
        0.03 * draws.uniform(32),
        0.2 * draws.uniform(33),
        0.05 * draws.uniform(34),
        Duration.ofMinutes(10));
  }

  /**
   * A study whose levels are seconds of some kind, or epochs that are granted within a time, or
   * whose maximum grows, or several of these, while much goes wrong; in every fourth nothing does.
   */
  public static Scenario growing(long seed) {
    Draws draws = Draws.of(seed, "growth", 0);
    Specs specs = specs(seed, SCHEDULERS.stream().filter(Scenario::grows).toList());
    if (draws.below(3, 0) > 0) {
      inSeconds(specs, draws);
    } else if (draws.below(2, 11) == 0) {
      specs.within(Duration.ofSeconds(1 + draws.below(40, 12)));
    }
    if (draws.below(3, 3) > 0) {
      specs.growing(1 + draws.below(20, 4), draws.below(2, 5) == 0 ? null : 1 + draws.below(9, 6));
      if (draws.below(3, 9) == 0) {
        Map<String, StudySpec.Growth.Expensive> stages =
            Map.of("width", StudySpec.Growth.Expensive.UP);
        if (draws.below(2, 13) == 0) {
          specs.staged(1 + draws.below(20, 4), stages);
        } else {
          specs.settling(1 + draws.below(20, 4), stages, 0.1 + 0.8 * draws.uniform(14));
        }
      }
    }
    if (draws.below(4, 10) == 0) {
      specs.searched("width");
    }
    Faults faults =
        draws.below(4, 7) == 0
            ? Faults.none()
            : draws.below(2, 8) == 0 ? troubled(seed).faults() : besieged(seed).faults();
    return new Scenario(seed, specs.spec(), faults);
  }

  /** A study whose trials depend on a maximum that grows, while much goes wrong. */
  public static Scenario families(long seed) {
    Draws draws = Draws.of(seed, "families", 0);
    Specs specs = specs(seed, SCHEDULERS.stream().filter(Scenario::growsAtOnce).toList());
    if (draws.below(3, 0) == 0) {
      inSeconds(specs, draws);
    }
    specs.families(1 + draws.below(9, 4), draws.below(2, 5) == 0 ? null : 1 + draws.below(9, 6));
    Faults faults =
        draws.below(4, 7) == 0
            ? Faults.none()
            : draws.below(2, 8) == 0 ? troubled(seed).faults() : besieged(seed).faults();
    return new Scenario(seed, specs.spec(), faults);
  }

  /** A study that trains a population, while much goes wrong; in every fourth nothing does. */
  public static Scenario population(long seed) {
    Draws draws = Draws.of(seed, "population", 0);
    int interval = 1 + draws.below(4, 0);
    int size = 4 + draws.below(12, 1);
    var scheduler =
        new Scheduler.Population(
            size,
            interval,
            0.25 + 0.25 * draws.uniform(2),
            0.2,
            0.25,
            List.of("learning_rate", "momentum"));
    Specs specs =
        Specs.study(scheduler)
            .suggestion(SUGGESTIONS.get(draws.below(3, 3)))
            .slots(1 + draws.below(6, 4))
            .epochs(1, interval * (2 + draws.below(4, 5)) + draws.below(2, 6))
            .maxRestarts(draws.below(3, 7))
            .seed(seed);
    if (draws.below(2, 8) == 0) {
      specs.baseline();
    }
    if (draws.below(4, 9) == 0) {
      specs.epochsBudget(20 + draws.below(300, 10));
    }
    if (draws.below(4, 11) == 0) {
      specs.wallClock(Duration.ofSeconds(60 + draws.below(2_000, 12)));
    }
    if (draws.below(4, 13) == 0) {
      specs.trials(size + 2 + draws.below(size, 14));
    }
    if (draws.below(4, 15) == 0) {
      specs.maximise();
    }
    Faults faults =
        draws.below(4, 16) == 0
            ? Faults.none()
            : draws.below(2, 17) == 0 ? troubled(seed).faults() : besieged(seed).faults();
    return new Scenario(seed, specs.spec(), faults);
  }

  /** A study that races over folds, while much goes wrong; in every fourth nothing does. */
  public static Scenario race(long seed) {
    Draws draws = Draws.of(seed, "race", 0);
    int first = 2 + draws.below(4, 0);
    int trials = 2 + draws.below(9, 1);
    boolean bounded = draws.below(2, 2) == 0;
    var scheduler =
        new Scheduler.Race(
            trials,
            first,
            0.02 + 0.3 * draws.uniform(3),
            null,
            bounded ? 1 + draws.below(3, 4) : 0);
    Specs specs =
        Specs.study(scheduler)
            .suggestion(SUGGESTIONS.get(draws.below(SUGGESTIONS.size(), 5)))
            .slots(1 + draws.below(6, 6))
            .epochs(1, first + 1 + draws.below(6, 7))
            .maxRestarts(draws.below(3, 8))
            .checkpointEvery(1 + draws.below(3, 9))
            .seed(seed);
    if (!bounded || draws.below(4, 10) == 0) {
      specs.trials(2 + draws.below(40, 11));
    }
    if (draws.below(4, 12) == 0) {
      specs.epochsBudget(20 + draws.below(300, 13));
    }
    if (draws.below(4, 14) == 0) {
      specs.wallClock(Duration.ofSeconds(60 + draws.below(2_000, 15)));
    }
    if (draws.below(4, 16) == 0) {
      specs.maximise();
    }
    if (draws.below(6, 17) == 0) {
      specs.confirm(1 + draws.below(3, 18));
    }
    if (draws.below(5, 19) == 0) {
      specs.quota(1 + 1_000L * draws.below(16, 20));
    }
    Faults faults =
        draws.below(4, 21) == 0
            ? Faults.none()
            : draws.below(2, 22) == 0 ? troubled(seed).faults() : besieged(seed).faults();
    return new Scenario(seed, specs.spec(), faults);
  }

  private static void inSeconds(Specs specs, Draws draws) {
    int min = 5 + draws.below(10, 1);
    int max = 60 + draws.below(200, 2);
    switch (draws.below(4, 13)) {
      case 0 -> specs.processorSeconds(min, max);
      case 1 -> specs.gpuSeconds(min, max);
      default -> specs.seconds(min, max);
    }
  }

  /** A study of epochs that are granted within a time, with everything that goes wrong. */
  public static Scenario withinTime(long seed) {
    Draws draws = Draws.of(seed, "within", 0);
    Specs specs = specs(seed).within(Duration.ofSeconds(1 + draws.below(40, 1)));
    Faults faults =
        draws.below(4, 7) == 0
            ? Faults.none()
            : draws.below(2, 8) == 0 ? troubled(seed).faults() : besieged(seed).faults();
    return new Scenario(seed, specs.spec(), faults);
  }

  /** A maximum grows within the brackets that are open, or with brackets of its own. */
  private static boolean growsAtOnce(Scheduler scheduler) {
    return grows(scheduler) && !scheduler.plans(1, 27).getFirst().synchronous();
  }

  /** A study whose levels are seconds of processors. */
  public static Scenario onProcessors(long seed) {
    Draws draws = Draws.of(seed, "processors", 0);
    Specs specs =
        specs(seed, SCHEDULERS.stream().filter(Scenario::grows).toList())
            .processorSeconds(5 + draws.below(10, 1), 60 + draws.below(200, 2));
    Faults faults = draws.below(3, 7) == 0 ? Faults.none() : besieged(seed).faults();
    return new Scenario(seed, specs.spec(), faults);
  }

  /**
   * Curves of trainings that keep an eighth of a processor to eight of them busy, by their seeds;
   * one in ten sessions cannot be measured.
   */
  private static LearningCurves busy(LearningCurves curves) {
    return (configuration, seed, epoch) -> {
      LearningCurves.Epoch idle = curves.at(configuration, seed, epoch);
      Draws draws = Draws.of(seed, "busy", 0);
      double processors = Math.scalb(1.0, draws.below(7, 0) - 3);
      return draws.below(10, 1) == 0
          ? idle
          : new LearningCurves.Epoch(idle.value(), idle.seconds(), processors * idle.seconds());
    };
  }

  /** A trial that is stopped for good at the ceiling could not go on once that is raised. */
  private static boolean grows(Scheduler scheduler) {
    return scheduler.plans(1, 27).getFirst().ladder().height() > 1
        && !scheduler.plans(1, 27).getFirst().stopping();
  }

  /** This study when nothing goes wrong. */
  public Scenario calm() {
    return new Scenario(seed, spec, Faults.none());
  }

  /** The same study when nothing goes wrong. */
  public static Scenario calm(long seed) {
    return new Scenario(seed, spec(seed), Faults.none());
  }

  private static StudySpec spec(long seed) {
    return specs(seed).spec();
  }

  private static Specs specs(long seed) {
    return specs(seed, SCHEDULERS);
  }

  private static Specs specs(long seed, List<Scheduler> schedulers) {
    Draws draws = Draws.of(seed, "scenario", 0);
    Specs specs =
        Specs.study(schedulers.get(draws.below(schedulers.size(), 0)))
            .suggestion(SUGGESTIONS.get(draws.below(SUGGESTIONS.size(), 1)))
            .slots(1 + draws.below(5, 2))
            .epochs(1 + draws.below(2, 3), 9 + draws.below(20, 4))
            .trials(5 + draws.below(60, 5))
            .maxRestarts(draws.below(3, 6))
            .checkpointEvery(1 + draws.below(4, 7))
            .seed(seed);
    if (draws.below(2, 8) == 0) {
      specs.baseline();
    }
    if (draws.below(3, 9) == 0) {
      specs.epochsBudget(20 + draws.below(300, 10));
    }
    if (draws.below(3, 11) == 0) {
      specs.wallClock(Duration.ofSeconds(60 + draws.below(2_000, 12)));
    }
    if (draws.below(4, 13) == 0) {
      specs.maximise();
    }
    if (draws.below(4, 50) == 0) {
      specs.confirm(1 + draws.below(4, 51));
    }
    return specs;
  }

  /** The same study with another scheduler. */
  public StudySpec withScheduler(Scheduler scheduler) {
    return with(scheduler, spec.suggestion());
  }

  /** The same study with another scheduler, and another rule for new configurations. */
  public StudySpec with(Scheduler scheduler, Suggestion suggestion) {
    return new StudySpec(
        spec.name(),
        spec.objective(),
        spec.space(),
        spec.fidelity(),
        scheduler,
        suggestion,
        spec.baseline(),
        spec.trainer(),
        spec.resources(),
        spec.budget(),
        spec.maxRestarts(),
        spec.epochTimeLimit(),
        spec.checkpoints(),
        spec.seed());
  }

  /** Runs it under the eyes of all checkers and one more observer. */
  public SimulatedRun run(StepObserver observer) {
    return run(Checkers.all().and(observer), curves -> curves, true);
  }

  /**
   * Runs it under the eyes of one observer.
   *
   * @param change what becomes of its curves
   * @param ends whether to check what must hold once it is over
   */
  public SimulatedRun run(
      StepObserver observer, UnaryOperator<LearningCurves> change, boolean ends) {
    LearningCurves curves = busy(change.apply(new SyntheticCurves(0.02, 5)));
    try {
      Adviser adviser = new ErraticAdviser(seed, seed % 2 == 0 ? 0 : 0.3);
      SimulatedRun run =
          Simulation.run(spec, curves, faults, observer, seed % 5 == 0 ? null : adviser);
      if (ends) {
        Checkers.checkEnd(run.state());
      }
      return run;
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError("seed %d: %s".formatted(seed, broken.getMessage()), broken);
    }
  }
}
