package dev.thaw.benchmarks.continuous;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.simulate.Conditions;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.Run;
import dev.thaw.app.simulate.Seeds;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.benchmarks.search.LoggedRun;
import dev.thaw.benchmarks.search.SearchBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Question: which policy finds the most for the same epochs where no list of rows bounds the space?
 * Makes the runs that are missing, one after the other, and writes the report of {@link
 * SearchBenchmark} about all.
 */
@Command(
    name = "search-continuous",
    description = "Runs policies on a surrogate of training and compares them.",
    mixinStandardHelpOptions = true)
public final class ContinuousBenchmark implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> POLICIES =
      List.of(
          "asha-paper-3=asha:eta=3",
          "asha-paper-4=asha:eta=4",
          "asha-quantile-3=asha:eta=3,rule=quantile",
          "asha-quantile-4=asha:eta=4,rule=quantile",
          "thaw");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "YAHPO Gym's lcbench: config_space.json, encoding.json and model*.onnx.")
  private Path data = Path.of(".");

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "FILE",
      description = "Configurations to measure regret by, as CSV.")
  private Path reference = Path.of(".");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where runs and reports lie (${DEFAULT-VALUE}).")
  private Path folder = Path.of("benchmarks/target/search-continuous");

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "One of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Target target = Target.VAL_ACCURACY;

  @Option(
      names = "--only",
      paramLabel = "INSTANCE",
      split = ",",
      description = "Of the data sets only these.")
  private List<String> only = List.of();

  @Option(
      names = "--policy",
      paramLabel = "[NAME=]SCHEDULER[:KEY=VALUE,...]",
      description = "As in thaw simulate; may be repeated (four of asha, thaw).")
  private List<String> policies = POLICIES;

  @Option(
      names = "--workers",
      paramLabel = "W",
      description = "How many trials train at once (${DEFAULT-VALUE}).")
  private int workers = 32;

  @Option(
      names = "--trainings",
      paramLabel = "N",
      description = "The budget in full trainings (${DEFAULT-VALUE}).")
  private double trainings = 128;

  @Option(names = "--seeds", paramLabel = "A..B", description = "The seeds (${DEFAULT-VALUE}).")
  private String seeds = "1..3";

  @Option(
      names = "--start-cost",
      paramLabel = "C",
      description = "Median epochs that every start and every thaw costs (${DEFAULT-VALUE}).")
  private double startCost;

  private ContinuousBenchmark() {}

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) {
    System.exit(
        new CommandLine(new ContinuousBenchmark())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, BadSpecException, OrtException {
    Files.createDirectories(folder);
    var runs = new MeasuredRuns(folder, target);
    SpaceFile file = SpaceFile.read(data.resolve("config_space.json"));
    var configurations = ReferenceFile.read(reference, file.space());
    try (var model = new NeuralCurves(modelFile())) {
      for (String instance : instances(file)) {
        CurveSource source = new CurveCache(model.of(code(instance), target));
        Reference measure =
            runs.reference(instance, () -> Reference.of(configurations, source, target.goal()));
        makeRuns(
            new ContinuousStudy(
                instance, file.space(), source, measure, target.goal(), NeuralCurves.epochs()),
            runs);
      }
    }
    runs.measure(NeuralCurves.epochs());
    return SearchBenchmark.run(
        "--out", folder.toString(), "--start-cost", Double.toString(startCost));
  }

  private List<String> instances(SpaceFile file) {
    if (!file.instances().containsAll(only)) {
      throw new IllegalArgumentException(
          "--only (%s) must be among %s.".formatted(only, file.instances()));
    }
    return only.isEmpty() ? file.instances() : only;
  }

  private Path modelFile() throws IOException {
    try (var files = Files.newDirectoryStream(data, "*.onnx")) {
      for (Path file : files) {
        return file;
      }
    }
    throw new IOException("--data (%s) must hold a file that ends in .onnx.".formatted(data));
  }

  private int code(String instance) throws IOException {
    return JSON.readTree(data.resolve("encoding.json").toFile())
        .path("OpenML_task_id")
        .path(instance)
        .asInt();
  }

  private void makeRuns(ContinuousStudy study, MeasuredRuns runs)
      throws IOException, BadSpecException {
    Set<LoggedRun.Key> done = runs.done();
    var rules = new Conditions(workers, trainings * study.epochs(), null, startCost, false);
    Seeds range = Seeds.parse(seeds);
    for (long seed = range.first(); seed <= range.last(); seed++) {
      for (String text : policies) {
        Policy policy = Policy.parse(text);
        if (done.add(
            new LoggedRun.Key(policy.name(), study.table(), workers, rules.epochs(), seed))) {
          Run run = study.run(policy, rules, seed);
          runs.append(run);
          tell(run);
        }
      }
    }
  }

  private static void tell(Run run) {
    System.err.printf(
        Locale.ROOT,
        "%s on %s, seed %d: best %.6g; %d configurations, %d asks of %.1f ms, %.0f s%n",
        run.peer(),
        run.table(),
        run.seed(),
        run.best(),
        run.configs(),
        run.asks(),
        1e3 * run.askSeconds() / run.asks(),
        run.wallSeconds());
  }
}
