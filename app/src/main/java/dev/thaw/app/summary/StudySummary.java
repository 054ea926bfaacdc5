package dev.thaw.app.summary;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.budget.Cost;
import dev.thaw.core.budget.Usage;
import dev.thaw.core.study.Aims;
import dev.thaw.core.study.Cluster;
import dev.thaw.core.study.Confirmed;
import dev.thaw.core.study.Families;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Outcomes;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StatusCounts;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Timing;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a study so far, in one record. The names and the order of its components are those
 * of the JSON object that the command line prints.
 *
 * @param study the study's name
 * @param state {@code running}, {@code ending} or {@code ended}
 * @param best the best value at any epoch of any trial; null before the first report
 * @param baseline the default configuration at full fidelity; null while it is not complete, and if
 *     the study has none
 * @param trials how many trials are where
 * @param epochs all epochs that were trained, those trained again after a failure included
 * @param fullTrainingEpochs epochs that the started trials would have cost if each were trained to
 *     the end
 * @param wallSeconds how long the study has run, not counting the time when no process ran it
 * @param directory the folder of the study; below the folder of each worker ({@code thaw node
 *     --dir}) if it is not absolute
 * @param end why it ends or ended, such as {@code trials-spent}; null while it runs
 * @param metric what is optimised
 * @param goal {@code minimize} or {@code maximize}
 * @param retrainedEpochs epochs that were trained again because they lay behind a checkpoint
 * @param trainingSeconds what sessions reported for all epochs together
 * @param budget what the study may spend
 * @param seed where its randomness comes from
 * @param advice who decides; null unless the scheduler asks an adviser
 * @param recommended the trial to take, allowing for noise; null while no adviser has an opinion
 * @param checkpoints where they lie, and what was given up; null in the file of an older version
 * @param quarantined slots that are out of use because the memory of their device did not come back
 * @param slots how many slots it has, free or not; null in the file of an older version
 * @param failures what went wrong in its trials; null if nothing did
 * @param held for how long it held slots; null in the file of an older version
 * @param closedAt since when it may not train, for its hours or because it is paused; null while it
 *     may
 * @param expected what is to be expected of it; null while too little is known, once it has ended,
 *     and in the file of an older version
 * @param confirmed what its winner is worth with other seeds; null before that is asked
 * @param front its Pareto front; null if it has one objective, and in the file of an older version
 * @param paused whether somebody paused it; null in the file of an older version
 * @param trainer who trains, such as {@code process}; null in the file of an older version
 * @param steered what people have set by hand and not taken back; null if nothing is in force
 */
public record StudySummary(
    String study,
    String state,
    @Nullable Best best,
    @Nullable Baseline baseline,
    Trials trials,
    long epochs,
    long fullTrainingEpochs,
    double wallSeconds,
    String directory,
    @Nullable String end,
    String metric,
    String goal,
    long retrainedEpochs,
    double trainingSeconds,
    Limits budget,
    long seed,
    @Nullable Advising advice,
    @Nullable Recommended recommended,
    @Nullable Kept checkpoints,
    List<Quarantine> quarantined,
    @Nullable Integer slots,
    @Nullable Failures failures,
    @Nullable Held held,
    @Nullable String closedAt,
    @Nullable Expected expected,
    @Nullable Confirmed confirmed,
    @Nullable Front front,
    @Nullable Boolean paused,
    @Nullable String trainer,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Steered steered) {

  public StudySummary {
    // The file of an older version has none.
    quarantined = quarantined == null ? List.of() : List.copyOf(quarantined);
  }

  /**
   * The best value.
   *
   * @param trial the trial that reached it
   * @param value the objective, as reported
   * @param epoch the epoch at which it did
   * @param parameters the trial's active parameters
   * @param maximum the level that its training was made for; null in the file of an older version
   * @param breaksConstraints whether it breaks constraints on metrics, as every other trial does;
   *     null if there are none, and in the file of an older version
   * @param schedule with which values its weights were trained, where the trial is a fork; null
   *     where its parameters say it all
   */
  public record Best(
      int trial,
      double value,
      int epoch,
      Map<String, Object> parameters,
      @Nullable Integer maximum,
      @Nullable Boolean breaksConstraints,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Stretch> schedule) {
    public Best {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
      schedule = schedule == null ? null : List.copyOf(schedule);
    }

    /** What people must know of it beside its value; empty for nothing. */
    public String warning() {
      return Boolean.TRUE.equals(breaksConstraints) ? " (breaks constraints, as all do)" : "";
    }
  }

  /**
   * The default configuration, trained fully.
   *
   * @param value its best value at any epoch, which is how the best trial is judged too
   */
  public record Baseline(double value) {}

  /**
   * How many trials are where; the last six add up to the first.
   *
   * @param started all trials
   * @param running those that have a slot
   * @param paused those that wait for one, now or if promoted
   * @param completed those that were trained to the end
   * @param stopped those that were given up by a decision
   * @param failed those that the machine spoilt
   * @param infeasible those that could not be trained, for a reason of their own
   */
  public record Trials(
      int started,
      int running,
      int paused,
      int completed,
      int stopped,
      int failed,
      int infeasible) {

    /** How many came to nothing, for people. */
    public String failures() {
      return failed + " failed" + (infeasible == 0 ? "" : ", " + infeasible + " infeasible");
    }
  }

  /**
   * A slot that is out of use.
   *
   * @param slot its node and its number there
   * @param reason what holds the memory
   */
  public record Quarantine(String slot, String reason) {

    static List<Quarantine> of(StudyState state) {
      List<Quarantine> all = new ArrayList<>();
      state
          .cluster()
          .quarantined()
          .forEach(
              (slot, reason) ->
                  all.add(new Quarantine(slot.node() + "/" + slot.index(), Cells.clean(reason))));
      return all;
    }

    /** The alarm in words. */
    public String sentence() {
      return "slot %s in quarantine: %s".formatted(slot, reason);
    }
  }

  /**
   * What the study may spend; null for what is not limited.
   *
   * @param wallSeconds how long it may run
   * @param trials how many trials it may start
   * @param epochs how many epochs it may train
   * @param deadline when it ends at the latest
   * @param gpuSeconds for how long it may hold GPUs, all GPUs together
   * @param cost what its slots may cost
   * @param currency what the cost is in
   */
  public record Limits(
      @Nullable Double wallSeconds,
      @Nullable Integer trials,
      @Nullable Long epochs,
      @Nullable String deadline,
      @Nullable Double gpuSeconds,
      @Nullable Double cost,
      @Nullable String currency) {

    /** The limits of a budget. */
    public static Limits of(Budget budget) {
      Cost cost = budget.cost();
      return new Limits(
          seconds(budget.wallClock()),
          budget.trials(),
          budget.epochs(),
          budget.deadline() == null ? null : String.valueOf(budget.deadline().instant()),
          seconds(budget.gpuTime()),
          cost == null ? null : cost.amount(),
          cost == null ? null : cost.currency());
    }

    /** All limits, for people. */
    public String sentence() {
      List<String> parts = new ArrayList<>();
      if (wallSeconds != null) {
        parts.add(Figures.duration(Duration.ofMillis((long) (1000 * wallSeconds))));
      }
      if (deadline != null) {
        parts.add("until " + deadline);
      }
      if (gpuSeconds != null) {
        parts.add(Figures.duration(Duration.ofMillis((long) (1000 * gpuSeconds))) + " of GPUs");
      }
      if (cost != null) {
        parts.add(String.format(Locale.ROOT, "%.2f %s", cost, currency));
      }
      if (trials != null) {
        parts.add(Figures.count(trials, "trial"));
      }
      if (epochs != null) {
        parts.add(Figures.count(epochs, "epoch"));
      }
      return parts.isEmpty() ? "no limit" : String.join(", ", parts);
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
      return duration == null ? null : Figures.seconds(duration);
    }
  }

  /**
   * For how long slots were held, by leases that are over or not.
   *
   * @param slotSeconds of slots, all together
   * @param gpuSeconds of GPUs, all together
   * @param cost what that costs; null without prices
   */
  public record Held(double slotSeconds, double gpuSeconds, @Nullable Double cost) {
    static Held of(StudyState state, Instant at) {
      Usage used = Timing.used(state, at);
      Cost cost = state.budget().cost();
      return new Held(
          Figures.seconds(used.slotTime()),
          Figures.seconds(used.gpuTime()),
          cost == null ? null : used.price(cost));
    }
  }

  /**
   * The summary of a study.
   *
   * @param now the present; ignored once the study has ended
   * @param directory the study's folder
   */
  public static StudySummary of(Watched study, Instant now, Path directory) {
    StudyState state = study.state();
    var spec = state.spec();
    var spending = state.progress().spending();
    var lifecycle = state.lifecycle();
    Trials trials = trials(state);
    return new StudySummary(
        spec.name(),
        Figures.word(lifecycle.phase()),
        best(state),
        baseline(state),
        trials,
        spending.allEpochs(),
        Math.round(state.trialsSpent() * Reach.fullestTraining(state)),
        Figures.seconds(active(state, now)),
        directory.toString(),
        end(lifecycle.end()),
        spec.objective().metric(),
        Figures.word(spec.objective().goal()),
        spending.retrained(),
        spending.trainingSeconds(),
        Limits.of(state.budget()),
        spec.seed(),
        Advising.of(study),
        Recommended.of(state),
        Kept.of(state, Places.in(directory).checkpoints()),
        Quarantine.of(state),
        slots(state),
        Failures.of(state),
        Held.of(state, present(state, now)),
        state.closedAt() == null ? null : state.closedAt().toString(),
        Expected.of(state, now),
        Confirmed.of(state),
        Front.of(state),
        state.byHand().paused(),
        spec.trainer().name(),
        Steered.of(state));
  }

  /** How long a study has run; an ended study has run until its last row. */
  public static Duration active(StudyState state, Instant now) {
    return state.active(present(state, now));
  }

  /** Now, or when the study ended. */
  private static Instant present(StudyState state, Instant now) {
    var lifecycle = state.lifecycle();
    boolean still = lifecycle.phase() != Lifecycle.Phase.ENDED && now.isAfter(lifecycle.lastAt());
    return still ? now : lifecycle.lastAt();
  }

  /** The trial of the default configuration; null if the study has none, or not yet. */
  public static @Nullable Trial baselineTrial(StudyState state) {
    boolean has = state.spec().baseline() && !state.progress().trials().isEmpty();
    return has ? state.trial(0) : null;
  }

  /** The default configuration at full fidelity; null while it is not complete. */
  public static @Nullable Baseline baseline(StudyState state) {
    Trial trial = baselineTrial(state);
    return trial == null || trial.status() != TrialStatus.COMPLETED
        ? null
        : new Baseline(trial.curve().best(state.spec().objective().goal()));
  }

  /** How many trials are where. */
  public static Trials trials(StudyState state) {
    StatusCounts counts = state.progress().counts();
    return new Trials(
        state.progress().trials().size(),
        counts.of(TrialStatus.STARTING)
            + counts.of(TrialStatus.RUNNING)
            + counts.of(TrialStatus.PAUSING),
        counts.of(TrialStatus.PAUSED) + counts.of(TrialStatus.PENDING),
        counts.of(TrialStatus.COMPLETED),
        counts.of(TrialStatus.STOPPED),
        counts.of(TrialStatus.FAILED),
        counts.of(TrialStatus.INFEASIBLE));
  }

  private static @Nullable String end(@Nullable StudyEnd end) {
    return end == null ? null : Figures.word(end);
  }

  /** Slots of nodes that are not heard of count for nothing. */
  private static int slots(StudyState state) {
    int slots = 0;
    for (Map.Entry<String, Cluster.Node> node : state.cluster().nodes()) {
      boolean silent = state.cluster().tenure().silent().containsKey(node.getKey());
      slots += silent ? 0 : node.getValue().slots().size();
    }
    return slots;
  }

  /** What a study waits for that may not train now, or has not a single slot; null for nothing. */
  public @Nullable String waiting() {
    if (closedAt != null) {
      return Boolean.TRUE.equals(paused)
          ? "is paused, since %s; to go on: thaw resume".formatted(closedAt)
          : "is frozen outside of its hours, since " + closedAt;
    }
    return "running".equals(state) && slots != null && slots == 0
        ? "waits for slots: no worker has joined, or others have them all"
        : null;
  }

  private static @Nullable Best best(StudyState state) {
    Progress.Best best = state.progress().best();
    return best == null
        ? null
        : new Best(
            best.trial(),
            best.value(),
            best.epoch(),
            Credited.parameters(state, state.trial(best.trial())),
            Families.maximum(state, state.trial(best.trial())),
            breaksConstraints(state, best),
            Stretch.schedule(state));
  }

  private static @Nullable Boolean breaksConstraints(StudyState state, Progress.Best best) {
    Aims aims = state.spec().objective().aims();
    if (aims == null || aims.limits().isEmpty()) {
      return null;
    }
    return !Outcomes.isFeasible(state, state.trial(best.trial()), best.epoch());
  }
}
