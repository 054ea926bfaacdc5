package dev.thaw.benchmarks.continuous;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.app.simulate.Run;
import dev.thaw.app.simulate.Runs;
import dev.thaw.benchmarks.search.LoggedRun;
import dev.thaw.benchmarks.search.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The runs of one target in a folder, with regrets as distances from the reference, and what is
 * made of them: runs with regrets from the best that is known, for the report.
 */
final class MeasuredRuns {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Target target;
  private final RunFile file;

  MeasuredRuns(Path folder, Target target) {
    this.folder = folder;
    this.target = target;
    this.file = new RunFile(path());
  }

  private Path path() {
    return folder.resolve("measured-" + target + ".jsonl");
  }

  /** The runs that were made. */
  Set<LoggedRun.Key> done() throws IOException {
    return file.resume().stream()
        .map(LoggedRun::key)
        .collect(Collectors.toCollection(HashSet::new));
  }

  void append(Run run) throws IOException {
    file.append(Runs.line(run));
  }

  /** The reference of a data set, computed once for each folder: thousands of curves. */
  Reference reference(String instance, Supplier<Reference> computed) throws IOException {
    Path kept = referenceFile(instance);
    if (!Files.exists(kept)) {
      JSON.writeValue(kept.toFile(), computed.get());
    }
    return JSON.readValue(kept.toFile(), Reference.class);
  }

  private Path referenceFile(String instance) {
    return folder.resolve("reference-%s-%s.json".formatted(target, instance));
  }

  /**
   * Writes all runs anew, as the best that is known may have become better, and what a report must
   * know of the data sets.
   *
   * @param epochs the epochs of a full training
   */
  void measure(int epochs) throws IOException {
    List<String> lines = new ArrayList<>();
    Map<String, Object> facts = new TreeMap<>();
    for (Map.Entry<String, List<ObjectNode>> entry : byTable().entrySet()) {
      Regrets regrets = Regrets.of(entry.getValue());
      entry.getValue().forEach(run -> lines.add(regrets.applyTo(run).toString()));
      Reference measure = JSON.readValue(referenceFile(entry.getKey()).toFile(), Reference.class);
      facts.put(entry.getKey(), facts(measure, regrets, epochs));
    }
    Files.write(folder.resolve("runs.jsonl"), lines);
    JSON.writeValue(folder.resolve("tables.json").toFile(), facts);
  }

  private Map<String, List<ObjectNode>> byTable() throws IOException {
    Map<String, List<ObjectNode>> byTable = new TreeMap<>();
    for (String line : Files.exists(path()) ? Files.readAllLines(path()) : List.<String>of()) {
      var run = (ObjectNode) JSON.readTree(line);
      byTable.computeIfAbsent(run.path("table").asText(), _ -> new ArrayList<>()).add(run);
    }
    return byTable;
  }

  private static Map<String, Object> facts(Reference measure, Regrets regrets, int epochs) {
    return Map.of(
        "epochs",
        epochs,
        "spread",
        measure.median() - measure.best() + regrets.observed(),
        "finalSpread",
        measure.finalMedian() - measure.bestFinal() + regrets.last(),
        "replicated",
        false);
  }
}
