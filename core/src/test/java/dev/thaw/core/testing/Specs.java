package dev.thaw.core.testing;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.Hours;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Aims;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.Suggestion;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds specs of small studies. Unless told otherwise: minimising, without baseline, over 1 to 27
 * epochs, on one slot, without limits.
 */
public final class Specs {

  private final Scheduler scheduler;
  private Goal goal = Goal.MINIMIZE;
  private @Nullable Aims aims;
  private SearchSpace space = space();
  private int minEpochs = 1;
  private int maxEpochs = 27;
  private String fidelity = "epochs";
  private StudySpec.@Nullable Growth growth;
  private @Nullable String parameter;
  private @Nullable Duration grant;
  private Suggestion suggestion = new RandomSuggestion();
  private boolean baseline;
  private int slots = 1;
  private Budget budget = Budget.unlimited();
  private @Nullable Hours hours;
  private @Nullable StopWhen stopWhen;
  private @Nullable Integer confirm;
  private int maxRestarts = 2;
  private int checkpointEvery = 1;
  private @Nullable Long quota;
  private @Nullable String store;
  private long seed = 1;

  private Specs(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Begins a spec. */
  public static Specs study(Scheduler scheduler) {
    return new Specs(scheduler);
  }

  /** A space with a real, an integer, a categorical and a conditional parameter. */
  public static SearchSpace space() {
    return SearchSpace.of(
        RealParameter.log("learning_rate", 1e-4, 1).withDefault(0.01),
        IntegerParameter.log("width", 16, 256).withDefault(64),
        CategoricalParameter.of("optimizer", "sgd", "adam").withDefault("sgd"),
        RealParameter.linear("momentum", 0, 0.99).withDefault(0.9).when("optimizer", "sgd"));
  }

  public Specs in(SearchSpace chosen) {
    space = chosen;
    return this;
  }

  public Specs maximise() {
    goal = Goal.MAXIMIZE;
    return this;
  }

  /** More than one objective, or limits. */
  public Specs aims(Aims chosen) {
    aims = chosen;
    return this;
  }

  public Specs epochs(int min, int max) {
    minEpochs = min;
    maxEpochs = max;
    return this;
  }

  /** Levels in seconds of training. */
  public Specs seconds(int min, int max) {
    fidelity = StudySpec.Fidelity.SECONDS;
    return epochs(min, max);
  }

  /** Levels in seconds of processors. */
  public Specs processorSeconds(int min, int max) {
    fidelity = StudySpec.Fidelity.PROCESSOR_SECONDS;
    return epochs(min, max);
  }

  /** Levels in seconds of GPUs. */
  public Specs gpuSeconds(int min, int max) {
    fidelity = StudySpec.Fidelity.GPU_SECONDS;
    return epochs(min, max);
  }

  /** Epochs that are granted within a time. */
  public Specs within(Duration time) {
    grant = time;
    return this;
  }

  /** A maximum that grows from a level on. */
  public Specs growing(int from, @Nullable Integer trials) {
    growth = new StudySpec.Growth(from, trials, StudySpec.Growth.STALL);
    return this;
  }

  /** A parameter says after how many epochs a trial is complete. */
  public Specs searched(String name) {
    parameter = name;
    return this;
  }

  /** A maximum that grows from a level on, with parameters that are held cheap at first. */
  public Specs staged(int from, Map<String, StudySpec.Growth.Expensive> stages) {
    growth = new StudySpec.Growth(from, null, StudySpec.Growth.STALL, stages);
    return this;
  }

  /** The same, which waits until the other parameters are settled, for a share of the budget. */
  public Specs settling(int from, Map<String, StudySpec.Growth.Expensive> stages, double by) {
    growth = new StudySpec.Growth(from, null, StudySpec.Growth.STALL, stages, null, by);
    return this;
  }

  /** A growing maximum that the schedules of trials depend on. */
  public Specs families(int from, @Nullable Integer trials) {
    growth =
        new StudySpec.Growth(
            from,
            trials,
            StudySpec.Growth.STALL,
            Map.of(),
            StudySpec.Growth.Schedule.DEPENDS_ON_MAX,
            null);
    return this;
  }

  public Specs suggestion(Suggestion chosen) {
    suggestion = chosen;
    return this;
  }

  public Specs baseline() {
    baseline = true;
    return this;
  }

  public Specs slots(int count) {
    slots = count;
    return this;
  }

  public Specs trials(int limit) {
    budget = new Budget(budget.wallClock(), limit, budget.epochs());
    return this;
  }

  public Specs epochsBudget(long limit) {
    budget = new Budget(budget.wallClock(), budget.trials(), limit);
    return this;
  }

  public Specs wallClock(Duration limit) {
    budget = new Budget(limit, budget.trials(), budget.epochs());
    return this;
  }

  public Specs budget(Budget all) {
    budget = all;
    return this;
  }

  public Specs hours(Hours open) {
    hours = open;
    return this;
  }

  public Specs stopWhen(StopWhen enough) {
    stopWhen = enough;
    return this;
  }

  public Specs confirm(int seeds) {
    confirm = seeds;
    return this;
  }

  public Specs maxRestarts(int limit) {
    maxRestarts = limit;
    return this;
  }

  public Specs checkpointEvery(int epochs) {
    checkpointEvery = epochs;
    return this;
  }

  public Specs quota(long bytes) {
    quota = bytes;
    return this;
  }

  public Specs store(String place) {
    store = place;
    return this;
  }

  public Specs seed(long value) {
    seed = value;
    return this;
  }

  /** The spec. */
  public StudySpec spec() {
    return new StudySpec(
        "small",
        new StudySpec.Objective("loss", goal, aims),
        space,
        new StudySpec.Fidelity(fidelity, minEpochs, maxEpochs, growth, parameter, grant),
        scheduler,
        suggestion,
        baseline,
        new StudySpec.TrainerSpec("simulated", Map.of()),
        StudySpec.Resources.of(slots),
        budget,
        maxRestarts,
        Duration.ofMinutes(10),
        new StudySpec.Checkpoints(checkpointEvery, quota, store),
        seed,
        hours,
        stopWhen,
        confirm);
  }
}
