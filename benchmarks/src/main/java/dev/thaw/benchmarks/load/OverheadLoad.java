package dev.thaw.benchmarks.load;

import dev.thaw.core.budget.Budget;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Question: how much longer than its training does a study of very short trials take? */
@Command(
    name = "overhead",
    description = "Many trials of one epoch on few slots.",
    mixinStandardHelpOptions = true)
final class OverheadLoad implements Callable<Integer> {

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(names = "--trials", description = "How many (${DEFAULT-VALUE}).")
  private int trials = 2000;

  @Override
  public Integer call() throws InterruptedException {
    options.slots = Math.min(options.slots, 16);
    options.jitter = 0;
    try (var cluster = new LoadCluster(options)) {
      var budget = new Budget(Duration.ofHours(8), trials, null);
      cluster.submit(options.spec("load-0", options.slots, 1, 1, budget));
      cluster.awaitSessions(1);
      Window window = cluster.begin();
      cluster.awaitEnd("load-0", Duration.ofHours(1));
      double seconds = cluster.trainedSeconds();
      double least =
          Math.ceil((double) trials / options.slots) * options.epochTime.toMillis() / 1e3;
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("trials", trials);
      figures.put("wallSeconds", Window.round(seconds));
      figures.put("leastSeconds", least);
      figures.put("overheadPercent", Window.round(100 * (seconds / least - 1)));
      figures.putAll(window.end());
      Figures.print(options.out, "overhead", options, figures);
    }
    return 0;
  }
}
