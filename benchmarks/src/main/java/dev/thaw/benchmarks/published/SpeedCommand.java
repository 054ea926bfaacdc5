package dev.thaw.benchmarks.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Question: how many times as soon is one search where another gets? */
@Command(
    name = "speed",
    description = "Ratios of epochs to the same regret, from runs of make search.",
    mixinStandardHelpOptions = true)
final class SpeedCommand implements Callable<Integer> {

  @Option(
      names = "--runs",
      required = true,
      paramLabel = "FILE",
      description = "runs.jsonl of make search with one number of workers and one budget.")
  private Path runs = Path.of("runs.jsonl");

  @Option(
      names = "--pair",
      required = true,
      split = ",",
      paramLabel = "METHOD:BASE",
      description = "Two policies by name; may be repeated.")
  private List<String> pairs = List.of();

  @Option(
      names = "--share",
      split = ",",
      paramLabel = "S",
      description = "At the end of which parts of the budget (${DEFAULT-VALUE}).")
  private List<Double> shares = List.of(0.1, 1.0);

  @Override
  public Integer call() throws IOException {
    SortedMap<String, SortedMap<String, List<Trace>>> byTable =
        Trace.read(runs).stream()
            .collect(
                Collectors.groupingBy(
                    Trace::table,
                    TreeMap::new,
                    Collectors.groupingBy(Trace::policy, TreeMap::new, Collectors.toList())));
    System.out.println("| method | base | share | tables | ratio | interval | least | most |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (String pair : pairs) {
      String[] names = pair.split(":", 2);
      if (names.length < 2) {
        throw new IllegalArgumentException(
            "--pair (%s) must be two policies.\nMaybe bohb:random.".formatted(pair));
      }
      List<Speedup.Pair> both = both(byTable, names[0], names[1]);
      for (double share : shares) {
        print(pair, share, both);
      }
    }
    return 0;
  }

  private static List<Speedup.Pair> both(
      SortedMap<String, SortedMap<String, List<Trace>>> byTable, String method, String base) {
    List<Speedup.Pair> both = new ArrayList<>();
    byTable.forEach(
        (_, policies) -> {
          List<Trace> mine = policies.get(method);
          List<Trace> theirs = policies.get(base);
          if (mine != null && theirs != null) {
            both.add(new Speedup.Pair(mine, theirs));
          }
        });
    if (both.isEmpty()) {
      throw new IllegalArgumentException(
          "--pair (%s:%s) has no table on which both ran.".formatted(method, base));
    }
    return both;
  }

  private static void print(String pair, double share, List<Speedup.Pair> both) {
    Speedup speedup = Speedup.of(both, share);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f | %d | %.2f | [%.2f, %.2f] | %.2f | %.2f |%n",
        pair.replace(":", " | "),
        share,
        both.size(),
        speedup.geometric(),
        speedup.low(),
        speedup.high(),
        speedup.least(),
        speedup.most());
  }
}
