package dev.thaw.benchmarks.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.cluster.Fault;
import dev.thaw.app.cluster.FaultPlan;
import dev.thaw.app.cluster.FaultRun;
import dev.thaw.app.cluster.Namespaces;
import dev.thaw.app.cluster.Network;
import dev.thaw.app.cluster.ShiftedClocks;
import dev.thaw.app.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Runs a range of seeds, each on a cluster of its own, and skips those that have a result. */
public final class FaultSoak {

  private static final int SUPERVISORS = 3;
  private static final int WORKERS = 1;
  private static final String USAGE =
      """
      usage: FaultSoak --seeds FIRST..LAST --dir DIR [--kind KIND] [--plan] [-DKEY=VALUE ...]
        --seeds  the seeds, such as 0..39
        --dir    where results (seed-N.json, results.jsonl) and the logs of nodes are left;
                 seeds that have a result there are skipped
        --kind   only this kind of fault, such as KILL_HOST, as often as a plan has faults
        --plan   print the plans, and do nothing
        -D       a setting of Thaw that differs from what is shipped
      """;

  private final ObjectMapper json = new ObjectMapper();
  private final Arguments arguments;

  private record Arguments(
      LongStream seeds,
      Path directory,
      Optional<Fault.Kind> kind,
      boolean onlyPlans,
      Map<String, String> settings) {

    static Arguments of(String[] words) {
      String seeds = "";
      String directory = "";
      Optional<Fault.Kind> kind = Optional.empty();
      boolean onlyPlans = false;
      Map<String, String> settings = new TreeMap<>();
      for (int i = 0; i < words.length; i++) {
        String word = words[i];
        if (word.equals("--plan")) {
          onlyPlans = true;
        } else if (word.startsWith("-D") && word.contains("=")) {
          settings.put(word.substring(2, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        } else if (word.equals("--seeds") && i + 1 < words.length) {
          seeds = words[++i];
        } else if (word.equals("--dir") && i + 1 < words.length) {
          directory = words[++i];
        } else if (word.equals("--kind") && i + 1 < words.length) {
          kind = Optional.of(Fault.Kind.valueOf(words[++i]));
        } else {
          throw new IllegalArgumentException("%s is not known.\n%s".formatted(word, USAGE));
        }
      }
      String[] range = seeds.split("\\.\\.", -1);
      if (range.length != 2 || directory.isEmpty()) {
        throw new IllegalArgumentException(USAGE);
      }
      return new Arguments(
          LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1])),
          Path.of(directory),
          kind,
          onlyPlans,
          settings);
    }
  }

  private FaultSoak(Arguments arguments) {
    this.arguments = arguments;
  }

  /** See the usage, which is printed for any other arguments. */
  public static void main(String[] words) throws IOException {
    Arguments arguments;
    try {
      arguments = Arguments.of(words);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    boolean well = new FaultSoak(arguments).run();
    System.exit(well ? 0 : 1);
  }

  private boolean run() throws IOException {
    Files.createDirectories(arguments.directory());
    for (long seed : arguments.seeds().toArray()) {
      FaultPlan plan = plan(seed);
      if (arguments.onlyPlans()) {
        System.out.println(plan);
      } else if (!Files.exists(file(seed))) {
        SeedResult result = run(plan);
        write(result);
        System.out.println(line(result));
      }
    }
    List<SeedResult> all = results();
    if (!arguments.onlyPlans()) {
      Summary.lines(all).forEach(System.out::println);
    }
    return all.stream().allMatch(SeedResult::isWell);
  }

  private FaultPlan plan(long seed) {
    FaultPlan plan = FaultPlan.of(seed);
    return arguments.kind().map(plan::only).orElse(plan);
  }

  private SeedResult run(FaultPlan whole) throws IOException {
    long begun = System.nanoTime();
    Path folder = Files.createDirectories(arguments.directory().resolve("run-" + whole.seed()));
    TestCluster.delete(folder);
    Optional<Network> network = Namespaces.of(SUPERVISORS + WORKERS);
    Optional<ShiftedClocks> clocks = ShiftedClocks.in(folder.resolve("clocks"));
    List<String> leftOut = new ArrayList<>();
    FaultPlan plan =
        whole.without(
            kind -> {
              boolean impossible =
                  (kind.needsNamespaces() && network.isEmpty())
                      || (kind.needsShiftedClocks() && clocks.isEmpty());
              if (impossible) {
                leftOut.add(kind.name());
              }
              return impossible;
            });
    System.out.println(plan + (leftOut.isEmpty() ? "" : "; left out here: " + leftOut));
    var shape = TestCluster.Shape.of(SUPERVISORS, WORKERS).with(arguments.settings());
    boolean shifts = plan.faults().stream().anyMatch(fault -> fault.kind().needsShiftedClocks());
    if (shifts && clocks.isPresent()) {
      shape = shape.startedBy(clocks.get()::launcher);
    }
    try (var cluster = TestCluster.start(folder, network.orElseGet(Network::loopback), shape)) {
      FaultRun.Result result =
          FaultRun.run(plan, cluster, clocks.orElse(null), line -> System.out.println("  " + line));
      TestCluster.delete(folder.resolve("studies"));
      return SeedResult.of(result, leftOut, (System.nanoTime() - begun) / 1e9);
    }
  }

  private static String line(SeedResult result) {
    return String.format(
        Locale.ROOT,
        "seed %d: %s in %.0fs; %d rows, %d trials, %d epochs (%d trained), %d leases, %d"
            + " take-overs, %d overlaps%s%s",
        result.seed(),
        result.isWell() ? "well" : "NOT WELL",
        result.seconds(),
        result.rows(),
        result.trials(),
        result.epochs(),
        result.trained(),
        result.leases(),
        result.takeOvers(),
        result.overlapsMs().size(),
        result.problem() == null ? "" : "\n  " + result.problem(),
        result.findings().isEmpty() ? "" : "\n  " + String.join("\n  ", result.findings()));
  }

  private Path file(long seed) {
    return arguments.directory().resolve("seed-%d.json".formatted(seed));
  }

  /** A seed is done when its file is there, and that is there when it is whole. */
  private void write(SeedResult result) throws IOException {
    Path file = file(result.seed());
    Path next = Path.of(file + ".next");
    json.writeValue(next.toFile(), result);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    StringBuilder lines = new StringBuilder();
    for (SeedResult each : results()) {
      lines.append(json.writeValueAsString(each)).append('\n');
    }
    Files.writeString(arguments.directory().resolve("results.jsonl"), lines);
  }

  private List<SeedResult> results() throws IOException {
    List<SeedResult> results = new ArrayList<>();
    try (Stream<Path> files = Files.list(arguments.directory())) {
      for (Path file :
          files.filter(path -> path.toString().matches(".*/seed-\\d+\\.json")).toList()) {
        results.add(json.readValue(file.toFile(), SeedResult.class));
      }
    }
    results.sort(Comparator.comparingLong(SeedResult::seed));
    return results;
  }
}
