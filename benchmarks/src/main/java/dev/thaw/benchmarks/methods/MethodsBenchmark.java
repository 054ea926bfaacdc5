package dev.thaw.benchmarks.methods;

import dev.thaw.app.simulate.BadTableException;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.benchmarks.search.SearchBenchmark;
import dev.thaw.benchmarks.search.TableArguments;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: does it pay to give evaluations little time at first and more later, and as what is an
 * evaluation to be taken that was cut off? The search benchmark in seconds with the methods of
 * docs/methods.md, whose arguments it takes all, and a table of what was chosen.
 */
@Command(name = "methods")
public final class MethodsBenchmark {

  private static final String TIMED = "thaw:fidelity.name=seconds,fidelity.max=T,fidelity.min=T/27";
  private static final String GROWING = TIMED + ",fidelity.growth.from=T/9";
  private static final String STAGES =
      ",fidelity.growth.stages.batch_size=down,fidelity.growth.stages.num_layers=up"
          + ",fidelity.growth.stages.max_units=up";

  /** The name of each method, and its words; some have advisers of their own below. */
  private static final Map<String, String> METHODS = new LinkedHashMap<>();

  static {
    METHODS.put("full-random", "random");
    METHODS.put("full-final", "thaw");
    METHODS.put("staged", GROWING + STAGES);
    METHODS.put("cut-final", GROWING);
    METHODS.put("cut-steps", GROWING);
    METHODS.put("cut-curves", GROWING);
    METHODS.put("timed", TIMED);
    METHODS.put("thaw", "thaw");
    METHODS.put("blind", "thaw:simulate.seconds=hidden");
    METHODS.put("asha", "asha:eta=3");
    METHODS.put("asha-timed", TIMED.replaceFirst("thaw:", "asha:eta=3,"));
  }

  @Option(names = "--out")
  private Path folder = Path.of("benchmarks/target/methods");

  @Option(names = "--table")
  private List<String> tables = List.of();

  @Mixin private TableArguments reading = new TableArguments();

  private MethodsBenchmark() {}

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) throws IOException, BadTableException {
    System.exit(run(arguments));
  }

  /** Runs the benchmark and returns its exit status, as {@link SearchBenchmark#run(String...)}. */
  public static int run(String... arguments) throws IOException, BadTableException {
    List<String> all = new ArrayList<>(List.of("--seconds"));
    METHODS.forEach((name, words) -> all.addAll(List.of("--policy", name + "=" + words)));
    addUnlessGiven(all, arguments, "--out", "benchmarks/target/methods");
    addUnlessGiven(all, arguments, "--ours", "cut-curves");
    addUnlessGiven(all, arguments, "--yardstick", "full-final");
    all.addAll(Arrays.asList(arguments));
    int status = SearchBenchmark.run(MethodsBenchmark::adviser, all.toArray(String[]::new));
    if (status == 0) {
      var mine = new MethodsBenchmark();
      new CommandLine(mine).setUnmatchedArgumentsAllowed(true).parseArgs(arguments);
      mine.reportChosen();
    }
    return status;
  }

  private static void addUnlessGiven(
      List<String> all, String[] given, String option, String value) {
    if (Arrays.stream(given).noneMatch(a -> a.equals(option) || a.startsWith(option + "="))) {
      all.addAll(List.of(option, value));
    }
  }

  private static Function<StudySpec, Adviser> adviser(String method, CurveTable table) {
    int epochs = table.epochs();
    return switch (method) {
      case "full-final", "cut-final" ->
          spec -> new BlackBoxAdviser(spec, BlackBoxAdviser.Taken.AS_FINAL, epochs);
      case "cut-steps" ->
          spec -> new BlackBoxAdviser(spec, BlackBoxAdviser.Taken.WITH_ITS_EPOCHS, epochs);
      default -> Advisers::of;
    };
  }

  private void reportChosen() throws IOException, BadTableException {
    Path runs = folder.resolve("runs.jsonl");
    if (tables.isEmpty() || !Files.exists(runs)) {
      return;
    }
    var chosen = new Chosen();
    for (TableSource source : reading.sources(tables)) {
      chosen.add(TableReader.read(source, reading.options()));
    }
    chosen.read(runs);
    Files.writeString(folder.resolve("chosen.md"), chosen.markdown());
    System.err.printf("What was chosen: %s%n", folder.resolve("chosen.md"));
  }
}
