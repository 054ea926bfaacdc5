package dev.thaw.benchmarks.published;

import dev.thaw.app.simulate.BadTableException;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.benchmarks.search.TableArguments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: what does it save to stop trials of a random search that will hardly win, and what does
 * it lose? The same rows in the same order with and without the rule, as many rows and as many
 * epochs.
 */
@Command(
    name = "stopping",
    description = "What a rule saves that stops trials which will hardly win.",
    mixinStandardHelpOptions = true)
final class StoppingCommand implements Callable<Integer> {

  private static final double LITTLE = 0.01;

  @Option(names = "--table", required = true, description = "As in thaw simulate.")
  private List<String> tables = List.of();

  @Mixin private TableArguments reading = new TableArguments();

  @Option(
      names = "--trainings",
      description = "How many full trainings the budget is worth (${DEFAULT-VALUE}).")
  private int trainings = 30;

  @Option(names = "--seeds", description = "How many orders, from 1 (${DEFAULT-VALUE}).")
  private int seeds = 3;

  @Option(
      names = "--chance",
      description = "Below which probability a trial is stopped (${DEFAULT-VALUE}).")
  private double chance = 0.05;

  @Override
  public Integer call() throws IOException, BadTableException {
    List<CurveTable> all = new ArrayList<>();
    for (TableSource source : reading.sources(tables)) {
      all.add(TableReader.read(source, reading.options()));
    }
    System.out.println(
        "| forecast | same trials: epochs, full / stopped | least | most | at least 2 | the same"
            + " best | lost, nr | within 0.01 | same epochs: ratio to the same regret | least |"
            + " most |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    measure("as shown", all, true);
    measure("bare model", all, false);
    return 0;
  }

  private void measure(String name, List<CurveTable> all, boolean outlook) {
    List<Saving> savings = new ArrayList<>();
    List<Speedup.Pair> pairs = new ArrayList<>();
    for (CurveTable table : all) {
      List<StoppingRule.Result> full = search(table, 0, outlook);
      List<StoppingRule.Result> stopped = search(table, chance, outlook);
      savings.add(saving(table, full, stopped));
      pairs.add(
          new Speedup.Pair(
              stopped.stream().map(StoppingRule.Result::trace).toList(),
              full.stream().map(StoppingRule.Result::trace).toList()));
    }
    print(name, savings, Speedup.of(pairs, 1));
  }

  private List<StoppingRule.Result> search(CurveTable table, double below, boolean outlook) {
    var rule = new StoppingRule(table, below, outlook);
    return LongStream.rangeClosed(1, seeds).mapToObj(seed -> rule.search(trainings, seed)).toList();
  }

  private Saving saving(
      CurveTable table, List<StoppingRule.Result> full, List<StoppingRule.Result> stopped) {
    double[] ratios = new double[seeds];
    double[] lost = new double[seeds];
    for (int i = 0; i < seeds; i++) {
      ratios[i] = (double) full.get(i).epochs() / stopped.get(i).epochs();
      lost[i] =
          (table.goal().score(stopped.get(i).best()) - table.goal().score(full.get(i).best()))
              / table.facts().spread();
    }
    return new Saving(table.name(), ratios, lost);
  }

  private static void print(String name, List<Saving> savings, Speedup speedup) {
    Saving.Summary all = Saving.Summary.of(savings, LITTLE);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f [%.2f, %.2f] | %.2f | %.2f | %d of %d | %d of %d runs | %.3f | %d | %.2f"
            + " [%.2f, %.2f] | %.2f | %.2f |%n",
        name,
        all.ratio(),
        all.low(),
        all.high(),
        all.least(),
        all.most(),
        all.twice(),
        savings.size(),
        all.same(),
        all.runs(),
        all.lost(),
        all.little(),
        speedup.geometric(),
        speedup.low(),
        speedup.high(),
        speedup.least(),
        speedup.most());
  }
}
