package dev.thaw.app.plan;

import dev.thaw.app.spec.Sizes;
import dev.thaw.app.summary.Advising;
import dev.thaw.app.summary.Cells;
import dev.thaw.app.summary.Figures;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.forecast.Plan;
import dev.thaw.core.forecast.Quantiles;
import dev.thaw.core.study.StudyEnd;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** A plan in lines of text. */
public final class PlanWords {

  private static final double RARELY = 0.5;
  private static final double IDLE = 0.75;
  private static final double FEW = 10;
  private static final int LABEL = 16;

  private PlanWords() {}

  /**
   * The plan, a figure a line, then how it was made, then what is to be warned of.
   *
   * @param now when the study would begin
   */
  public static List<String> lines(PlanFigures plan, StudySpec spec, Instant now, ZoneId zone) {
    List<String> lines = new ArrayList<>();
    lines.add(plan.study() + ": what to expect (one in ten below, the median, one in ten above)");
    add(lines, "runs for", plan.seconds(), seconds -> Figures.duration(seconds(seconds)));
    add(
        lines,
        "begun now, ends",
        plan.seconds(),
        seconds -> Figures.clock(now.plus(seconds(seconds)), now, zone));
    boolean gpus = plan.gpuHours() != null;
    add(
        lines,
        gpus ? "GPU-hours" : "slot-hours",
        gpus ? plan.gpuHours() : plan.slotHours(),
        Figures::number);
    add(lines, "epochs", plan.epochs(), PlanWords::count);
    add(lines, "trials started", plan.trials(), PlanWords::count);
    add(lines, "starts and thaws", plan.sessions(), PlanWords::count);
    add(lines, "checkpoints", plan.checkpointBytes(), bytes -> Sizes.words((long) bytes));
    for (PlanFigures.Level level : plan.rungs()) {
      String label = "to %s".formatted(level(spec, level.epochs()));
      add(lines, label, level.trials(), PlanWords::count);
    }
    lines.add(method(plan, spec));
    plan.warnings().forEach(warning -> lines.add("note: " + warning));
    return List.copyOf(lines);
  }

  private static void add(
      List<String> lines, String label, @Nullable Quantiles figure, DoubleFunction<String> word) {
    if (figure != null) {
      lines.add(
          "  %s  %s  %s  %s"
              .formatted(
                  Cells.left(label, LABEL),
                  Cells.right(word.apply(figure.p10()), 12),
                  Cells.right(word.apply(figure.p50()), 12),
                  Cells.right(word.apply(figure.p90()), 12)));
    }
  }

  private static String method(PlanFigures plan, StudySpec spec) {
    String guide =
        Advising.isGuided(spec)
            ? "; a stand-in that starts and trains on as much took the place of the adviser"
            : "";
    return "From %s of the study in virtual time%s."
        .formatted(Figures.count(plan.draws(), "rehearsal"), guide);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(Math.min(seconds, 1e12) * 1e3));
  }

  private static String count(double count) {
    return Figures.count(Math.round(count));
  }

  /** What somebody should know before the study begins, one sentence each. */
  static List<String> warnings(StudySpec spec, Plan plan, boolean timed) {
    if (plan.endless()) {
      return List.of(
          "no limit is set: the study goes on until it is stopped.\nMaybe set budget.wallClock.");
    }
    List<String> warnings = new ArrayList<>();
    if (!timed) {
      warnings.add(
          "nobody said how long an epoch takes, so there are no times.\n"
              + "Maybe give --epoch-seconds or --like.");
    }
    addUnreached(warnings, spec, plan);
    addTrials(warnings, spec, plan, timed);
    addUnused(warnings, spec.budget(), plan);
    addIdle(warnings, spec, plan);
    addQuota(warnings, spec, plan);
    if (plan.scaled() > 0) {
      warnings.add(
          "%d of %d rehearsals stopped after %s epochs; the rest is taken to go as they went."
              .formatted(plan.scaled(), plan.draws(), Figures.count(Planning.EPOCHS_MAX)));
    }
    return warnings;
  }

  private static String level(StudySpec spec, int level) {
    StudySpec.Fidelity fidelity = spec.fidelity();
    String seconds =
        fidelity.isOnProcessors()
            ? "processor second"
            : fidelity.isOnGpus() ? "GPU second" : "second";
    return Figures.count(level, fidelity.isInSeconds() ? seconds : "epoch");
  }

  private static void addUnreached(List<String> warnings, StudySpec spec, Plan plan) {
    for (int rung = 0; rung < plan.rungs().size(); rung++) {
      Plan.Level level = plan.rungs().get(rung);
      String name = "rung %d (%s)".formatted(rung, level(spec, level.epochs()));
      if (level.reached() == 0) {
        warnings.add("this budget cannot reach " + name + ".");
        return;
      }
      if (level.reached() < RARELY) {
        String share = Figures.percent(level.reached());
        warnings.add("this budget reaches %s in %s of cases only.".formatted(name, share));
      }
    }
  }

  private static void addTrials(List<String> warnings, StudySpec spec, Plan plan, boolean timed) {
    double trials = plan.trials().p50();
    Duration wallClock = spec.budget().wallClock();
    boolean byClock = plan.ends().getOrDefault(StudyEnd.WALL_CLOCK_SPENT, 0.0) > RARELY;
    if (timed && wallClock != null && (byClock || plan.scaled() > 0)) {
      warnings.add(
          "with %s and %s about %s are started."
              .formatted(
                  Figures.count(spec.resources().slots(), "slot"),
                  Figures.duration(wallClock),
                  Figures.count(Math.round(trials), "trial")));
    } else if (trials < FEW) {
      warnings.add("only about %s are started.".formatted(Figures.count((long) trials, "trial")));
    }
  }

  private static void addUnused(List<String> warnings, Budget budget, Plan plan) {
    Integer trials = budget.trials();
    if (trials != null && plan.trials().p90() < trials) {
      warnings.add(
          "the limit of %s is not reached: another comes before."
              .formatted(Figures.count(trials, "trial")));
    }
    Long epochs = budget.epochs();
    if (epochs != null && plan.epochs().p90() < 0.9 * epochs) {
      warnings.add(
          "the limit of %s is not reached: about %s are trained."
              .formatted(Figures.count(epochs, "epoch"), count(plan.epochs().p50())));
    }
  }

  private static void addIdle(List<String> warnings, StudySpec spec, Plan plan) {
    double share = plan.slotSeconds().p50() / (plan.seconds().p50() * spec.resources().slots());
    if (share < IDLE) {
      warnings.add(
          "slots are in use for %s of the time: towards the end there is not work enough for all."
              .formatted(Figures.percent(share)));
    }
  }

  private static void addQuota(List<String> warnings, StudySpec spec, Plan plan) {
    Long quota = spec.checkpoints().quota();
    Quantiles bytes = plan.checkpointBytes();
    if (quota != null && bytes != null && bytes.p90() >= quota) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "checkpoints may fill their quota (%s); then some are deleted.",
              Sizes.words(quota)));
    }
  }
}
