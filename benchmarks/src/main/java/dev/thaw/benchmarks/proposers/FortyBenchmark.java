package dev.thaw.benchmarks.proposers;

import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Judge;
import dev.thaw.core.simulation.LearningCurves.Epoch;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.World;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Question: what becomes of each search where a study has 42 parameters, conditional ones among
 * them, of which five matter? Runs whole studies with as many epochs, one trial after the other in
 * virtual time.
 *
 * <p>Prints a table: the mean and the range over seeds of the error, less the least error there is,
 * of the trial with the best last value after some full trainings' worth of epochs, and the
 * processor time of a question to the adviser, refits included. A full training is one epoch, which
 * shows the error, or with {@code --epochs R} several: after epoch t it shows {@code g (1/t - 1/R)}
 * more, with g from 0.2 to 0.6 drawn for each trial, so that curves cross.
 */
@Command(name = "forty")
public final class FortyBenchmark implements Callable<Integer> {

  private static final String SPEC =
      """
      study: forty
      objective: {metric: error, goal: minimize}
      %s
      fidelity: {max: %d}
      %s
      baseline: false
      budget: {epochs: %d}
      trainer: {name: table}
      seed: %d
      """;

  @Option(names = "--seeds", description = "how many studies, with seeds from 1 on")
  private int seeds = 3;

  @Option(names = "--after", split = ",", description = "after how many full trainings")
  private List<Integer> after = List.of(50, 100, 150);

  @Option(names = "--search", split = ",", description = "which ones; all if none is given")
  private List<String> chosen = List.of();

  @Option(names = "--priors", description = "say of rates and dropouts where they are good")
  private boolean priors;

  @Option(names = "--epochs", description = "epochs of a full training")
  private int epochs = 1;

  private FortyBenchmark() {}

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new FortyBenchmark()).execute(arguments));
  }

  private static Map<String, String> searches() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String rule :
        List.of(
            "random",
            "sobol",
            "gp",
            "spearmint",
            "hord",
            "smac",
            "tpe",
            "cma-es",
            "differential-evolution",
            "finite-differences")) {
      all.put(rule, "scheduler: {name: full}\nsuggest: {name: %s}".formatted(rule));
    }
    all.put("tpe-univariate", "scheduler: {name: full}\nsuggest: {name: tpe, multivariate: false}");
    all.put("asha", "scheduler: {name: asha}");
    all.put("bohb", "scheduler: {name: bohb}");
    all.put("mobster", "scheduler: {name: mobster}");
    all.put("thaw", "scheduler: {name: thaw}");
    return all;
  }

  @Override
  public Integer call() throws BadSpecException {
    List<String> heads = new ArrayList<>(List.of("search"));
    after.forEach(count -> heads.add("after " + count));
    heads.add("ms a question");
    row(heads);
    row(heads.stream().map(_ -> "---").toList());
    for (Map.Entry<String, String> search : searches().entrySet()) {
      if (chosen.isEmpty() || chosen.contains(search.getKey())) {
        row(measured(search.getKey(), search.getValue()));
      }
    }
    return 0;
  }

  private static void row(List<String> cells) {
    System.out.println("| " + String.join(" | ", cells) + " |");
  }

  private List<String> measured(String name, String search) throws BadSpecException {
    var watch = new Watch();
    double[][] regrets = new double[seeds][];
    for (int i = 0; i < seeds; i++) {
      regrets[i] = regrets(spec(search, priors, epochs, most(after), i + 1L), after, watch);
    }
    List<String> cells = new ArrayList<>(List.of(name));
    for (int i = 0; i < after.size(); i++) {
      int column = i;
      double[] here = Arrays.stream(regrets).mapToDouble(run -> run[column]).sorted().toArray();
      cells.add(
          String.format(
              Locale.ROOT,
              "%.3f (%.3f to %.3f)",
              Arrays.stream(here).average().orElseThrow(),
              here[0],
              here[here.length - 1]));
    }
    cells.add(watch.asked == 0 ? "" : String.format(Locale.ROOT, "%.1f", watch.millis()));
    return cells;
  }

  private static int most(List<Integer> after) {
    return after.stream().mapToInt(Integer::intValue).max().orElse(1);
  }

  static StudySpec spec(String search, boolean priors, int epochs, int trainings, long seed)
      throws BadSpecException {
    String text =
        SPEC.formatted(
            FortyParameters.parameters(priors), epochs, search, epochs * trainings, seed);
    return SpecReader.read(text, "forty", List.of());
  }

  /** The regret of a study's best trial after each of some numbers of full trainings. */
  static double[] regrets(StudySpec spec, List<Integer> after, Judge judge) {
    int epochs = spec.fidelity().max();
    double[] regrets = new double[after.size()];
    Arrays.fill(regrets, Double.NaN);
    StepObserver observer =
        (_, _, decision) -> {
          long spent = decision.after().progress().spending().allEpochs();
          for (int i = 0; i < regrets.length; i++) {
            if (Double.isNaN(regrets[i]) && spent >= (long) epochs * after.get(i)) {
              regrets[i] = regret(decision.after());
            }
          }
        };
    World world =
        World.of((tried, seed, epoch) -> new Epoch(shown(tried, seed, epoch, epochs), 1))
            .withJudge(judge);
    Simulation.run(
        spec, spec.guide() == null ? world : world.withAdviser(Advisers.of(spec)), observer);
    return regrets;
  }

  private static double shown(Configuration tried, long seed, int epoch, int epochs) {
    double gap = 0.2 + 0.4 * Draws.of(seed, "forty", 0).uniform(0);
    return FortyParameters.error(tried) + gap * (1.0 / epoch - 1.0 / epochs);
  }

  private static double regret(StudyState state) {
    double best = Double.POSITIVE_INFINITY;
    double regret = Double.NaN;
    for (Trial trial : state.progress().trials()) {
      if (!trial.curve().isEmpty() && trial.curve().last() < best) {
        best = trial.curve().last();
        regret = FortyParameters.error(trial.configuration()) - FortyParameters.LEAST;
      }
    }
    return regret;
  }

  /** The decision core with a watch on its adviser. */
  private static final class Watch implements Judge {
    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private long nanos;
    private long asked;

    @Override
    public Judgement judge(@Nullable StudyState state, StudyInput input) {
      return Judge.free().judge(state, input);
    }

    @Override
    public Counsel consult(Adviser adviser, StudyState state, Adviser.Question question) {
      long begun = clock.getCurrentThreadCpuTime();
      Counsel counsel = Judge.super.consult(adviser, state, question);
      nanos += clock.getCurrentThreadCpuTime() - begun;
      asked++;
      return counsel;
    }

    double millis() {
      return nanos / 1e6 / asked;
    }
  }
}
