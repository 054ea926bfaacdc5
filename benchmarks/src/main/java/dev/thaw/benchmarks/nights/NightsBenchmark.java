package dev.thaw.benchmarks.nights;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Runs the nights of a range of seeds, and skips those that have a result. */
public final class NightsBenchmark {

  private static final String USAGE =
      """
      usage: NightsBenchmark --seeds FIRST..LAST --dir DIR [--minutes M] [--at-once N] [--plan]
        --seeds    the seeds, such as 0..5
        --dir      where results (night-N.json) and what nights leave (run-N) are kept; seeds that
                   have a result there are skipped
        --minutes  how long a night lasts (5)
        --at-once  how many nights run at the same time (1)
        --plan     print the plans, and do nothing
      Python 3 must be on the PATH.
      """;

  private final ObjectMapper json = new ObjectMapper();
  private final Arguments arguments;

  private record Arguments(
      long first, long last, Path directory, Duration length, int atOnce, boolean onlyPlans) {

    static Arguments of(String[] words) {
      String seeds = "";
      String directory = "";
      double minutes = 5;
      int atOnce = 1;
      boolean onlyPlans = false;
      for (int i = 0; i < words.length; i++) {
        boolean more = i + 1 < words.length;
        switch (words[i]) {
          case "--plan" -> onlyPlans = true;
          case "--seeds" -> seeds = more ? words[++i] : "";
          case "--dir" -> directory = more ? words[++i] : "";
          case "--minutes" -> minutes = more ? Double.parseDouble(words[++i]) : 0;
          case "--at-once" -> atOnce = more ? Integer.parseInt(words[++i]) : 0;
          default ->
              throw new IllegalArgumentException("%s is not known.\n%s".formatted(words[i], USAGE));
        }
      }
      String[] range = seeds.split("\\.\\.", -1);
      if (range.length != 2 || directory.isEmpty() || minutes <= 0 || atOnce < 1) {
        throw new IllegalArgumentException(USAGE);
      }
      return new Arguments(
          Long.parseLong(range[0]),
          Long.parseLong(range[1]),
          Path.of(directory),
          Duration.ofMillis((long) (60_000 * minutes)),
          atOnce,
          onlyPlans);
    }
  }

  private NightsBenchmark(Arguments arguments) {
    this.arguments = arguments;
  }

  /** See the usage, which is printed for any other arguments. */
  public static void main(String[] words) throws IOException, InterruptedException {
    Arguments arguments;
    try {
      arguments = Arguments.of(words);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    System.exit(new NightsBenchmark(arguments).run() ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    Files.createDirectories(arguments.directory());
    List<NightPlan> plans =
        LongStream.rangeClosed(arguments.first(), arguments.last())
            .mapToObj(seed -> NightPlan.of(seed, arguments.length()))
            .toList();
    if (arguments.onlyPlans()) {
      plans.forEach(System.out::println);
      return true;
    }
    runAll(plans);
    List<NightResult> results = results();
    NightTable.lines(results).forEach(System.out::println);
    return results.stream().allMatch(night -> Judgement.of(night).isEmpty());
  }

  private void runAll(List<NightPlan> plans) throws InterruptedException {
    List<Future<?>> nights = new ArrayList<>();
    try (var pool = Executors.newFixedThreadPool(arguments.atOnce())) {
      for (NightPlan plan : plans) {
        if (!Files.exists(file(plan.seed()))) {
          nights.add(pool.submit(() -> run(plan)));
        }
      }
      for (Future<?> night : nights) {
        night.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void run(NightPlan plan) {
    System.out.println("begins: " + plan);
    try {
      Path folder = arguments.directory().resolve("run-" + plan.seed());
      delete(folder);
      var night = new NightRun(plan, Files.createDirectories(folder));
      NightResult result = Measurement.of(plan, night, night.run());
      Path file = file(plan.seed());
      Path next = Path.of(file + ".next");
      json.writeValue(next.toFile(), result);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      System.out.printf("seed %d: %s%n", plan.seed(), Judgement.of(result));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Path file(long seed) {
    return arguments.directory().resolve("night-%d.json".formatted(seed));
  }

  private List<NightResult> results() throws IOException {
    List<NightResult> results = new ArrayList<>();
    try (Stream<Path> files = Files.list(arguments.directory())) {
      for (Path file :
          files.filter(path -> path.toString().matches(".*/night-\\d+\\.json")).toList()) {
        results.add(json.readValue(file.toFile(), NightResult.class));
      }
    }
    results.sort(Comparator.comparingLong(NightResult::seed));
    return results;
  }
}
