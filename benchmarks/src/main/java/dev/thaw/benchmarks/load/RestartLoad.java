package dev.thaw.benchmarks.load;

import dev.thaw.core.budget.Budget;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: how soon after kill -9 of its supervisor does a large study go on? A study of many
 * trials is trained in short epochs, then epochs become long, the supervisor is killed and started
 * again at once.
 */
@Command(
    name = "restart",
    description = "The supervisor of a large study is killed and started again.",
    mixinStandardHelpOptions = true)
final class RestartLoad implements Callable<Integer> {

  private static final long LOOK_MS = 20;

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(names = "--trials", description = "Trials before the kill (${DEFAULT-VALUE}).")
  private int trials = 10_000;

  @Option(names = "--repeat", description = "How often it is killed (${DEFAULT-VALUE}).")
  private int repeat = 3;

  @Option(names = "--patience", description = "How long to wait for it (${DEFAULT-VALUE}).")
  private Duration patience = Duration.ofMinutes(3);

  @Override
  public Integer call() throws InterruptedException {
    try (var cluster = new LoadCluster(options)) {
      var budget = new Budget(Duration.ofHours(8), null, null);
      cluster.submit(options.spec("load-0", options.slots, options.min, options.max, budget));
      while (cluster.trials() < trials) {
        TimeUnit.MILLISECONDS.sleep(500);
      }
      cluster.epochTime(Duration.ofSeconds(1));
      TimeUnit.SECONDS.sleep(5);
      for (int i = 0; i < repeat; i++) {
        restart(cluster);
      }
    }
    return 0;
  }

  private void restart(LoadCluster cluster) throws InterruptedException {
    var study = cluster.studies().getFirst();
    cluster.supervisor().kill();
    for (Child worker : cluster.workers()) {
      worker.ask("restart");
    }
    long killed = System.nanoTime();
    double up = cluster.supervise();
    double joined = (System.nanoTime() - killed) / 1e9;
    double taken = await(cluster, killed, Measured::reportsTaken);
    double leased = await(cluster, killed, Measured::sessions);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("trials", study.trials());
    figures.put("epochs", study.epochs());
    figures.put("journalRows", cluster.journalRows());
    figures.put("upAfterMainSeconds", Window.round(up));
    figures.put("upSeconds", Window.round(joined));
    figures.put("firstAcknowledgeSeconds", Window.round(taken));
    figures.put("firstLeaseSeconds", Window.round(leased));
    Figures.print(options.out, "restart", options, figures);
    TimeUnit.SECONDS.sleep(15);
  }

  /** Seconds from the kill until a worker has counted something anew. */
  private double await(LoadCluster cluster, long killed, ToLongFunction<Measured> count)
      throws InterruptedException {
    while (System.nanoTime() - killed < patience.toNanos()) {
      for (Child worker : cluster.workers()) {
        if (count.applyAsLong(worker.ask("read", Measured.class)) > 0) {
          return (System.nanoTime() - killed) / 1e9;
        }
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
    return Double.NaN;
  }
}
