package dev.thaw.benchmarks.populations;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is trained.
 *
 * @param options of the trainer
 * @param fixed parameters that are the same for all
 * @param space what is searched; all of it may change between epochs
 * @param epochs after how many epochs a training is complete
 */
record Task(
    String name,
    Trainer trainer,
    Map<String, Object> options,
    Map<String, Object> fixed,
    SearchSpace space,
    int epochs) {

  /**
   * One epoch.
   *
   * @param error on what is chosen by, from 0 to 1; infinite if it is no finite number
   * @param test error on what no choice looks at
   */
  record Scored(double error, double test) {
    static Scored of(EpochResult result) {
      double error = result.metrics().getOrDefault("error", Double.NaN);
      return new Scored(
          Double.isFinite(error) ? error : Double.POSITIVE_INFINITY,
          result.metrics().getOrDefault("test_error", Double.NaN));
    }
  }

  /**
   * A study of random configurations, which the engine decides.
   *
   * @param trials how many at most; all that a population needs if it is empty
   */
  StudySpec study(Scheduler scheduler, OptionalInt trials, int slots, long seed) {
    return new StudySpec(
        name,
        new StudySpec.Objective("error", Goal.MINIMIZE),
        space,
        new StudySpec.Fidelity("epochs", 1, epochs),
        scheduler,
        new RandomSuggestion(),
        false,
        new StudySpec.TrainerSpec(trainer.name(), options),
        StudySpec.Resources.of(slots),
        new Budget(null, trials.isPresent() ? trials.getAsInt() : null, null),
        0,
        Duration.ofMinutes(10),
        new StudySpec.Checkpoints(1),
        seed);
  }

  /**
   * Opens a training.
   *
   * @param values of what is searched
   * @param scratch an absolute folder
   * @param online which of the values may change between epochs
   */
  TrainingSession open(
      Map<String, ?> values, long seed, Optional<Checkpoint> from, Path scratch, Set<String> online)
      throws Exception {
    Map<String, Object> all = new LinkedHashMap<>(fixed);
    all.putAll(values);
    return trainer.open(
        new TrialSetup(
            name,
            0,
            all,
            seed,
            options,
            TrainingSlot.onProcessor(0),
            scratch,
            from,
            OptionalInt.of(epochs),
            online));
  }
}
