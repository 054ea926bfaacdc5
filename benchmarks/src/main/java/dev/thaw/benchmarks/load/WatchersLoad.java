package dev.thaw.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: does the supervisor take longer while many people watch its study? The same cluster is
 * measured without watchers and with them by turns, so that what else the machine does strikes both
 * alike. A watcher reads the curves once, as the dashboard does, and then all events.
 */
@Command(
    name = "watchers",
    description = "Latencies without watchers and with them, by turns.",
    mixinStandardHelpOptions = true)
final class WatchersLoad implements Callable<Integer> {

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(names = "--watchers", description = "How many watch (${DEFAULT-VALUE}).")
  private int watchers = 200;

  @Option(names = "--rounds", description = "How often each is measured (${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(names = "--for", description = "How long each time (${DEFAULT-VALUE}).")
  private Duration measured = Duration.ofSeconds(30);

  @Option(names = "--settle", description = "How long it runs before (${DEFAULT-VALUE}).")
  private Duration settle = Duration.ofSeconds(10);

  @Override
  public Integer call() throws InterruptedException {
    try (var cluster = new LoadCluster(options)) {
      String study = "load-0";
      cluster.submit(options.spec(study));
      cluster.awaitSessions(options.slots * 95 / 100);
      List<Map<String, Object>> alone = new ArrayList<>();
      List<Map<String, Object>> watched = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        alone.add(measure(cluster));
        try (var crowd = new Watchers(cluster.events(study), cluster.curves(study), watchers)) {
          Map<String, Object> figures = measure(cluster);
          crowd.check();
          figures.put("eventsToWatchers", crowd.events());
          watched.add(figures);
        }
      }
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("watchers", watchers);
      figures.put("alone", alone);
      figures.put("watched", watched);
      for (String name : List.of("reportToAcknowledgeP50Ms", "reportToAcknowledgeP99Ms")) {
        figures.put(name + "Ratio", Window.round(median(watched, name) / median(alone, name)));
      }
      Figures.print(options.out, "watchers", options, figures);
    }
    return 0;
  }

  private Map<String, Object> measure(LoadCluster cluster) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(settle.toNanos());
    Window window = cluster.begin();
    TimeUnit.NANOSECONDS.sleep(measured.toNanos());
    return window.end();
  }

  private static double median(List<Map<String, Object>> rounds, String name) {
    double[] sorted =
        rounds.stream()
            .mapToDouble(one -> ((Number) one.get(name)).doubleValue())
            .sorted()
            .toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
