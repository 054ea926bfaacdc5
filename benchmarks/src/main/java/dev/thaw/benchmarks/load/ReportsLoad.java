package dev.thaw.benchmarks.load;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Question: what do latencies and processes look like while every slot reports once a second? */
@Command(
    name = "reports",
    description = "All slots train and report for a while.",
    mixinStandardHelpOptions = true)
final class ReportsLoad implements Callable<Integer> {

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(names = "--for", description = "How long is measured (${DEFAULT-VALUE}).")
  private Duration measured = Duration.ofMinutes(1);

  @Option(names = "--settle", description = "How long it runs before (${DEFAULT-VALUE}).")
  private Duration settle = Duration.ofSeconds(15);

  @Override
  public Integer call() throws InterruptedException {
    try (var cluster = new LoadCluster(options)) {
      for (int i = 0; i < options.studies; i++) {
        cluster.submit(options.spec("load-" + i));
      }
      cluster.awaitSessions(options.slots / options.studies * options.studies * 95 / 100);
      TimeUnit.NANOSECONDS.sleep(settle.toNanos());
      Window window = cluster.begin();
      TimeUnit.NANOSECONDS.sleep(measured.toNanos());
      Map<String, Object> figures = window.end();
      figures.put("trials", cluster.trials());
      Figures.print(options.out, "reports", options, figures);
    }
    return 0;
  }
}
