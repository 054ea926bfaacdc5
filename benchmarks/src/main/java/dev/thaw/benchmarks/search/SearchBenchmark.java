package dev.thaw.benchmarks.search;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.thaw.app.simulate.BadTableException;
import dev.thaw.app.simulate.Conditions;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.Seeds;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.app.spec.BadSpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: which policy finds the most for the same epochs? Makes the runs that are missing, reads
 * those of other tools beside them, and writes a report.
 */
@Command(
    name = "search",
    description = "Runs policies on tables of learning curves and compares them.",
    mixinStandardHelpOptions = true)
public final class SearchBenchmark implements Callable<Integer> {

  private static final String RULES = "asha-paper-3,asha-paper-4,asha-quantile-3,asha-quantile-4";
  private static final List<String> POLICIES =
      List.of(
          "thaw",
          "asha-paper-3=asha:eta=3",
          "asha-paper-4=asha:eta=4",
          "asha-quantile-3=asha:eta=3,rule=quantile",
          "asha-quantile-4=asha:eta=4,rule=quantile",
          "hyperband",
          "ours-random=random");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where runs and reports lie (${DEFAULT-VALUE}).")
  private Path folder = Path.of("benchmarks/target/search");

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      description =
          "As in thaw simulate; may be repeated. Without any, only the report is written.")
  private List<String> tables = List.of();

  @Mixin private TableArguments reading = new TableArguments();

  @Option(
      names = "--policy",
      paramLabel = "[NAME=]SCHEDULER[:KEY=VALUE,...]",
      description = "As in thaw simulate; may be repeated (thaw, four of asha, hyperband, random).")
  private List<String> policies = POLICIES;

  @Option(
      names = "--workers",
      paramLabel = "W",
      split = ",",
      description = "How many trials train at once (${DEFAULT-VALUE}).")
  private List<Integer> workers = List.of(1, 8);

  @Option(
      names = "--budget",
      paramLabel = "B",
      split = ",",
      description =
          "Epochs, or full trainings with a T, for each number of workers (${DEFAULT-VALUE}).")
  private List<String> budgets = List.of("20T", "40T");

  @Option(
      names = "--seconds",
      description =
          "Budgets are virtual seconds of all workers together, T is the median over rows of the"
              + " seconds of a full training, and scores are over seconds.")
  private boolean seconds;

  @Option(names = "--seeds", paramLabel = "A..B", description = "The seeds (${DEFAULT-VALUE}).")
  private String seeds = "1..30";

  @Option(
      names = "--start-cost",
      paramLabel = "C",
      description = "Median epochs that every start and every thaw costs (${DEFAULT-VALUE}).")
  private double startCost;

  @Option(
      names = "--charge-thinking",
      description = "Decisions take the time that they really take.")
  private boolean chargeThinking;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many runs are made at once (one for each processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--peers",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Runs of other tools, as JSON Lines.")
  private List<Path> peers = List.of();

  @Option(
      names = "--published",
      paramLabel = "DIR",
      description = "Optimiser runs of ARLBench, a folder for each optimiser; beside one worker.")
  private @Nullable Path published;

  @Option(
      names = "--ours",
      paramLabel = "NAME",
      description = "The policy that the others are compared with (${DEFAULT-VALUE}).")
  private String ours = "thaw";

  @Option(
      names = "--yardstick",
      paramLabel = "NAME",
      split = ",",
      description = "The best of these is what all are measured against (${DEFAULT-VALUE}).")
  private List<String> rules = List.of(RULES.split(","));

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "How often to resample for an interval (${DEFAULT-VALUE}).")
  private int samples = 2_000;

  private final List<LoggedRun> others = new ArrayList<>();

  private final AdviserSource advisers;

  private SearchBenchmark(AdviserSource advisers) {
    this.advisers = advisers;
  }

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  /**
   * Runs the benchmark with the arguments of a command line and returns its exit status: 0, 1 if a
   * run or a file failed, 2 if the arguments make no sense.
   */
  public static int run(String... arguments) {
    return run(AdviserSource.usual(), arguments);
  }

  /** Runs the benchmark with advisers that no study can name. */
  public static int run(AdviserSource advisers, String... arguments) {
    return new CommandLine(new SearchBenchmark(advisers))
        .setExecutionExceptionHandler(
            (failure, line, _) -> {
              line.getErr().println("search: " + failure.getMessage());
              return failure instanceof IOException || failure instanceof ExecutionException
                  ? 1
                  : 2;
            })
        .execute(arguments);
  }

  @Override
  public Integer call()
      throws IOException,
          BadSpecException,
          BadTableException,
          ExecutionException,
          InterruptedException {
    Files.createDirectories(folder);
    checkRules();
    var file = new RunFile(folder.resolve("runs.jsonl"), clock());
    SortedMap<String, TableFacts> facts = knownTables();
    if (!tables.isEmpty()) {
      makeRuns(file, facts);
    }
    report(file.resume(), facts);
    return 0;
  }

  /** Runs that were made under other rules must not lie in the same file: it does not say so. */
  private void checkRules() throws IOException {
    Path path = folder.resolve("rules.json");
    Map<String, Object> mine = new TreeMap<>();
    mine.put("startCost", startCost);
    mine.put("chargeThinking", chargeThinking);
    if (seconds) {
      mine.put("seconds", true);
    }
    if (!Files.exists(path)) {
      JSON.writeValue(path.toFile(), mine);
      return;
    }
    Map<String, Object> theirs = JSON.readValue(path.toFile(), new TypeReference<>() {});
    if (!tables.isEmpty() && !theirs.equals(mine)) {
      throw new IllegalArgumentException(
          "--out (%s) holds runs made with %s, which must be as now: %s.\nMaybe choose another folder."
              .formatted(folder, theirs, mine));
    }
  }

  private Clock clock() {
    return seconds ? Clock.SECONDS : Clock.EPOCHS;
  }

  private Path tablesFile() {
    return folder.resolve("tables.json");
  }

  private SortedMap<String, TableFacts> knownTables() throws IOException {
    return Files.exists(tablesFile())
        ? JSON.readValue(tablesFile().toFile(), new TypeReference<TreeMap<String, TableFacts>>() {})
        : new TreeMap<>();
  }

  private void makeRuns(RunFile file, SortedMap<String, TableFacts> facts)
      throws IOException,
          BadSpecException,
          BadTableException,
          ExecutionException,
          InterruptedException {
    Set<LoggedRun.Key> done =
        file.resume().stream().map(LoggedRun::key).collect(Collectors.toCollection(HashSet::new));
    List<Policy> all = new ArrayList<>();
    for (String policy : policies) {
      all.add(Policy.parse(policy));
    }
    for (TableSource source : reading.sources(tables)) {
      CurveTable table = TableReader.read(source, reading.options());
      facts.put(table.name(), TableFacts.of(table, clock()));
      JSON.writeValue(tablesFile().toFile(), facts);
      var campaign = new Campaign(table, all, conditions(table), Seeds.parse(seeds), advisers);
      int missing = campaign.missingCount(done);
      System.err.printf("%s: %d runs to make%n", table.name(), missing);
      campaign.make(file, done, threads, made -> progress(made, missing));
      addPublished(table, campaign.conditions());
    }
  }

  private void addPublished(CurveTable table, List<Conditions> conditions) throws IOException {
    for (Conditions rules : conditions) {
      if (published != null && rules.workers() == 1) {
        others.addAll(PublishedRuns.read(published, table, rules.epochs()));
      }
    }
  }

  private static void progress(long made, int of) {
    if (made == of || made % 50 == 0) {
      System.err.printf("  %d of %d%n", made, of);
    }
  }

  private List<Conditions> conditions(CurveTable table) {
    if (budgets.size() != 1 && budgets.size() != workers.size()) {
      throw new IllegalArgumentException(
          "--budget (%s) must be one, or as many as --workers (%s).".formatted(budgets, workers));
    }
    List<Conditions> conditions = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      String budget = budgets.get(budgets.size() == 1 ? 0 : i);
      double amount =
          budget.endsWith("T")
              ? clock().training(table)
                  * Double.parseDouble(budget.substring(0, budget.length() - 1))
              : Double.parseDouble(budget);
      conditions.add(conditions(workers.get(i), amount));
    }
    return conditions;
  }

  private Conditions conditions(int slots, double amount) {
    return seconds
        ? new Conditions(slots, Double.POSITIVE_INFINITY, amount / slots, startCost, chargeThinking)
        : new Conditions(slots, amount, null, startCost, chargeThinking);
  }

  private void report(List<LoggedRun> mine, SortedMap<String, TableFacts> facts)
      throws IOException {
    List<LoggedRun> runs = new ArrayList<>(mine);
    runs.addAll(others);
    for (Path peer : peers) {
      List<LoggedRun> theirs = RunFile.read(peer, clock());
      runs.addAll(seconds ? theirs.stream().flatMap(run -> within(run, mine)).toList() : theirs);
    }
    var yardstick = new Yardstick(rules.size() == 1 ? rules.getFirst() : "ASHA", rules);
    var report = new Report(clock(), Arena.of(runs, facts), facts, ours, yardstick, samples);
    Files.writeString(folder.resolve("report.md"), report.markdown());
    Files.writeString(folder.resolve("report.html"), report.html());
    System.err.printf(
        "Reports: %s and %s%n", folder.resolve("report.html"), folder.resolve("report.md"));
  }

  /**
   * The beginning of another tool's run, for each smaller budget in seconds of ours on that table.
   */
  private static Stream<LoggedRun> within(LoggedRun run, List<LoggedRun> mine) {
    return mine.stream()
        .filter(own -> own.table().equals(run.table()) && own.workers() == run.workers())
        .map(LoggedRun::budget)
        .distinct()
        .filter(budget -> budget <= run.budget())
        .map(run::within);
  }
}
