package dev.thaw.benchmarks.hypergradients;

import dev.thaw.examples.language.HypergradientTrainer;
import dev.thaw.examples.language.LanguageTrainer;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSlot;
import dev.thaw.trainer.TrialSetup;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Questions: what do DrMAD and exact reversible learning cost, and how far do they come? Published:
 * DrMAD is 45 times as fast and takes a hundredth of the memory (Fu et al. 2016, in Python). And
 * does one warm model whose weight decay rises find as good a weight decay as new models for each,
 * with as many epochs?
 *
 * <p>Prints a table for each. Processor time is that of this thread, which is all of it where
 * {@code OMP_NUM_THREADS} is 1.
 */
@Command(name = "hypergradients")
public final class HypergradientsBenchmark implements Callable<Integer> {

  private static final double FACTOR = Math.sqrt(10);
  private static final double FIRST_DECAY = 1e-3;
  private static final int LEVELS = 8;

  @Option(names = "--seeds", description = "how many seeds, from 0 on")
  private int seeds = 3;

  @Option(names = "--trainings", description = "how many meta-iterations")
  private int trainings = 12;

  @Option(names = "--steps", split = ",", description = "how many steps a training has")
  private List<Integer> steps = List.of(200, 2000);

  private HypergradientsBenchmark() {}

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new HypergradientsBenchmark()).execute(arguments));
  }

  /** The metrics of each epoch, and the processor time of all but the first, if it counts. */
  private record Run(List<Map<String, Double>> epochs, double seconds) {

    double at(int epoch, String metric) {
      return epochs.get(epoch).getOrDefault(metric, Double.NaN);
    }

    double last(String metric) {
      return at(epochs.size() - 1, metric);
    }

    /** The epoch with the lowest {@code metric}, the earliest of several. */
    int best(String metric) {
      int best = 0;
      for (int epoch = 1; epoch < epochs.size(); epoch++) {
        best = at(epoch, metric) < at(best, metric) ? epoch : best;
      }
      return best;
    }
  }

  @Override
  public Integer call() throws Exception {
    Map<String, Object> warming = data();
    warming.put("lines", 0);
    run(new HypergradientTrainer(), warming, Map.of(), 0, 10);
    row("steps", "way back", "s a training", "MB", "gradients", "products", "loss", "test loss");
    for (int count : steps) {
      for (int lines : List.of(0, 1, 4, 16, count)) {
        waysBack(count, lines);
      }
    }
    System.out.println();
    row("weight decays", "epochs", "loss", "error", "test error");
    annealed();
    fixed();
    restarts("new models, as many epochs", (11 + 2 * LEVELS) / (LEVELS + 1));
    restarts("new models, 10 epochs each", 10);
    return 0;
  }

  private void waysBack(int count, int lines) throws Exception {
    List<Run> runs = new ArrayList<>();
    // Long trainings are for what they cost; to tune by them would take too long here.
    int epochs = count > 500 ? 2 : trainings;
    for (int seed = 0; seed < (count > 500 ? 1 : seeds); seed++) {
      Map<String, Object> options = data();
      options.put("steps", count);
      options.put("lines", lines);
      runs.add(
          run(new HypergradientTrainer(), options, Map.of("learning_rate", 2.0), seed, epochs));
    }
    row(
        count,
        lines == 0
            ? "exact"
            : lines == 1 ? "DrMAD" : lines == count ? "all kept" : lines + " lines",
        "%.2f".formatted(mean(runs, run -> run.seconds() / (run.epochs().size() - 1))),
        "%.2f".formatted(mean(runs, run -> run.last("way_back_bytes")) / 1e6),
        "%.0f".formatted(mean(runs, run -> run.last("gradients"))),
        "%.0f".formatted(mean(runs, run -> run.last("hessian_vectors"))),
        "%.3f to %.3f"
            .formatted(
                mean(runs, run -> run.at(0, "loss")),
                mean(runs, run -> run.at(run.best("loss"), "loss"))),
        "%.3f to %.3f"
            .formatted(
                mean(runs, run -> run.at(0, "test_loss")),
                mean(runs, run -> run.at(run.best("loss"), "test_loss"))));
  }

  private void annealed() throws Exception {
    for (int leastBatch : List.of(256, 32)) {
      List<Run> runs = new ArrayList<>();
      for (int seed = 0; seed < seeds; seed++) {
        Map<String, Object> parameters = network(FIRST_DECAY);
        parameters.put("anneal_fit", 10);
        parameters.put("anneal_every", 2);
        parameters.put("anneal_levels", LEVELS);
        parameters.put("anneal_factor", FACTOR);
        parameters.put("anneal_batch", leastBatch);
        runs.add(run(new LanguageTrainer(), phrases(), parameters, seed, 10 + 2 * LEVELS));
      }
      show("one warm model, batches down to " + leastBatch, runs);
    }
  }

  private void fixed() throws Exception {
    List<Run> runs = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      runs.add(run(new LanguageTrainer(), phrases(), network(FIRST_DECAY), seed, 10 + 2 * LEVELS));
    }
    show("the first one only", runs);
  }

  /** A new model for each weight decay of the path; the best epoch of the best one counts. */
  private void restarts(String name, int epochs) throws Exception {
    List<Run> all = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      List<Map<String, Double>> joined = new ArrayList<>();
      for (int level = 0; level <= LEVELS; level++) {
        double decay = FIRST_DECAY * Math.pow(FACTOR, level);
        joined.addAll(run(new LanguageTrainer(), phrases(), network(decay), seed, epochs).epochs());
      }
      all.add(new Run(joined, Double.NaN));
    }
    show(name, all);
  }

  private static void show(String name, List<Run> runs) {
    row(
        name,
        runs.getFirst().epochs().size(),
        "%.3f".formatted(mean(runs, run -> run.at(run.best("loss"), "loss"))),
        "%.4f".formatted(mean(runs, run -> run.at(run.best("error"), "error"))),
        "%.4f".formatted(mean(runs, run -> run.at(run.best("error"), "test_error"))));
  }

  private static Map<String, Object> data() {
    return new HashMap<>(Map.of("languages", 20, "buckets", 256));
  }

  /** So few languages that a wide network soon knows all of their phrases by heart. */
  private static Map<String, Object> phrases() {
    return Map.of("languages", 12, "buckets", 1024);
  }

  private static Map<String, Object> network(double decay) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("optimizer", "adam");
    parameters.put("learning_rate", 0.01);
    parameters.put("batch_size", 256);
    parameters.put("width", 128);
    parameters.put("ngram", 3);
    parameters.put("weight_decay", decay);
    return parameters;
  }

  private static Run run(
      Trainer trainer,
      Map<String, Object> options,
      Map<String, Object> parameters,
      int seed,
      int epochs)
      throws Exception {
    var clock = ManagementFactory.getThreadMXBean();
    var setup =
        new TrialSetup(
            "benchmark",
            0,
            parameters,
            seed,
            options,
            TrainingSlot.onProcessor(0),
            Path.of("").toAbsolutePath(),
            Optional.empty());
    List<Map<String, Double>> metrics = new ArrayList<>();
    long begun = 0;
    try (var session = trainer.open(setup)) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        metrics.add(session.trainEpoch(epoch).metrics());
        begun = epoch == 1 ? clock.getCurrentThreadCpuTime() : begun;
      }
    }
    return new Run(metrics, (clock.getCurrentThreadCpuTime() - begun) / 1e9);
  }

  private static double mean(List<Run> runs, ToDoubleFunction<Run> figure) {
    return runs.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  private static void row(Object... cells) {
    StringBuilder line = new StringBuilder("|");
    for (Object cell : cells) {
      line.append(' ').append(cell).append(" |");
    }
    System.out.println(line);
  }
}
