package dev.thaw.benchmarks.published;

import dev.thaw.app.simulate.BadTableException;
import dev.thaw.app.simulate.Conditions;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.Run;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSimulation;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.benchmarks.search.TableArguments;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: when to stop a search whose epochs have a price? Runs {@code thaw} to the end, keeps
 * what each of its answers promised, and works out where the rules would have stopped it.
 */
@Command(
    name = "utility",
    description = "Regret of utility of rules that stop a search.",
    mixinStandardHelpOptions = true)
final class UtilityCommand implements Callable<Integer> {

  @Option(names = "--table", required = true, description = "As in thaw simulate.")
  private List<String> tables = List.of();

  @Mixin private TableArguments reading = new TableArguments();

  @Option(
      names = "--trainings",
      description = "Full trainings that a run may take (${DEFAULT-VALUE}).")
  private int trainings = 20;

  @Option(names = "--seeds", description = "How many runs, seeds from 1 (${DEFAULT-VALUE}).")
  private int seeds = 1;

  @Option(
      names = "--price",
      split = ",",
      description = "What the whole run costs, in normalised regret (${DEFAULT-VALUE}).")
  private List<Double> prices = List.of(0.05, 0.2, 1.0);

  @Override
  public Integer call() throws IOException, BadTableException, BadSpecException {
    List<List<Utility>> runs = new ArrayList<>();
    int training = 1;
    for (TableSource source : reading.sources(tables)) {
      CurveTable table = TableReader.read(source, reading.options());
      training = table.epochs();
      List<Utility> ofTable = new ArrayList<>();
      for (long seed = 1; seed <= seeds; seed++) {
        ofTable.add(run(table, seed));
      }
      runs.add(ofTable);
    }
    System.out.println("| price | rule | regret of utility | least | most | stopped after |");
    System.out.println("|---|---|---|---|---|---|");
    for (double price : prices) {
      int t = training;
      print(price, "promise too small", runs, u -> u.whenPoor(price));
      print(price, "no improvement for T", runs, u -> u.whenStale(t));
      print(price, "no improvement for 3 T", runs, u -> u.whenStale(3 * t));
      print(price, "after 2 T", runs, u -> 2 * t);
      print(price, "after 5 T", runs, u -> 5 * t);
      print(price, "never", runs, Utility::budget);
    }
    return 0;
  }

  private Utility run(CurveTable table, long seed) throws BadSpecException {
    int budget = trainings * table.epochs();
    double spread = table.facts().spread();
    List<Utility.Prospect> prospects = new ArrayList<>();
    Run run =
        TableSimulation.run(
            table,
            Policy.parse("thaw"),
            Conditions.of(1, budget),
            seed,
            (before, step, _) -> {
              if (before != null && step.input() instanceof StudyInput.AdviceGiven given) {
                Advice.Prospect prospect = given.advice().prospect();
                if (prospect != null) {
                  long done = before.progress().spending().allEpochs();
                  prospects.add(new Utility.Prospect(done, prospect.gain() / spread));
                }
              }
            });
    double[] regrets = new double[budget];
    double regret = 1;
    int next = 0;
    for (int b = 1; b <= budget; b++) {
      while (next < run.curve().size() && run.curve().get(next).epochs() <= b) {
        regret = Math.clamp(run.curve().get(next++).regret() / spread, 0.0, 1.0);
      }
      regrets[b - 1] = regret;
    }
    return new Utility(budget, regrets, prospects);
  }

  private static void print(
      double price, String rule, List<List<Utility>> runs, ToIntFunction<Utility> stop) {
    double[] means =
        runs.stream()
            .mapToDouble(
                table ->
                    table.stream()
                        .mapToDouble(u -> u.regret(stop.applyAsInt(u), price))
                        .average()
                        .orElseThrow())
            .sorted()
            .toArray();
    double stopped =
        runs.stream()
            .flatMap(List::stream)
            .mapToDouble(u -> (double) stop.applyAsInt(u) / u.budget())
            .average()
            .orElseThrow();
    Resampled mean = Resampled.mean(means);
    System.out.printf(
        Locale.ROOT,
        "| %.2f | %s | %.3f [%.3f, %.3f] | %.3f | %.3f | %.2f |%n",
        price,
        rule,
        mean.value(),
        mean.low(),
        mean.high(),
        means[0],
        means[means.length - 1],
        stopped);
  }
}
