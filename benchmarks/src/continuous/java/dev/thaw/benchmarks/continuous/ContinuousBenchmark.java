package dev.thaw.benchmarks.continuous;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.app.simulate.Conditions;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.Run;
import dev.thaw.app.simulate.Runs;
import dev.thaw.app.simulate.Seeds;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.benchmarks.search.SearchBenchmark;
import dev.thaw.core.space.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    SpaceFile file = SpaceFile.read(data.resolve("config_space.json"));
    var configurations = ReferenceFile.read(reference, file.space());
    try (var model = new NeuralCurves(modelFile())) {
      for (String instance : instances(file)) {
        CurveSource source = new CurveCache(model.of(code(instance), target));
        Reference measure = reference(instance, configurations, source);
        makeRuns(
            new ContinuousStudy(
                instance, file.space(), source, measure, target.goal(), NeuralCurves.epochs()));
      }
    }
    return report();
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

  /** Computed once for each data set: thousands of curves. */
  private Reference reference(
      String instance, List<Configuration> configurations, CurveSource source) throws IOException {
    Path file = folder.resolve("reference-%s-%s.json".formatted(target, instance));
    if (!Files.exists(file)) {
      JSON.writeValue(file.toFile(), Reference.of(configurations, source, target.goal()));
    }
    return JSON.readValue(file.toFile(), Reference.class);
  }

  private Path rawFile() {
    return folder.resolve("measured-" + target + ".jsonl");
  }

  private void makeRuns(ContinuousStudy study) throws IOException, BadSpecException {
    Set<List<Object>> done = new LinkedHashSet<>();
    rawRuns().forEach(run -> done.add(key(run)));
    var rules = new Conditions(workers, trainings * study.epochs(), null, startCost, false);
    Seeds range = Seeds.parse(seeds);
    for (long seed = range.first(); seed <= range.last(); seed++) {
      for (String text : policies) {
        Policy policy = Policy.parse(text);
        if (done.add(List.of(policy.name(), study.table(), workers, rules.epochs(), seed))) {
          append(study.run(policy, rules, seed));
        }
      }
    }
  }

  private void append(Run run) throws IOException {
    Files.writeString(
        rawFile(), Runs.line(run) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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

  private static List<Object> key(JsonNode run) {
    return List.of(
        run.path("peer").asText(),
        run.path("table").asText(),
        run.path("workers").asInt(),
        run.path("budget").asDouble(),
        run.path("seed").asLong());
  }

  private List<ObjectNode> rawRuns() throws IOException {
    List<ObjectNode> runs = new ArrayList<>();
    if (Files.exists(rawFile())) {
      for (String line : Files.readAllLines(rawFile())) {
        runs.add((ObjectNode) JSON.readTree(line));
      }
    }
    return runs;
  }

  /** All runs anew, as the best that is known may have become better. */
  private int report() throws IOException {
    Map<String, List<ObjectNode>> byTable = new TreeMap<>();
    for (ObjectNode run : rawRuns()) {
      byTable.computeIfAbsent(run.path("table").asText(), _ -> new ArrayList<>()).add(run);
    }
    List<String> lines = new ArrayList<>();
    Map<String, Object> facts = new TreeMap<>();
    for (var entry : byTable.entrySet()) {
      Regrets regrets = Regrets.of(entry.getValue());
      entry.getValue().forEach(run -> lines.add(regrets.applyTo(run).toString()));
      facts.put(entry.getKey(), facts(entry.getKey(), regrets));
    }
    Files.write(folder.resolve("runs.jsonl"), lines);
    JSON.writeValue(folder.resolve("tables.json").toFile(), facts);
    return SearchBenchmark.run(
        "--out", folder.toString(), "--start-cost", Double.toString(startCost));
  }

  private Map<String, Object> facts(String instance, Regrets regrets) throws IOException {
    Path file = folder.resolve("reference-%s-%s.json".formatted(target, instance));
    Reference measure = JSON.readValue(file.toFile(), Reference.class);
    return Map.of(
        "epochs",
        NeuralCurves.epochs(),
        "spread",
        measure.median() - measure.best() + regrets.observed(),
        "finalSpread",
        measure.finalMedian() - measure.bestFinal() + regrets.last(),
        "replicated",
        false);
  }
}
