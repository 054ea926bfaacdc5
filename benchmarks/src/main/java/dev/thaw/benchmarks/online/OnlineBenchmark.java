package dev.thaw.benchmarks.online;

import dev.thaw.examples.language.LanguageTrainer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Question: do controllers inside a trial train faster than a step schedule that was tuned by hand,
 * and does what Hyperdyn's paper claims hold on small networks? Runs that lie in the folder are not
 * run again.
 */
@Command(name = "online")
public final class OnlineBenchmark implements Callable<Integer> {

  private static final int TUNING_SEEDS = 2;
  private static final int FIRST_TUNING_SEED = 1000;
  private static final List<Double> RATES = List.of(0.01, 0.03, 0.1, 0.3, 1.0, 3.0);
  private static final List<Double> ADAM_RATES = List.of(3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1);
  private static final List<Double> MOMENTA = List.of(0.0, 0.5, 0.9);

  @Option(names = "--out", description = "where runs and the report lie")
  private Path out = Path.of("benchmarks/target/online");

  @Option(names = "--mnist", description = "a folder with t10k-images-idx3-ubyte.gz and labels")
  private @Nullable Path mnist;

  @Option(names = "--seeds", description = "how many seeds, from 0 on")
  private int seeds = 10;

  @Option(names = "--epochs", description = "how many epochs a trial keeps")
  private int epochs = 24;

  @Option(names = "--batches", split = ",", description = "sizes of batches")
  private List<Integer> batches = List.of(32, 256, 1024);

  @Option(names = "--arms", split = ",", description = "all unless given")
  private List<String> only = List.of();

  @Option(
      names = "--gains",
      description =
          "the rules that read gradients with several gains as well, unless --arms is given")
  private boolean gains;

  @Option(names = "--picture", description = "an SVG file to draw")
  private @Nullable Path picture;

  private OnlineBenchmark() {}

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  /** Runs the benchmark and returns its exit status, which is 0 if all went well. */
  public static int run(String... arguments) {
    return new CommandLine(new OnlineBenchmark()).execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(out.resolve("runs"));
    List<Arm> arms = arms();
    List<Task> tasks = tasks();
    var report = new OnlineReport(epochs, batches);
    Map<String, Map<String, Object>> begins = new LinkedHashMap<>();
    for (int seed = 0; seed < seeds; seed++) {
      for (Task task : tasks) {
        for (int batch : batches) {
          for (Arm arm : arms) {
            String tuned = task.name() + batch + arm.isAdam();
            if (!begins.containsKey(tuned)) {
              begins.put(tuned, tuned(task, batch, arm));
              report.note(task.name(), batch, begins.get(tuned));
            }
            Map<String, Object> begin = begin(arm, begins.get(tuned));
            report.add(task.name(), batch, arm, run(task, batch, arm, "", begin, seed));
          }
        }
      }
      progress("seed " + seed);
    }
    Files.writeString(out.resolve("report.md"), report.markdown());
    System.err.printf("The report: %s%n", out.resolve("report.md"));
    if (picture != null) {
      Files.writeString(picture, new OnlinePicture(report.results(), epochs).svg());
    }
    return 0;
  }

  private List<Arm> arms() {
    var arms = new ArrayList<Arm>(Arm.all());
    if (gains || !only.isEmpty()) {
      arms.addAll(Arm.gains());
    }
    arms.removeIf(arm -> !only.isEmpty() && !only.contains(arm.name()));
    return arms;
  }

  private List<Task> tasks() throws IOException {
    var tasks = new ArrayList<Task>();
    tasks.add(
        new Task(
            "languages",
            new LanguageTrainer(),
            Map.of("languages", 6, "buckets", 256),
            Map.of("width", 32, "weight_decay", 0.0)));
    if (mnist == null) {
      System.err.println("Skipped: images of digits; --mnist FOLDER says where they are.");
    } else {
      tasks.add(
          new Task("digits", new ImageTrainer(Images.read(mnist)), Map.of(), Map.of("width", 32)));
    }
    return tasks;
  }

  private static Map<String, Object> begin(Arm arm, Map<String, Object> tuned) {
    Map<String, Object> begin = new TreeMap<>(tuned);
    switch (arm.base()) {
      case TENTH -> begin.compute("learning_rate", (_, rate) -> (Double) rate / 10);
      case PLAIN -> begin.put("momentum", 0.0);
      case TUNED, ADAM -> {}
    }
    return begin;
  }

  /** What has the best accuracy at the end of the step schedule, on seeds of its own. */
  private Map<String, Object> tuned(Task task, int batch, Arm arm) throws Exception {
    Map<String, Object> best = Map.of();
    double most = -1;
    for (Map<String, Object> begin : candidates(arm.isAdam())) {
      double sum = 0;
      var schedule = new Arm("tuning", "step", Map.of(), arm.base(), List.of("learning_rate"));
      for (int seed = 0; seed < TUNING_SEEDS; seed++) {
        Run run = run(task, batch, schedule, "-" + begin.values(), begin, FIRST_TUNING_SEED + seed);
        sum += run.way().getLast().accuracy();
      }
      if (sum > most) {
        most = sum;
        best = begin;
      }
    }
    progress("tuned %s, batch %d: %s".formatted(task.name(), batch, best));
    return best;
  }

  private static List<Map<String, Object>> candidates(boolean adam) {
    var all = new ArrayList<Map<String, Object>>();
    for (double rate : adam ? ADAM_RATES : RATES) {
      if (adam) {
        all.add(
            new TreeMap<>(
                Map.of("learning_rate", rate, "optimizer", "adam", "beta1", 0.9, "beta2", 0.999)));
      } else {
        MOMENTA.forEach(
            momentum ->
                all.add(
                    new TreeMap<>(
                        Map.of("learning_rate", rate, "momentum", momentum, "optimizer", "sgd"))));
      }
    }
    return all;
  }

  private Run run(Task task, int batch, Arm arm, String suffix, Map<String, Object> begin, int seed)
      throws Exception {
    String name =
        "%s-%d-%s%s-%d-%d.csv"
            .formatted(
                task.name(),
                batch,
                arm.name(),
                suffix.replaceAll("[\\[\\] ]", "").replace(',', '-'),
                epochs,
                seed);
    Path file = out.resolve("runs").resolve(name);
    if (!Files.exists(file)) {
      Map<String, Object> all = new TreeMap<>(begin);
      all.put("batch_size", batch);
      Path scratch = Files.createDirectories(out.resolve("states").toAbsolutePath());
      Run run =
          switch (arm.name()) {
            case Arm.HALVING -> new Halving(task, arm, 1).train(all, seed, epochs, scratch);
            case Arm.HALVING_SHRINKING ->
                new Halving(task, arm, 2).train(all, seed, epochs, scratch);
            default -> task.train(arm, all, seed, epochs, scratch);
          };
      run.write(file);
    }
    return Run.read(file);
  }

  private static void progress(String what) {
    double cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    System.err.printf("%s (%.0f s of a processor so far)%n", what, cpu);
  }
}
