package dev.thaw.core.study;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.Suggestion;
import org.jspecify.annotations.Nullable;

/** Refuses what does not go with a race: docs/algorithms.md, "Races over folds". */
final class RaceLimits {

  private RaceLimits() {}

  static void check(
      Scheduler scheduler,
      StudySpec.Objective objective,
      StudySpec.Fidelity fidelity,
      Suggestion suggestion,
      boolean baseline,
      @Nullable StopWhen stopWhen) {
    if (!(scheduler instanceof Scheduler.Race race)) {
      return;
    }
    levels(race, fidelity);
    refuseIf(
        objective.aims() != null,
        "scheduler (%s) compares by one objective, and does not go with further ones or limits.",
        "race",
        "Maybe scheduler: {name: asha}.");
    refuseIf(
        objective.metric().equals(race.metric()),
        "scheduler.metric (%s) must be the value of a fold by itself, and the objective is the mean"
            + " over folds.",
        race.metric(),
        "Maybe leave it out: values of folds follow from their means.");
    refuseIf(
        suggestion.rule() instanceof ModelSuggestion,
        "suggest (%s) learns from values after as many epochs, and those of a race differ in their"
            + " folds.",
        suggestion.rule().name(),
        "Maybe suggest: {name: random}.");
    refuseIf(
        baseline,
        "baseline (%s) is trained on all folds whatever the race says of it.",
        "true",
        "Maybe tryFirst: [{}], by which the defaults race like any other.");
    refuseIf(
        stopWhen != null,
        "stopWhen.%s watches one value improve, and means in a race change with their folds.",
        stopWhen != null && stopWhen.target() != null ? "target" : "noImprovement",
        "Maybe scheduler.sweeps: 1, after which a race ends by itself.");
  }

  private static void levels(Scheduler.Race race, StudySpec.Fidelity fidelity) {
    String parameter = fidelity.parameter();
    refuseIf(
        fidelity.isInSeconds(),
        "fidelity.name (%s) is no number of folds, after which scheduler (race) compares.",
        fidelity.name(),
        "Maybe fidelity: {name: folds, max: 10}.");
    refuseIf(
        fidelity.growth() != null || parameter != null || fidelity.grant() != null,
        "fidelity.%s does not go with scheduler (race), whose trials meet the same folds.",
        fidelity.growth() != null ? "growth" : parameter != null ? "parameter" : "grant",
        "Maybe leave it out.");
    refuseIf(
        fidelity.min() > race.minFolds(),
        "fidelity.min (%s) must be at most scheduler.minFolds (%d), after which trials are compared"
                .formatted("%s", race.minFolds())
            + " first.",
        fidelity.min(),
        "Maybe leave it out.");
    refuseIf(
        race.minFolds() >= fidelity.max(),
        "minFolds (%s) must be less than fidelity.max (%d), or nobody is ever dropped."
            .formatted("%s", fidelity.max()),
        race.minFolds(),
        "Maybe half of it.");
  }

  private static void refuseIf(
      boolean wrong, String message, @Nullable Object value, String maybe) {
    if (wrong) {
      throw new IllegalArgumentException(message.formatted(value) + "\n" + maybe);
    }
  }
}
