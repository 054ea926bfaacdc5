package dev.thaw.actors.journal;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.testing.ErraticAdviser;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Small studies, on which everything goes wrong now and then. */
final class SampleStudies {

  private static final List<Scheduler> SCHEDULERS =
      List.of(
          new Scheduler.Asha(3, PromotionRule.PAPER, false),
          new Scheduler.Asha(2, PromotionRule.QUANTILE, true),
          new Scheduler.SuccessiveHalving(3, 0, 1),
          new Scheduler.Hyperband(3, Scheduler.Hyperband.Sizes.CEIL, true, PromotionRule.PAPER, 1),
          new Scheduler.FullTraining(),
          new Scheduler.MedianStopping(),
          new Scheduler.Guided(Guide.THAW, new Scheduler.Asha(3, PromotionRule.PAPER, false)));

  private static final Faults FAULTS =
      new Faults(0.02, 0.01, 0.01, 0.02, 0.1, 0.1, Duration.ofMinutes(1), 2, Duration.ofMinutes(3));

  private SampleStudies() {}

  static StudySpec spec(long seed) {
    return spec(seed, Samples.options());
  }

  static StudySpec spec(long seed, Map<String, Object> options) {
    return spec(seed, options, Samples.space());
  }

  static StudySpec spec(SearchSpace space) {
    return spec(1, Samples.options(), space);
  }

  private static StudySpec spec(long seed, Map<String, Object> options, SearchSpace space) {
    return new StudySpec(
        "small",
        new StudySpec.Objective("loss", Goal.MINIMIZE),
        space,
        new StudySpec.Fidelity("epochs", 1, 9),
        SCHEDULERS.get((int) (seed % SCHEDULERS.size())),
        new RandomSuggestion(),
        seed % 2 == 0,
        new StudySpec.TrainerSpec("simulated", options),
        StudySpec.Resources.of(3),
        new Budget(Duration.ofHours(9), 12, 150L),
        1,
        Duration.ofMinutes(5),
        new StudySpec.Checkpoints(2),
        seed);
  }

  /** Runs a study to its end. */
  static StudyState run(long seed, StepObserver observer) {
    var curves = new SyntheticCurves(0.05, 60);
    return Simulation.run(spec(seed), curves, FAULTS, observer, new ErraticAdviser(seed, 0.2))
        .state();
  }
}
