package dev.thaw.core.study;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.Suggestion;
import org.jspecify.annotations.Nullable;

/** Refuses what does not go with a population: docs/algorithms.md, "Population-based training". */
final class PopulationLimits {

  private PopulationLimits() {}

  /** What is searched, and for what. */
  static void check(
      Scheduler scheduler,
      StudySpec.Objective objective,
      SearchSpace space,
      StudySpec.Fidelity fidelity,
      Suggestion suggestion) {
    if (!(scheduler instanceof Scheduler.Population population)) {
      return;
    }
    refuseIf(
        population.parameters().isEmpty(),
        "parameters",
        "scheduler (%s) has no parameter to change between epochs.",
        "pbt",
        "Maybe parameters.learning_rate.online: true.");
    for (String name : population.parameters()) {
      refuseIf(
          !(space.parameter(name).orElse(null) instanceof RealParameter real)
              || real.step().isPresent(),
          "parameters." + name + ".online",
          "parameter (%s) must be a real one without a step to change between epochs.",
          name,
          "Maybe type: real.");
    }
    levels(population, fidelity);
    refuseIf(
        objective.aims() != null,
        "objective",
        "scheduler (%s) compares by one objective, and does not go with further ones or limits.",
        "pbt",
        "Maybe scheduler: {name: asha}.");
    refuseIf(
        suggestion.rule() instanceof ModelSuggestion,
        "suggest.name",
        "suggest (%s) learns from whole curves, and those of scheduler (pbt) have other values all"
            + " along.",
        suggestion.rule().name(),
        "Maybe suggest: {name: random}.");
    refuseIf(
        space.catalogue().isPresent(),
        "parameters",
        "a table of %s is searched by its rows, and scheduler (pbt) changes single values.",
        "configurations",
        "Maybe scheduler: {name: asha}.");
  }

  /** What is trained, and what is kept of it. */
  static void check(
      Scheduler scheduler,
      StudySpec.Checkpoints checkpoints,
      boolean baseline,
      @Nullable Integer trials,
      @Nullable Integer confirm,
      StudySpec.@Nullable Control control) {
    if (!(scheduler instanceof Scheduler.Population population)) {
      return;
    }
    refuseIf(
        control != null,
        "controller",
        "controller (%s) changes parameters between epochs, and so does scheduler (pbt).",
        control == null ? "" : control.controller(),
        "Maybe leave the controller out.");
    trials(population, baseline, trials);
    refuseIf(
        checkpoints.quota() != null,
        "checkpoints.quota",
        "checkpoints.quota (%s) could give up what scheduler (pbt) forks from.",
        checkpoints.quota(),
        "Maybe leave it out.");
    refuseIf(
        population.interval() % checkpoints.every() != 0,
        "checkpoints.every",
        "checkpoints.every (%s) must divide scheduler.interval (%d), as members are forked then."
            .formatted("%s", population.interval()),
        checkpoints.every(),
        "Maybe checkpoints.every: 1.");
    refuseIf(
        confirm != null,
        "confirm",
        "confirm (%s) trains a configuration again, and scheduler (pbt) finds a schedule.",
        confirm,
        "Maybe leave it out, and train the schedule again with other seeds.");
  }

  private static void trials(
      Scheduler.Population population, boolean baseline, @Nullable Integer trials) {
    int members = population.size() + (baseline ? 1 : 0);
    refuseIf(
        trials != null && trials <= members,
        "budget.trials",
        "budget.trials (%s) leaves none for forks beside the population (%d)%s."
            .formatted("%s", population.size(), baseline ? " and the baseline" : ""),
        trials,
        "Maybe leave it out: a population ends by itself.");
  }

  private static void levels(Scheduler.Population population, StudySpec.Fidelity fidelity) {
    String parameter = fidelity.parameter();
    refuseIf(
        fidelity.isInSeconds(),
        "fidelity.name",
        "fidelity.name (%s) is no number of epochs, after which scheduler (pbt) compares.",
        fidelity.name(),
        "Maybe fidelity: {name: epochs, max: 40}.");
    String other = fidelity.growth() != null ? "growth" : parameter != null ? "parameter" : "grant";
    refuseIf(
        fidelity.growth() != null || parameter != null || fidelity.grant() != null,
        "fidelity." + other,
        "fidelity.%s does not go with scheduler (pbt), whose members are all trained to max.",
        other,
        "Maybe leave it out.");
    refuseIf(
        population.interval() >= fidelity.max(),
        "scheduler.interval",
        "interval (%s) must be less than fidelity.max (%d), or nobody is ever compared."
            .formatted("%s", fidelity.max()),
        population.interval(),
        "Maybe a tenth of it.");
  }

  private static void refuseIf(
      boolean wrong, String key, String message, @Nullable Object value, String maybe) {
    if (wrong) {
      throw new WrongKeyException(key, message.formatted(value) + "\n" + maybe);
    }
  }
}
