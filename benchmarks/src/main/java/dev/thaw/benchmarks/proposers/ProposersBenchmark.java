package dev.thaw.benchmarks.proposers;

import dev.thaw.core.proposer.ForestProposer;
import dev.thaw.core.proposer.GpProposer;
import dev.thaw.core.proposer.HordProposer;
import dev.thaw.core.proposer.Knowledge;
import dev.thaw.core.proposer.Measure;
import dev.thaw.core.proposer.Observed;
import dev.thaw.core.proposer.Proposal;
import dev.thaw.core.proposer.Proposer;
import dev.thaw.core.proposer.SpearmintProposer;
import dev.thaw.core.random.Draws;
import dev.thaw.core.suggest.RandomSuggestion;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Question: how soon does each proposer find good configurations where there are many parameters,
 * and what does a proposal cost? Published: HORD on 19 parameters of a network needs a sixth of the
 * time of a Gaussian process with expected improvement (Ilievski et al. 2017).
 *
 * <p>Prints a table: the median of the best errors after some evaluations, the median number of
 * evaluations until the error is at most {@code --target}, and the processor time of a proposal.
 */
@Command(name = "proposers")
public final class ProposersBenchmark implements Runnable {

  @Option(names = "--seeds", description = "how many searches, with seeds from 0 on")
  private int seeds = 10;

  @Option(names = "--after", split = ",", description = "after how many evaluations to look")
  private List<Integer> after = List.of(50, 100, 200);

  @Option(names = "--target", description = "the error whose evaluations are counted")
  private double target = 0.2;

  @Option(names = "--proposer", description = "which ones; all if none is given")
  private List<String> chosen = List.of();

  private ProposersBenchmark() {}

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new ProposersBenchmark()).execute(arguments));
  }

  private static Map<String, Supplier<Proposer>> proposers() {
    Map<String, Supplier<Proposer>> all = new LinkedHashMap<>();
    var process = GpProposer.Options.defaults();
    all.put("random", ProposersBenchmark::random);
    all.put("hord", () -> HordProposer.defaults());
    all.put("hord-uncapped", () -> HordProposer.defaults().uncapped());
    all.put("gp-ei", () -> new GpProposer(process.by(Measure.EXPECTED_IMPROVEMENT)));
    all.put("gp-log-ei", () -> new GpProposer(process));
    all.put("gp-bound", () -> new GpProposer(process.by(Measure.CONFIDENCE_BOUND)));
    all.put("forest", () -> new ForestProposer(ForestProposer.Options.defaults()));
    all.put("spearmint", () -> new SpearmintProposer(SpearmintProposer.Options.defaults()));
    return all;
  }

  private static Proposer random() {
    return (known, _) ->
        new RandomSuggestion()
            .suggest(known.space(), known.seed(), known.index())
            .map(configuration -> new Proposal(configuration, "random", 0));
  }

  @Override
  public void run() {
    List<String> heads = new ArrayList<>(List.of("proposer"));
    after.forEach(count -> heads.add("after " + count));
    heads.addAll(List.of("evaluations to " + target, "ms a proposal"));
    row(heads);
    row(heads.stream().map(_ -> "---").toList());
    proposers()
        .forEach(
            (name, proposer) -> {
              if (chosen.isEmpty() || chosen.contains(name)) {
                row(measured(name, proposer));
              }
            });
  }

  private static void row(List<String> cells) {
    System.out.println("| " + String.join(" | ", cells) + " |");
  }

  private List<String> measured(String name, Supplier<Proposer> proposer) {
    int most = after.stream().mapToInt(Integer::intValue).max().orElse(1);
    List<Search> searches = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      searches.add(search(proposer.get(), most, seed));
    }
    List<String> cells = new ArrayList<>(List.of(name));
    for (int count : after) {
      cells.add("%.4f".formatted(median(searches, one -> one.best[count - 1])));
    }
    double reached = median(searches, one -> reached(one.best));
    cells.add(reached <= most ? "%.0f".formatted(reached) : "> " + most);
    cells.add(
        "%.2f"
            .formatted(searches.stream().mapToDouble(one -> one.nanos).sum() / 1e6 / most / seeds));
    return cells;
  }

  /** The number of the first evaluation that reached the target; one more than all if none did. */
  private double reached(double[] best) {
    int count = 0;
    while (count < best.length && best[count] > target) {
      count++;
    }
    return count + 1;
  }

  private static double median(List<Search> searches, ToDoubleFunction<Search> figure) {
    double[] sorted = searches.stream().mapToDouble(figure).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** The best errors after each evaluation, and the processor time of all proposals. */
  @SuppressWarnings("ArrayRecordComponent") // Numbers in bulk, which nobody compares.
  private record Search(double[] best, long nanos) {}

  private static Search search(Proposer proposer, int evaluations, long seed) {
    var clock = ManagementFactory.getThreadMXBean();
    List<Observed> observed = new ArrayList<>();
    double[] best = new double[evaluations];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    long nanos = 0;
    for (int i = 0; i < evaluations; i++) {
      var known =
          new Knowledge(NineteenParameters.SPACE, observed, List.of(), i, evaluations, seed);
      long begun = clock.getCurrentThreadCpuTime();
      Proposal next = proposer.propose(known, Draws.of(seed, "benchmark", i)).orElseThrow();
      nanos += clock.getCurrentThreadCpuTime() - begun;
      double error = NineteenParameters.error(next.configuration());
      observed.add(new Observed(i, next.configuration(), 1, error, 1));
      best[i] = Math.min(i == 0 ? error : best[i - 1], error);
    }
    return new Search(best, nanos);
  }
}
