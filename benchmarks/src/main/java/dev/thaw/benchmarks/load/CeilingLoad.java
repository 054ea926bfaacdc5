package dev.thaw.benchmarks.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: how many reports a second can the cluster take? Epochs become shorter step by step,
 * until reports pile up.
 */
@Command(
    name = "ceiling",
    description = "Epochs become shorter until reports are acknowledged too late.",
    mixinStandardHelpOptions = true)
final class CeilingLoad implements Callable<Integer> {

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(
      names = "--rates",
      split = ",",
      description = "Epochs a second that the slots offer together, one step each.")
  private List<Integer> rates = List.of(1000, 2000, 3000, 4000, 5000, 6000, 8000, 10_000, 14_000);

  @Option(names = "--for", description = "How long each step is measured (${DEFAULT-VALUE}).")
  private Duration measured = Duration.ofSeconds(20);

  @Option(names = "--settle", description = "How long each runs before (${DEFAULT-VALUE}).")
  private Duration settle = Duration.ofSeconds(10);

  @Option(
      names = "--late",
      description = "The 99th percentile that is too late (${DEFAULT-VALUE}).")
  private Duration late = Duration.ofSeconds(3);

  @Override
  public Integer call() throws InterruptedException {
    options.epochTime = epochTime(rates.getFirst());
    try (var cluster = new LoadCluster(options)) {
      for (int i = 0; i < options.studies; i++) {
        cluster.submit(options.spec("load-" + i));
      }
      cluster.awaitSessions(options.slots / options.studies * options.studies * 95 / 100);
      double best = 0;
      for (int rate : rates) {
        Map<String, Object> step = step(cluster, rate);
        if ((double) step.get("reportToAcknowledgeP99Ms") > late.toMillis()) {
          break;
        }
        best = Math.max(best, (double) step.get("epochReportsTakenPerSecond"));
      }
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("ceilingEpochReportsPerSecond", best);
      Figures.print(options.out, "ceiling", options, figures);
    }
    return 0;
  }

  private Duration epochTime(int rate) {
    return Duration.ofNanos(1_000_000_000L * options.slots / rate);
  }

  private Map<String, Object> step(LoadCluster cluster, int rate) throws InterruptedException {
    cluster.epochTime(epochTime(rate));
    TimeUnit.NANOSECONDS.sleep(settle.toNanos());
    Window window = cluster.begin();
    TimeUnit.NANOSECONDS.sleep(measured.toNanos());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("offeredPerSecond", rate);
    figures.putAll(window.end());
    Figures.print(options.out, "ceiling-step", options, figures);
    return figures;
  }
}
