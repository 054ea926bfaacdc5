package dev.thaw.benchmarks.outlook;

import dev.thaw.app.simulate.BadTableException;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.benchmarks.search.TableArguments;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: do plans and forecasts of studies hold what they say? Every interval is to hold four
 * times in five.
 */
@Command(
    name = "outlook",
    description = "Counts how often plans and forecasts of studies held what came.",
    mixinStandardHelpOptions = true)
public final class OutlookBenchmark implements Callable<Integer> {

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      description = "As in thaw simulate; may be repeated. Without any, studies are simulated.")
  private List<String> tables = List.of();

  @Mixin private TableArguments reading = new TableArguments();

  @Option(
      names = "--scheduler",
      paramLabel = "SCHEDULER",
      description = "Who searches the tables, as in thaw simulate; may be repeated (thaw, asha).")
  private List<String> schedulers = List.of("thaw", "asha");

  @Option(
      names = "--held-out",
      paramLabel = "NAME",
      split = ",",
      description = "Tables that are counted apart.")
  private Set<String> heldOut = Set.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many searches there are of each table (${DEFAULT-VALUE}).")
  private int seeds = 2;

  @Option(names = "--first-seed", paramLabel = "S", description = "The first (${DEFAULT-VALUE}).")
  private long firstSeed = 101;

  @Option(
      names = "--workers",
      paramLabel = "W",
      description = "How many trials train at once (${DEFAULT-VALUE}).")
  private int workers = 4;

  @Option(
      names = "--budgets",
      paramLabel = "N",
      split = ",",
      description = "Budgets in full trainings (${DEFAULT-VALUE}).")
  private List<Integer> budgets = List.of(10, 20);

  @Option(
      names = "--studies",
      paramLabel = "N",
      description = "How many studies are simulated (${DEFAULT-VALUE}).")
  private int studies = 180;

  @Option(
      names = "--first-study",
      paramLabel = "N",
      description = "The number of the first (${DEFAULT-VALUE}).")
  private int firstStudy;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "How many rehearsals each of their plans rests on (${DEFAULT-VALUE}).")
  private int draws = 40;

  private OutlookBenchmark() {}

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new OutlookBenchmark())
        .setExecutionExceptionHandler(
            (failure, line, _) -> {
              line.getErr().println("outlook: " + failure.getMessage());
              return failure instanceof IOException ? 1 : 2;
            })
        .execute(arguments);
  }

  @Override
  public Integer call() throws IOException, BadSpecException, BadTableException {
    if (tables.isEmpty()) {
      simulated();
    } else {
      recorded();
    }
    return 0;
  }

  private void recorded() throws IOException, BadSpecException, BadTableException {
    var coverage = new Coverage();
    var searches = new RecordedStudies(workers, budgets);
    for (TableSource source : reading.sources(tables)) {
      CurveTable table = TableReader.read(source, reading.options());
      String group = heldOut.contains(table.name()) ? "held out" : "fitted";
      for (String scheduler : schedulers) {
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
          searches.count(table, Policy.parse(scheduler), seed, group, coverage);
        }
      }
      System.err.println(table.name());
    }
    System.out.println(coverage.markdown("best value: scheduler, spent, tables"));
  }

  private void simulated() throws BadSpecException {
    var plans = new Coverage();
    var ends = new Coverage();
    var simulated = new SimulatedStudies(draws);
    for (int study = firstStudy; study < firstStudy + studies; study++) {
      simulated.count(study, plans, ends);
    }
    System.out.println(plans.markdown("plan of a study: seconds, or trials under a wall clock"));
    System.out.println(ends.markdown("end of a study: spent, scheduler"));
  }
}
