package dev.thaw.benchmarks.warm;

import dev.thaw.app.simulate.BadTableException;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.benchmarks.search.SearchBenchmark;
import dev.thaw.benchmarks.search.TableArguments;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.WarmStart;
import java.io.IOException;
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
 * Question: what is an earlier study worth to the next one, and what does it cost if it misleads?
 * The search benchmark, whose arguments it takes all, with policies that know the trials of a
 * random search by asha on another table: the next one that is given, the first after the last.
 * Tables must have the same configurations.
 *
 * <p>{@code -warm} is what {@code --warm-start} does; {@code -tried} tries the best configurations
 * first and learns nothing; {@code -misled} is as {@code -warm} with the whole ranking reversed.
 */
@Command(name = "warm")
public final class WarmBenchmark {

  private static final int FIRST = 3;

  /** The name of each policy, and its words. */
  private static final Map<String, String> POLICIES = new LinkedHashMap<>();

  static {
    String process = "asha:eta=3,suggest.name=gp";
    for (String ending : List.of("", "-warm", "-tried", "-misled")) {
      POLICIES.put("thaw" + ending, "thaw");
      POLICIES.put("gp" + ending, process);
    }
  }

  @Option(names = "--table")
  private List<String> tables = List.of();

  @Mixin private TableArguments reading = new TableArguments();

  private WarmBenchmark() {}

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) throws IOException, BadTableException {
    System.exit(run(arguments));
  }

  /** Runs the benchmark and returns its exit status, as {@link SearchBenchmark#run(String...)}. */
  public static int run(String... arguments) throws IOException, BadTableException {
    var mine = new WarmBenchmark();
    new CommandLine(mine).setUnmatchedArgumentsAllowed(true).parseArgs(arguments);
    Map<String, EarlierStudy> earlier = mine.earlier();
    List<String> all = new ArrayList<>();
    List<String> given = Arrays.asList(arguments);
    if (!given.contains("--policy")) {
      POLICIES.forEach((name, words) -> all.addAll(List.of("--policy", name + "=" + words)));
    }
    addUnlessGiven(all, given, "--out", "benchmarks/target/warm");
    addUnlessGiven(all, given, "--ours", "thaw-warm");
    addUnlessGiven(all, given, "--yardstick", "thaw");
    addUnlessGiven(all, given, "--workers", "1");
    addUnlessGiven(all, given, "--budget", "20T");
    all.addAll(given);
    return SearchBenchmark.run(
        (policy, table) -> adviser(policy, earlier.get(table.name())), all.toArray(String[]::new));
  }

  private static void addUnlessGiven(
      List<String> all, List<String> given, String option, String value) {
    if (!given.contains(option)) {
      all.addAll(List.of(option, value));
    }
  }

  /** For each table, the study on the next one. */
  private Map<String, EarlierStudy> earlier() throws IOException, BadTableException {
    List<CurveTable> read = new ArrayList<>();
    for (TableSource source : reading.sources(tables)) {
      read.add(TableReader.read(source, reading.options()));
    }
    Map<String, EarlierStudy> earlier = new LinkedHashMap<>();
    for (int i = 0; i < read.size(); i++) {
      CurveTable next = read.get((i + 1) % read.size());
      earlier.put(read.get(i).name(), new EarlierStudy(next));
    }
    return earlier;
  }

  private static Function<StudySpec, Adviser> adviser(String policy, EarlierStudy earlier) {
    String ending = policy.substring(policy.indexOf('-') + 1);
    return switch (ending) {
      case "warm" -> spec -> Advisers.of(WarmStart.of(spec, earlier.results(spec), FIRST));
      case "misled" -> spec -> Advisers.of(misled(spec, earlier));
      case "tried" -> spec -> Advisers.of(onlyTried(spec, earlier));
      default -> Advisers::of;
    };
  }

  private static StudySpec misled(StudySpec spec, EarlierStudy earlier) {
    return WarmStart.of(
        spec, EarlierStudy.reversed(spec.objective().goal(), earlier.results(spec)), FIRST);
  }

  /** As many results as make no model. */
  private static StudySpec onlyTried(StudySpec spec, EarlierStudy earlier) {
    return WarmStart.of(spec, earlier.best(spec, FIRST), FIRST);
  }
}
