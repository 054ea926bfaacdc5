package dev.thaw.core.study;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.Hours;
import dev.thaw.core.budget.StopWhen;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.random.Draws;
import dev.thaw.core.share.Share;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.suggest.ModelSuggestion;
import dev.thaw.core.suggest.Suggestion;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for; fixed for the life of a study.
 *
 * @param name the study's name
 * @param objective what is to be optimised
 * @param space the search space
 * @param fidelity how long a trial may be trained
 * @param scheduler which brackets are opened
 * @param suggestion where new configurations come from
 * @param baseline whether trial 0 is the default configuration, trained fully
 * @param trainer who trains
 * @param resources how many trials run at once
 * @param budget what the study may spend
 * @param maxRestarts how often a trial that fails is tried again from its last checkpoint
 * @param epochTimeLimit how long one epoch may take before the trial fails
 * @param checkpoints when checkpoints are written
 * @param seed where all randomness comes from
 * @param hours when it may train; null for always
 * @param stopWhen when it ends before its budget is spent; null for never
 * @param confirm with how many other seeds its winner is trained again at the end, at least 1; null
 *     for none
 * @param control who changes which parameters between the epochs of a trial; null if nobody does
 * @param known what earlier studies found; it counts for nothing but suggestions. Null for nothing
 */
public record StudySpec(
    String name,
    Objective objective,
    SearchSpace space,
    Fidelity fidelity,
    Scheduler scheduler,
    Suggestion suggestion,
    boolean baseline,
    TrainerSpec trainer,
    Resources resources,
    Budget budget,
    int maxRestarts,
    Duration epochTimeLimit,
    Checkpoints checkpoints,
    long seed,
    @Nullable Hours hours,
    @Nullable StopWhen stopWhen,
    @Nullable Integer confirm,
    @Nullable Control control,
    @Nullable List<KnownResult> known) {

  public StudySpec {
    known = known == null ? null : List.copyOf(known);
    if (stopWhen != null
        && stopWhen.asksForProspects()
        && !(scheduler instanceof Scheduler.Guided guided && guided.guide() == Guide.THAW)) {
      throw new IllegalArgumentException(
          "scheduler (%s) cannot tell what is to be gained, which stopWhen asks for.\nMaybe scheduler: {name: thaw}."
              .formatted(scheduler.name()));
    }
    if (stopWhen != null && stopWhen.improvementPerCost() != null && budget.cost() == null) {
      throw new IllegalArgumentException(
          "improvementPerCost (%s) needs a price.\nMaybe add budget: {cost: 40 EUR, perSlotHour: 2.5}."
              .formatted(stopWhen.improvementPerCost()));
    }
    if (confirm != null && confirm < 1) {
      throw new IllegalArgumentException(
          "confirm (%d) must be at least 1, the number of other seeds.\nMaybe leave it out to confirm nothing."
              .formatted(confirm));
    }
    if (objective.aims() != null
        && scheduler instanceof Scheduler.Guided guided
        && !guided.guide().knowsRanksOnly()) {
      throw new IllegalArgumentException(
          "scheduler (%s) models one objective, and does not go with further objectives or limits.\nMaybe scheduler: {name: asha}."
              .formatted(scheduler.name()));
    }
    PopulationLimits.check(scheduler, objective, space, fidelity, suggestion);
    PopulationLimits.check(scheduler, checkpoints, baseline, budget.trials(), confirm, control);
    RaceLimits.check(scheduler, objective, fidelity, suggestion, baseline, stopWhen);
    if (maxRestarts < 0) {
      throw new IllegalArgumentException(
          "maxRestarts (%d) must be at least 0.".formatted(maxRestarts));
    }
  }

  /** A study whose trials keep the values that they begin with. */
  public StudySpec(
      String name,
      Objective objective,
      SearchSpace space,
      Fidelity fidelity,
      Scheduler scheduler,
      Suggestion suggestion,
      boolean baseline,
      TrainerSpec trainer,
      Resources resources,
      Budget budget,
      int maxRestarts,
      Duration epochTimeLimit,
      Checkpoints checkpoints,
      long seed,
      @Nullable Hours hours,
      @Nullable StopWhen stopWhen,
      @Nullable Integer confirm) {
    this(
        name,
        objective,
        space,
        fidelity,
        scheduler,
        suggestion,
        baseline,
        trainer,
        resources,
        budget,
        maxRestarts,
        epochTimeLimit,
        checkpoints,
        seed,
        hours,
        stopWhen,
        confirm,
        null,
        null);
  }

  /** A study that may train at any time, for as long as its budget lasts. */
  public StudySpec(
      String name,
      Objective objective,
      SearchSpace space,
      Fidelity fidelity,
      Scheduler scheduler,
      Suggestion suggestion,
      boolean baseline,
      TrainerSpec trainer,
      Resources resources,
      Budget budget,
      int maxRestarts,
      Duration epochTimeLimit,
      Checkpoints checkpoints,
      long seed) {
    this(
        name,
        objective,
        space,
        fidelity,
        scheduler,
        suggestion,
        baseline,
        trainer,
        resources,
        budget,
        maxRestarts,
        epochTimeLimit,
        checkpoints,
        seed,
        null,
        null,
        null);
  }

  /** The same study with another budget, other hours, and another seed. */
  public StudySpec with(Budget otherBudget, @Nullable Hours otherHours, long otherSeed) {
    return new StudySpec(
        name,
        objective,
        space,
        fidelity,
        scheduler,
        suggestion,
        baseline,
        trainer,
        resources,
        otherBudget,
        maxRestarts,
        epochTimeLimit,
        checkpoints,
        otherSeed,
        otherHours,
        stopWhen,
        confirm,
        control,
        known);
  }

  /** The same study if nothing but its objective counted. */
  public StudySpec withoutAims() {
    return new StudySpec(
        name,
        new Objective(objective.metric(), objective.goal()),
        space,
        fidelity,
        scheduler,
        suggestion,
        baseline,
        trainer,
        resources,
        budget,
        maxRestarts,
        epochTimeLimit,
        checkpoints,
        seed,
        hours,
        stopWhen,
        confirm);
  }

  /** Who is asked what to train next; null if nobody is. */
  public @Nullable Guide guide() {
    if (scheduler instanceof Scheduler.Guided guided) {
      return guided.guide();
    }
    return suggestion.rule() instanceof ModelSuggestion ? Guide.PROPOSER : null;
  }

  /** The seed of a trial: 64 bits from which all of its randomness comes. */
  public long trialSeed(int trial) {
    return Draws.of(seed, "trial", trial).bits(0);
  }

  /**
   * What is to be optimised.
   *
   * @param metric the name under which the trainer reports it
   * @param goal whether less or more is better
   * @param aims what else counts: further objectives and limits; null if nothing does
   */
  public record Objective(String metric, Goal goal, @Nullable Aims aims) {

    public Objective {
      if (aims != null) {
        List<String> metrics = aims.metrics(metric);
        for (String one : metrics) {
          if (Collections.frequency(metrics, one) > 1) {
            throw new IllegalArgumentException(
                "metric (%s) must be no more than one objective.".formatted(one));
          }
        }
      }
    }

    /** The only thing that counts. */
    public Objective(String metric, Goal goal) {
      this(metric, goal, null);
    }
  }

  /**
   * How long a trial may be trained. Its levels are epochs, or, where it is named {@code seconds},
   * {@code processorSeconds} or {@code gpuSeconds}, seconds of training by the clock, of processors
   * or of GPUs: how many epochs that makes differs from trial to trial.
   *
   * @param name the unit
   * @param min r, the level at which trials are first compared, at least 1
   * @param max R, the level at which a trial is complete
   * @param growth how the maximum grows while the study goes on; null if it is R from the start
   * @param parameter the hyperparameter that says after how many epochs a trial is complete, if
   *     that is before R; null if none does. A trial is credited with the epochs that it trained,
   *     and what it was asked for tells a surrogate nothing
   * @param grant for how long a trial is granted epochs at a time, by the clock, more than 0; under
   *     growth twice as long with each further maximum; null for as long as they take, and where
   *     levels are seconds
   */
  public record Fidelity(
      String name,
      int min,
      int max,
      @Nullable Growth growth,
      @Nullable String parameter,
      @Nullable Duration grant) {

    /** The name of a fidelity in seconds of the clock. */
    public static final String SECONDS = "seconds";

    /** The name of a fidelity in seconds of processors. */
    public static final String PROCESSOR_SECONDS = "processorSeconds";

    /** The name of a fidelity in seconds of GPUs. */
    public static final String GPU_SECONDS = "gpuSeconds";

    public Fidelity {
      if (grant != null && (grant.isNegative() || grant.isZero())) {
        throw new IllegalArgumentException("grant (%s) must be more than 0.".formatted(grant));
      }
    }

    /** Epochs that are granted for as long as they take. */
    public Fidelity(
        String name, int min, int max, @Nullable Growth growth, @Nullable String parameter) {
      this(name, min, max, growth, parameter, null);
    }

    /** A maximum that is the same all the time. */
    public Fidelity(String name, int min, int max) {
      this(name, min, max, null, null);
    }

    /** A maximum that is the same for all configurations. */
    public Fidelity(String name, int min, int max, @Nullable Growth growth) {
      this(name, min, max, growth, null);
    }

    /** What the trainer is asked for, one at a time. */
    public String epoch() {
      return isInSeconds() ? "epochs" : name;
    }

    /** Whether its levels are seconds of training, whichever. */
    public boolean isInSeconds() {
      return name.equals(SECONDS) || isOnProcessors() || isOnGpus();
    }

    /** Whether its levels are seconds of processors. */
    public boolean isOnProcessors() {
      return name.equals(PROCESSOR_SECONDS);
    }

    /** Whether its levels are seconds of GPUs. */
    public boolean isOnGpus() {
      return name.equals(GPU_SECONDS);
    }

    /** Whether other seconds than those of the clock count for its levels. */
    public boolean hasEffort() {
      return isOnProcessors() || isOnGpus();
    }
  }

  /**
   * How the maximal fidelity grows: by the levels of the rungs, one after the other.
   *
   * @param from the first maximum is the lowest rung that is not below it; at least 1
   * @param trials how many trials are to reach the first maximum before it grows; each further one
   *     is reached by a share 1 / eta of them; null for as many as leave one at the last
   * @param stall it also grows once the expected improvement of the best candidate is below this
   *     share of the spread of the last values; in [0, 1), 0 for never
   * @param stages the parameters that are held where epochs are cheap at first, by name, and which
   *     way they get expensive: new configurations have them in a part of their scale that grows
   *     with the maximum
   * @param schedule whether what a trial does in an epoch depends on the maximum, as where the
   *     learning rate falls to nothing by then: {@link Families}; null if it does not
   * @param settleBy if given, it does not grow for the reasons above before the parameters that are
   *     not in stages are settled, or this share of the budget is spent, in proportion where it
   *     grows more than once: in (0, 1)
   */
  public record Growth(
      int from,
      @Nullable Integer trials,
      double stall,
      Map<String, Expensive> stages,
      @Nullable Schedule schedule,
      @Nullable Double settleBy) {

    /** What the training of a trial depends on beside its hyperparameters. */
    public enum Schedule {
      /** The maximum that it is trained for: a curve is never continued to a larger one. */
      DEPENDS_ON_MAX
    }

    /** Which values of a parameter make an epoch expensive. */
    public enum Expensive {
      /** Large ones. */
      UP,
      /** Small ones. */
      DOWN
    }

    /** A maximum that grows while all parameters have all their values. */
    public Growth(int from, @Nullable Integer trials, double stall) {
      this(from, trials, stall, Map.of());
    }

    /** A maximum that grows while old curves stay what they are. */
    public Growth(int from, @Nullable Integer trials, double stall, Map<String, Expensive> stages) {
      this(from, trials, stall, stages, null, null);
    }

    /** A hundredth of the spread is hardly worth waiting for. */
    public static final double STALL = 0.01;

    public Growth {
      if (from < 1) {
        throw new IllegalArgumentException("from (%d) must be at least 1.".formatted(from));
      }
      stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
    }
  }

  /**
   * Who trains.
   *
   * @param name the trainer's name
   * @param options what it is told beside the parameters, by key: strings, numbers, booleans
   */
  public record TrainerSpec(String name, Map<String, Object> options) {
    public TrainerSpec {
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
  }

  /**
   * Who changes parameters between the epochs of a trial.
   *
   * @param controller the controller's name, one of those that {@code Controllers} knows
   * @param options its options by name: texts, numbers, booleans; the default of what is missing
   * @param parameters the names of what it changes, in the order of the search space
   */
  public record Control(String controller, Map<String, Object> options, List<String> parameters) {
    public Control {
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * What one study uses at once.
   *
   * @param slots how many trials train at the same time, at least 1
   * @param slotsPerGpu how many trials share one GPU, at least 1; empty for as many as fit into its
   *     memory, by what trials took so far
   * @param gpusPerTrial how many GPUs one trial trains on, at least 1, or 0 for the processor;
   *     empty for one GPU where the trainer can use one
   * @param slotsMin how many of the slots it gets before others get more than their minimum; empty
   *     for 0
   * @param weight how much it gets beyond that, relative to others; empty for 1
   * @param priority whether it goes before others; empty for 0
   */
  public record Resources(
      int slots,
      OptionalInt slotsPerGpu,
      OptionalInt gpusPerTrial,
      OptionalInt slotsMin,
      OptionalDouble weight,
      OptionalInt priority) {

    /** Slots on equal terms with all other studies. */
    public Resources(int slots, OptionalInt slotsPerGpu, OptionalInt gpusPerTrial) {
      this(
          slots,
          slotsPerGpu,
          gpusPerTrial,
          OptionalInt.empty(),
          OptionalDouble.empty(),
          OptionalInt.empty());
    }

    /** Slots without any wish for GPUs. */
    public static Resources of(int slots) {
      return new Resources(slots, OptionalInt.empty(), OptionalInt.empty());
    }

    /** What the study is entitled to where several share a cluster. */
    public Share share() {
      return new Share(slotsMin.orElse(0), slots, weight.orElse(1), priority.orElse(0));
    }
  }

  /**
   * When checkpoints are written, beside those of a pause: after every so many epochs, and after an
   * epoch that beats the best of the study. And what becomes of them.
   *
   * @param every the number of epochs, at least 1
   * @param quota how many bytes all of them may take, at least 1; null for as many as there are
   * @param store the folder or URI below which they lie; null for the study's own folder
   */
  public record Checkpoints(int every, @Nullable Long quota, @Nullable String store) {

    /** Checkpoints without a quota in the study's own folder. */
    public Checkpoints(int every) {
      this(every, null, null);
    }

    /**
     * Whether the state after an epoch is worth a checkpoint.
     *
     * @param score the epoch's score, minimised
     * @param scoreToBeat the study's best score as far as the node knows; null for none
     */
    public boolean due(int epoch, double score, @Nullable Double scoreToBeat) {
      return epoch % every == 0 || scoreToBeat == null || score < scoreToBeat;
    }
  }
}
