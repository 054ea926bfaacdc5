package dev.thaw.benchmarks.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.thaw.actors.journal.JournalCodec;
import dev.thaw.actors.journal.PostgresJournal;
import dev.thaw.actors.journal.Recorded;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Writes rows of 50 reports to the database that {@code THAW_JOURNAL_URL} names, from 1, 4, 16 and
 * 64 studies of one process, ten seconds each after five to warm up, and prints what it took. Other
 * settings of the plugin can be tried by system properties.
 */
public final class JournalBenchmark {

  private static final int REPORTS = 50;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration MEASURED = Duration.ofSeconds(10);

  private JournalBenchmark() {}

  /**
   * Measures.
   *
   * @param arguments the numbers of studies; 1, 4, 16 and 64 if empty
   */
  public static void main(String[] arguments) throws InterruptedException {
    Config settings = ConfigFactory.load();
    PostgresJournal journal = PostgresJournal.from(settings);
    journal.migrate();
    Config config =
        ConfigFactory.defaultOverrides().withFallback(journal.config()).withFallback(settings);
    System.out.printf(
        "%s, rows of %d reports and %,d bytes%n%8s %10s %12s %10s %10s%n",
        journal,
        REPORTS,
        new JournalCodec().encode(row()).length,
        "studies",
        "rows/s",
        "reports/s",
        "p50 ms",
        "p99 ms");
    int[] counts = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    for (int studies : counts.length == 0 ? new int[] {1, 4, 16, 64} : counts) {
      measure(config, studies);
    }
  }

  private static void measure(Config config, int studies) throws InterruptedException {
    Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    ActorSystem<Void> system = ActorSystem.create(writers(studies, nanos), "journal", config);
    TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
    nanos.clear();
    long begun = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(MEASURED.toNanos());
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    double seconds = (System.nanoTime() - begun) / 1e9;
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    System.out.printf(
        "%8d %10.0f %12.0f %10.1f %10.1f%n",
        studies,
        sorted.length / seconds,
        sorted.length * REPORTS / seconds,
        quantile(sorted, .5) / 1e6,
        quantile(sorted, .99) / 1e6);
  }

  private static Behavior<Void> writers(int studies, Queue<Long> nanos) {
    Recorded row = row();
    String run = Long.toString(System.currentTimeMillis(), 36);
    return Behaviors.setup(
        context -> {
          for (int study = 0; study < studies; study++) {
            String id = "load-%s-%d".formatted(run, study);
            context.spawn(Writer.create(id, row, nanos::add), id).tell(new Writer.Write());
          }
          return Behaviors.empty();
        });
  }

  private static long quantile(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))];
  }

  private static Recorded row() {
    Instant at = Instant.parse("2026-01-01T20:00:00.123456Z");
    List<Step> steps =
        IntStream.range(0, REPORTS)
            .mapToObj(
                trial ->
                    new Step(
                        new StudyInput.EpochReported(
                            at, trial, 1000 + trial, 7, .1 / (trial + 3), 1.01, Map.of()),
                        List.of(
                            new StudyEvent.EpochRecorded(
                                trial, 1000 + trial, 7, .1 / (trial + 3), 1.01))))
            .toList();
    return new Recorded(steps);
  }
}
