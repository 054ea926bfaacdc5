package dev.thaw.core.testing;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.Scale;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.space.Value;
import dev.thaw.core.space.When;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.Suggestion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Specs of small studies; every {@code with} method returns a changed copy. */
public record Specs(StudySpec spec) {

  /** A minimising study without baseline over 1 to 27 epochs on one slot. */
  public static Specs study(Scheduler scheduler) {
    return new Specs(
        new StudySpec(
            "small",
            new StudySpec.Objective("loss", Goal.MINIMIZE),
            space(),
            new StudySpec.Fidelity("epochs", 1, 27),
            scheduler,
            new RandomSuggestion(),
            false,
            new StudySpec.TrainerSpec("simulated", Map.of()),
            new StudySpec.Resources(1),
            Budget.unlimited(),
            2,
            Duration.ofMinutes(10),
            new StudySpec.Checkpoints(1),
            1));
  }

  /** A space with a real, an integer, a categorical and a conditional parameter. */
  public static SearchSpace space() {
    List<Parameter> parameters =
        List.of(
            new RealParameter(
                "learning_rate",
                Optional.empty(),
                Optional.of(Value.of(0.01)),
                1e-4,
                1,
                Scale.LOG,
                Optional.empty()),
            new IntegerParameter(
                "width", Optional.empty(), Optional.of(Value.of(64L)), 16, 256, Scale.LOG, 1),
            new CategoricalParameter(
                "optimizer",
                Optional.empty(),
                Optional.of(Value.of("sgd")),
                List.of(Value.of("sgd"), Value.of("adam"))),
            new RealParameter(
                "momentum",
                Optional.of(new When("optimizer", List.of(Value.of("sgd")))),
                Optional.of(Value.of(0.9)),
                0,
                0.99,
                Scale.LINEAR,
                Optional.empty()));
    return new SearchSpace(parameters, List.of());
  }

  public Specs slots(int slots) {
    return copy(spec.budget(), spec.fidelity(), slots, spec.seed(), spec.baseline());
  }

  public Specs budget(Budget budget) {
    return copy(budget, spec.fidelity(), spec.resources().slots(), spec.seed(), spec.baseline());
  }

  public Specs epochs(int min, int max) {
    var fidelity = new StudySpec.Fidelity("epochs", min, max);
    return copy(spec.budget(), fidelity, spec.resources().slots(), spec.seed(), spec.baseline());
  }

  public Specs seed(long seed) {
    return copy(
        spec.budget(), spec.fidelity(), spec.resources().slots(), seed, spec.baseline());
  }

  public Specs baseline() {
    return copy(
        spec.budget(), spec.fidelity(), spec.resources().slots(), spec.seed(), true);
  }

  public Specs suggestion(Suggestion suggestion) {
    return new Specs(
        new StudySpec(
            spec.name(),
            spec.objective(),
            spec.space(),
            spec.fidelity(),
            spec.scheduler(),
            suggestion,
            spec.baseline(),
            spec.trainer(),
            spec.resources(),
            spec.budget(),
            spec.maxRestarts(),
            spec.epochTimeLimit(),
            spec.checkpoints(),
            spec.seed()));
  }

  public Specs maximise() {
    return new Specs(
        new StudySpec(
            spec.name(),
            new StudySpec.Objective("accuracy", Goal.MAXIMIZE),
            spec.space(),
            spec.fidelity(),
            spec.scheduler(),
            spec.suggestion(),
            spec.baseline(),
            spec.trainer(),
            spec.resources(),
            spec.budget(),
            spec.maxRestarts(),
            spec.epochTimeLimit(),
            spec.checkpoints(),
            spec.seed()));
  }

  private Specs copy(
      Budget budget, StudySpec.Fidelity fidelity, int slots, long seed, boolean baseline) {
    return new Specs(
        new StudySpec(
            spec.name(),
            spec.objective(),
            spec.space(),
            fidelity,
            spec.scheduler(),
            spec.suggestion(),
            baseline,
            spec.trainer(),
            new StudySpec.Resources(slots),
            budget,
            spec.maxRestarts(),
            spec.epochTimeLimit(),
            spec.checkpoints(),
            seed));
  }
}
