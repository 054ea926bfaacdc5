package dev.thaw.app.cli;

import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.plan.PlanFigures;
import dev.thaw.app.plan.PlanWords;
import dev.thaw.app.plan.Planning;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.Durations;
import dev.thaw.app.spec.Sizes;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.forecast.Plan;
import dev.thaw.core.forecast.Prior;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a study is going to cost, before it begins. */
@Command(
    name = "plan",
    description = "Says what a study is going to cost and how far it gets, without training.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

  private static final int DRAWS_MAX = 10_000;

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "SPEC",
      description = "The study (./study.yaml).")
  private @Nullable Path file;

  @Mixin private WarmOptions warm = new WarmOptions();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a key of the spec, such as budget.wallClock=90s. May be repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--epoch-seconds",
      paramLabel = "TIME",
      description = "About how long an epoch takes, such as 30s.")
  private @Nullable String epochSeconds;

  @Option(
      names = "--like",
      paramLabel = "DIR",
      description =
          "The folder of an earlier study of the same kind: epochs, starts, failures and"
              + " checkpoints are taken to be as there.")
  private @Nullable Path like;

  @Option(
      names = "--spread",
      paramLabel = "FACTOR",
      description =
          "Two in three configurations take at most so many times as long as the median one, and"
              + " no less than its FACTORth part (1.6, or that of --like).")
  private @Nullable Double spread;

  @Option(
      names = "--checkpoint-size",
      paramLabel = "SIZE",
      description = "The size of a checkpoint, such as 40MB.")
  private @Nullable String checkpointSize;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "How many rehearsals (as many as take a few seconds).")
  private int draws;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try {
      plan(warm.into(SpecReader.read(SpecFile.choose(file, "plan"), overrides)));
      return ExitCode.OK;
    } catch (BadSpecException | IllegalArgumentException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
  }

  private void plan(StudySpec study) throws IOException {
    if (draws < 0 || draws > DRAWS_MAX) {
      throw new UserMistake(
          "--draws (%d) must be from 1 to %s.".formatted(draws, Figures.count(DRAWS_MAX)));
    }
    boolean timed = epochSeconds != null || like != null;
    if (!timed && study.budget().isInTime()) {
      throw new UserMistake(
          "a study with a limit of time (%s) cannot be planned without the length of an epoch.\nMaybe give it: --epoch-seconds 30s, or --like with the folder of an earlier study."
              .formatted(StudySummary.Limits.of(study.budget().from(Instant.now())).sentence()));
    }
    Budget now = study.budget().asOf(Instant.now());
    Plan plan = Planning.of(study.with(now, null, study.seed()), prior(), draws);
    PlanFigures figures = PlanFigures.of(study, plan, timed);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(figures));
    } else {
      PlanWords.lines(figures, study, Instant.now(), ZoneId.systemDefault()).forEach(out::println);
    }
    out.flush();
  }

  private Prior prior() throws IOException {
    Prior prior = like == null ? Prior.guess(1) : Prior.like(Folders.state(new StudyFolder(like)));
    if (epochSeconds != null) {
      prior = prior.withEpochSeconds(Figures.seconds(Durations.parse(epochSeconds)));
    }
    if (spread != null) {
      prior = prior.withTrialSpread(logarithm(spread));
    }
    return checkpointSize == null
        ? prior
        : prior.withCheckpointBytes((double) Sizes.parse(checkpointSize));
  }

  private static double logarithm(double factor) {
    if (!(factor >= 1 && factor <= 100)) {
      throw new UserMistake(
          "--spread (%s) must be a factor from 1 to 100.\nMaybe 1 for epochs of the same length."
              .formatted(factor));
    }
    return Math.log(factor);
  }
}
