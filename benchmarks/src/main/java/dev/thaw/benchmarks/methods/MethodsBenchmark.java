package dev.thaw.benchmarks.methods;

import dev.thaw.app.simulate.CurveTable;
import dev.thaw.benchmarks.search.SearchBenchmark;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.study.StudySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Question: does it pay to give evaluations little time at first and more later, and as what is an
 * evaluation to be taken that was cut off? The search benchmark in seconds with the methods of
 * docs/methods.md; all arguments are those of the search benchmark.
 */
public final class MethodsBenchmark {

  private static final String TIMED =
      "thaw:fidelity.name=seconds,fidelity.max=T,fidelity.min=T/27";
  private static final String GROWING = TIMED + ",fidelity.growth.from=T/9";

  /** The name of each method, and its words; those that are no scheduler have advisers below. */
  private static final Map<String, String> METHODS = new LinkedHashMap<>();

  static {
    METHODS.put("full-random", "random");
    METHODS.put("full-final", "thaw");
    METHODS.put("cut-final", GROWING);
    METHODS.put("cut-steps", GROWING);
    METHODS.put("cut-curves", GROWING);
    METHODS.put("cut-curves-endless", GROWING);
    METHODS.put("timed", TIMED);
    METHODS.put("thaw", "thaw");
    METHODS.put("asha", "asha:eta=3");
    METHODS.put(
        "asha-timed", "asha:eta=3,fidelity.name=seconds,fidelity.max=T,fidelity.min=T/27");
  }

  private MethodsBenchmark() {}

  /** Runs the benchmark with the arguments of a command line. */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  /** Runs the benchmark and returns its exit status, as {@link SearchBenchmark#run(String...)}. */
  public static int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--seconds"));
    METHODS.forEach((name, words) -> all.addAll(List.of("--policy", name + "=" + words)));
    addUnlessGiven(all, arguments, "--out", "benchmarks/target/methods");
    addUnlessGiven(all, arguments, "--ours", "cut-curves");
    addUnlessGiven(all, arguments, "--yardstick", "full-final");
    all.addAll(Arrays.asList(arguments));
    return SearchBenchmark.run(MethodsBenchmark::adviser, all.toArray(String[]::new));
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
      case "cut-curves", "timed" -> spec -> new EndAwareAdviser(Advisers.of(spec), epochs);
      default -> Advisers::of;
    };
  }
}
