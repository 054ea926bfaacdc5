package dev.thaw.app.plan;

import dev.thaw.app.summary.Figures;
import dev.thaw.core.forecast.Plan;
import dev.thaw.core.forecast.Quantiles;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a study in one record. The names and the order of its components are those of the
 * JSON object that the command line prints.
 *
 * @param study the study's name
 * @param draws how many rehearsals it rests on
 * @param scaled how many of them were cut short and taken to go on as they had begun
 * @param endless whether nothing would end the study
 * @param seconds how long it runs; null while nobody knows how long an epoch takes, and if it does
 *     not end
 * @param slotHours how long its slots are in use, all together; null as above
 * @param gpuHours the same by the GPUs of a slot; null as above, and if no GPU is used
 * @param epochs how many epochs are trained; null if it does not end, as all that follows
 * @param trials how many trials are started
 * @param sessions how often a trial is started or thawed
 * @param checkpointBytes what all checkpoints take, at most; null while their size is not known
 * @param rungs how far trials get
 * @param ends why it ends, with the probability
 * @param warnings what somebody should know before it begins
 */
public record PlanFigures(
    String study,
    int draws,
    int scaled,
    boolean endless,
    @Nullable Quantiles seconds,
    @Nullable Quantiles slotHours,
    @Nullable Quantiles gpuHours,
    @Nullable Quantiles epochs,
    @Nullable Quantiles trials,
    @Nullable Quantiles sessions,
    @Nullable Quantiles checkpointBytes,
    List<Level> rungs,
    Map<String, Double> ends,
    List<String> warnings) {

  private static final double HOUR = 3_600;

  public PlanFigures {
    rungs = List.copyOf(rungs);
    ends = new LinkedHashMap<>(ends);
    warnings = List.copyOf(warnings);
  }

  /**
   * A level at which trials are compared.
   *
   * @param rung its number, from 0
   * @param epochs the epochs after which trials are there
   * @param trials how many trials get there
   * @param reached the probability that one does
   */
  public record Level(int rung, int epochs, Quantiles trials, double reached) {}

  /**
   * The figures of a plan.
   *
   * @param timed whether it is known how long an epoch takes
   */
  public static PlanFigures of(StudySpec spec, Plan plan, boolean timed) {
    boolean clocked = timed && !plan.endless();
    Quantiles slotHours = clocked ? plan.slotSeconds().times(1 / HOUR) : null;
    return new PlanFigures(
        spec.name(),
        plan.draws(),
        plan.scaled(),
        plan.endless(),
        clocked ? plan.seconds() : null,
        slotHours,
        gpuHours(spec, slotHours),
        plan.endless() ? null : plan.epochs(),
        plan.endless() ? null : plan.trials(),
        plan.endless() ? null : plan.sessions(),
        plan.endless() ? null : plan.checkpointBytes(),
        plan.endless() ? List.of() : levels(plan),
        ends(plan),
        PlanWords.warnings(spec, plan, timed));
  }

  private static @Nullable Quantiles gpuHours(StudySpec spec, @Nullable Quantiles slotHours) {
    var resources = spec.resources();
    int gpus = resources.gpusPerTrial().orElse(1);
    return slotHours == null || gpus == 0
        ? null
        : slotHours.times((double) gpus / resources.slotsPerGpu().orElse(1));
  }

  private static List<Level> levels(Plan plan) {
    List<Level> levels = new ArrayList<>();
    for (Plan.Level level : plan.rungs()) {
      levels.add(new Level(levels.size(), level.epochs(), level.trials(), level.reached()));
    }
    return levels;
  }

  private static Map<String, Double> ends(Plan plan) {
    Map<String, Double> ends = new LinkedHashMap<>();
    for (Map.Entry<StudyEnd, Double> end : plan.ends().entrySet()) {
      ends.put(Figures.word(end.getKey()), end.getValue());
    }
    return ends;
  }
}
