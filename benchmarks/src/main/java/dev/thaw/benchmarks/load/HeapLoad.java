package dev.thaw.benchmarks.load;

import dev.thaw.core.budget.Budget;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Question: how does memory grow with the trials that a study has finished? */
@Command(
    name = "heap",
    description = "Very many trials of one epoch; heaps after a collection now and then.",
    mixinStandardHelpOptions = true)
final class HeapLoad implements Callable<Integer> {

  private static final long LOOK_MS = 500;

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(names = "--trials", description = "How many (${DEFAULT-VALUE}).")
  private int trials = 100_000;

  @Option(names = "--every", description = "After how many to look (${DEFAULT-VALUE}).")
  private int every = 10_000;

  @Override
  public Integer call() throws InterruptedException {
    try (var cluster = new LoadCluster(options)) {
      var budget = new Budget(Duration.ofHours(8), trials, null);
      cluster.submit(options.spec("load-0", options.slots, 1, 1, budget));
      long begun = System.nanoTime();
      for (int next = 0; next <= trials - every; next += every) {
        awaitTrials(cluster, next);
        look(cluster, begun);
      }
      cluster.awaitEnd("load-0", Duration.ofHours(1));
      look(cluster, begun);
      print(cluster.supervisor(), "supervisor");
      print(cluster.workers().getFirst(), "worker");
    }
    return 0;
  }

  private static void print(Child child, String name) throws InterruptedException {
    System.out.printf("%n%s%n%s%n", name, child.ask("classes").path("classes").asText());
  }

  private static void awaitTrials(LoadCluster cluster, int trials) throws InterruptedException {
    while (cluster.trials() < trials) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
  }

  private void look(LoadCluster cluster, long begun) throws InterruptedException {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("trials", cluster.trials());
    figures.put("atSecond", Window.round((System.nanoTime() - begun) / 1e9));
    figures.put("supervisorHeapKB", heapKilobytes(cluster.supervisor()));
    for (int i = 0; i < cluster.workers().size(); i++) {
      figures.put("worker%dHeapKB".formatted(i + 1), heapKilobytes(cluster.workers().get(i)));
    }
    Figures.print(options.out, "heap", options, figures);
  }

  private static long heapKilobytes(Child child) throws InterruptedException {
    return child.ask("collect", ProcessFigures.class).heapBytes() / 1000;
  }
}
