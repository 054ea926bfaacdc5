package dev.thaw.app.cli;

import dev.thaw.app.simulate.BadTableException;
import dev.thaw.app.simulate.Conditions;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.Run;
import dev.thaw.app.simulate.Runs;
import dev.thaw.app.simulate.Seeds;
import dev.thaw.app.simulate.TableOptions;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSimulation;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.app.summary.Figures;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Searches tables of learning curves in virtual time. */
@Command(
    name = "simulate",
    description = "Searches tables of learning curves in virtual time, within seconds.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

  private static final int FULL_TRAININGS = 20;

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--table",
      required = true,
      paramLabel = "TABLE",
      description = {
        "A folder with configs.csv, curves.csv and perhaps seconds.csv, or these files, separated"
            + " by commas; each may be gzipped.",
        "An asterisk in the name of the curves stands for any text, and {} in the others for the"
            + " table's name."
      })
  private List<String> tables = List.of();

  @Option(
      names = {"--minimise", "--minimize"},
      description = "Less is better. Otherwise more is, or what the study says.")
  private boolean minimise;

  @Option(
      names = "--skip",
      paramLabel = "K",
      description = "The first K epochs of every curve do not count (${DEFAULT-VALUE}).")
  private int skip;

  @Option(names = "--cumulative", description = "The seconds are running totals.")
  private boolean cumulative;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "SPEC",
      description = "A study to take scheduler, suggestion, goal and slots from.")
  private @Nullable Path file;

  @Option(
      names = "--scheduler",
      paramLabel = "[NAME=]SCHEDULER[:KEY=VALUE,...]",
      description = {
        "Who searches, in the words of a study, such as asha:eta=4,rule=quantile; random, sobol and"
            + " grid train everything to the end.",
        "May be repeated (thaw)."
      })
  private List<String> schedulers = List.of();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a key of every policy, such as suggest.name=sobol. May be repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--workers",
      paramLabel = "W",
      description = "How many trials train at once (1, or the study's slots).")
  private @Nullable Integer workers;

  @Option(
      names = "--budget",
      paramLabel = "EPOCHS",
      description = "Epochs that may be begun, all trials together (20 full trainings).")
  private @Nullable Double budget;

  @Option(
      names = "--budget-seconds",
      paramLabel = "SECONDS",
      description = "Virtual time. Alone, epochs are not limited.")
  private @Nullable Double budgetSeconds;

  @Option(
      names = "--start-cost",
      paramLabel = "C",
      description = "Median epochs that every start and every thaw costs (${DEFAULT-VALUE}).")
  private double startCost;

  @Option(
      names = "--charge-thinking",
      description = "Decisions take the time that they really take.")
  private boolean chargeThinking;

  @Option(
      names = "--seeds",
      paramLabel = "A..B",
      description = "The seeds, one run each (${DEFAULT-VALUE}).")
  private String seeds = "1..1";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the runs go as JSON Lines; overwritten.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Runs as JSON Lines on the standard output.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try {
      StudySpec study = file == null ? null : SpecReader.read(file, overrides);
      List<Policy> policies = policies(study);
      Seeds range = Seeds.parse(seeds);
      List<CurveTable> read = readTables(study);
      checkPolicies(policies, read.getFirst());
      return simulate(read, policies, range, study == null ? 1 : study.resources().slots());
    } catch (BadSpecException | BadTableException | IllegalArgumentException bad) {
      throw new UserMistake(String.valueOf(bad.getMessage()));
    }
  }

  private List<Policy> policies(@Nullable StudySpec study) throws BadSpecException {
    if (file != null && !schedulers.isEmpty()) {
      throw new UserMistake(
          "-f (%s) and --scheduler (%s) exclude each other.\nMaybe change the study with --set."
              .formatted(file, schedulers.getFirst()));
    }
    List<Policy> policies = new ArrayList<>();
    if (study != null) {
      policies.add(new Policy(study.name(), file, overrides));
    }
    for (String text : schedulers.isEmpty() && study == null ? List.of("thaw") : schedulers) {
      policies.add(Policy.parse(text).with(overrides));
    }
    return policies;
  }

  private List<CurveTable> readTables(@Nullable StudySpec study)
      throws BadTableException, IOException {
    Goal otherwise = study == null ? Goal.MAXIMIZE : study.objective().goal();
    Goal goal = minimise ? Goal.MINIMIZE : otherwise;
    var options = new TableOptions(goal, skip, cumulative);
    List<CurveTable> read = new ArrayList<>();
    for (String table : tables) {
      for (TableSource source : TableSource.find(table)) {
        read.add(TableReader.read(source, options));
      }
    }
    return read;
  }

  /** Before hours are spent on the others. */
  private static void checkPolicies(List<Policy> policies, CurveTable table)
      throws BadSpecException {
    for (Policy policy : policies) {
      policy.study(table.epochs());
    }
  }

  private int simulate(List<CurveTable> read, List<Policy> policies, Seeds range, int slots)
      throws BadSpecException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    long total = (long) read.size() * policies.size() * range.count();
    long done = 0;
    boolean anyValue = false;
    try (Writer lines = output == null ? Writer.nullWriter() : Files.newBufferedWriter(output)) {
      for (CurveTable table : read) {
        for (Policy policy : policies) {
          for (long seed = range.first(); seed <= range.last(); seed++) {
            Run run = TableSimulation.run(table, policy, conditions(table, slots), seed);
            anyValue |= run.best() != null;
            lines.write(Runs.line(run) + "\n");
            lines.flush();
            out.println(json ? Runs.line(run) : sentence(run, ++done, total));
          }
        }
      }
    }
    out.flush();
    return anyValue ? ExitCode.OK : ExitCode.NO_RESULT;
  }

  private Conditions conditions(CurveTable table, int slots) {
    double unlimited =
        budgetSeconds == null ? FULL_TRAININGS * table.epochs() : Double.POSITIVE_INFINITY;
    return new Conditions(
        workers == null ? slots : workers,
        budget == null ? unlimited : budget,
        budgetSeconds,
        startCost,
        chargeThinking);
  }

  private static String sentence(Run run, long number, long of) {
    Double best = run.best();
    Double regret = run.regret();
    String result =
        best == null || regret == null
            ? "no value"
            : "best %s, regret %s".formatted(Figures.value(best), Figures.value(regret));
    return String.format(
        Locale.ROOT,
        "%d/%d %s on %s, seed %d: %s; %d configurations, %s epochs, %.3f s",
        number,
        of,
        run.peer(),
        run.table(),
        run.seed(),
        result,
        run.configs(),
        Figures.value(run.epochs()),
        run.wallSeconds());
  }
}
