package dev.thaw.benchmarks.populations;

import dev.thaw.benchmarks.online.ImageTrainer;
import dev.thaw.benchmarks.online.Images;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.examples.language.LanguageTrainer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Question: is what a population finds better than the best constant setting, at equal epochs and
 * at many times those, and is it the schedule or the choice of weights that helps? Seeds whose
 * figures lie in the folder are not run again.
 */
@Command(name = "populations")
public final class PopulationsBenchmark implements Callable<Integer> {

  @Option(names = "--out", description = "where figures and the report lie")
  private Path out = Path.of("benchmarks/target/populations");

  @Option(names = "--mnist", description = "a folder with t10k-images-idx3-ubyte.gz and labels")
  private @Nullable Path mnist;

  @Option(names = "--tasks", split = ",", description = "languages, digits; all unless given")
  private List<String> only = List.of();

  @Option(names = "--seeds", description = "how many seeds, from 0 on")
  private int seeds = 10;

  @Option(names = "--epochs", description = "after how many epochs a training is complete")
  private int epochs = 24;

  @Option(names = "--population", description = "how many members")
  private int members = 12;

  @Option(names = "--interval", description = "after how many epochs they are compared")
  private int interval = 3;

  @Option(names = "--share", description = "the share that is replaced, and forked")
  private double share = 0.25;

  @Option(names = "--slots", description = "how many train at once, in virtual time")
  private int slots = 2;

  @Option(names = "--again", description = "how many seeds train again what was found")
  private int again = 4;

  private PopulationsBenchmark() {}

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  /** Runs the benchmark and returns its exit status, which is 0 if all went well. */
  public static int run(String... arguments) {
    return new CommandLine(new PopulationsBenchmark()).execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(out.resolve("seeds"));
    var report = new PopulationsReport();
    List<Task> tasks = tasks();
    Map<String, List<Map<String, Double>>> found = new LinkedHashMap<>();
    for (int seed = 0; seed < seeds; seed++) {
      for (Task task : tasks) {
        found.computeIfAbsent(task.name(), _ -> new ArrayList<>()).add(search(task, seed));
      }
    }
    for (int seed = 0; seed < seeds; seed++) {
      for (Task task : tasks) {
        List<Map<String, Double>> all = found.get(task.name());
        report.add(task.name(), seed, all.get(seed), again(task, all, seed));
      }
      Files.writeString(out.resolve("report.md"), report.markdown());
    }
    System.err.printf("The report: %s%n", out.resolve("report.md"));
    return 0;
  }

  private List<Task> tasks() throws IOException {
    var tasks = new ArrayList<Task>();
    tasks.add(
        new Task(
            "languages",
            new LanguageTrainer(),
            Map.of("languages", 6, "buckets", 256),
            Map.of("width", 32, "optimizer", "adam", "batch_size", 32),
            SearchSpace.of(
                RealParameter.log("learning_rate", 1e-4, 3e-2),
                RealParameter.linear("dropout", 0, 0.5),
                RealParameter.log("weight_decay", 1e-6, 1e-2)),
            epochs));
    if (mnist == null) {
      System.err.println("Skipped: images of digits; --mnist FOLDER says where they are.");
    } else {
      tasks.add(
          new Task(
              "digits",
              new ImageTrainer(Images.read(mnist)),
              Map.of(),
              Map.of("width", 32, "optimizer", "sgd", "batch_size", 32),
              SearchSpace.of(
                  RealParameter.log("learning_rate", 3e-3, 3),
                  RealParameter.linear("momentum", 0, 0.98)),
              epochs));
    }
    tasks.removeIf(task -> !only.isEmpty() && !only.contains(task.name()));
    return tasks;
  }

  private Map<String, Double> search(Task task, int seed) throws Exception {
    Path file = file(task, "search", seed);
    if (!Files.exists(file)) {
      Path scratch = out.resolve("states").resolve(task.name() + seed).toAbsolutePath();
      write(file, contest(task).search(seed, scratch));
    }
    return read(file);
  }

  /** With the values that had the lowest validation error of all that random search tried. */
  private Map<String, Double> again(Task task, List<Map<String, Double>> found, int seed)
      throws Exception {
    Path file = file(task, "again-of-" + found.size(), seed);
    if (!Files.exists(file)) {
      Map<String, Double> known =
          Collections.min(found, Comparator.comparing(one -> one.get("random, validation")));
      Schedule constant = Schedule.read(known, Contest.RANDOM);
      write(file, contest(task).again(found.get(seed), constant, seed));
    }
    return read(file);
  }

  private Contest contest(Task task) {
    var population =
        new Scheduler.Population(
            members,
            interval,
            share,
            Scheduler.Population.STEP,
            Scheduler.Population.RESAMPLE,
            task.space().names());
    return new Contest(task, population, again, slots);
  }

  private Path file(Task task, String what, int seed) {
    String name =
        "%s-%d-%d-%d-%s-%d-%d-%s-%d.txt"
            .formatted(task.name(), epochs, members, interval, share, slots, again, what, seed);
    return out.resolve("seeds").resolve(name);
  }

  private static void write(Path file, Map<String, Double> figures) throws IOException {
    var text = new StringBuilder();
    figures.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    double cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    System.err.printf("%s (%.0f s of a processor so far)%n", file.getFileName(), cpu);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, file);
  }

  private static Map<String, Double> read(Path file) throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      int at = line.indexOf('=');
      figures.put(line.substring(0, at), Double.parseDouble(line.substring(at + 1)));
    }
    return figures;
  }
}
