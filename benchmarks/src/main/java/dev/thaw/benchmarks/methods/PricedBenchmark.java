package dev.thaw.benchmarks.methods;

import dev.thaw.app.simulate.CurveTable;
import dev.thaw.benchmarks.search.SearchBenchmark;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.study.StudySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Question: is a search of full trainings sooner if it minds what they cost? The search benchmark
 * in seconds, whose arguments it takes all, with expected improvement as it is ({@code full-ei}),
 * per second, and per a power of the seconds that falls as the budget is spent.
 */
public final class PricedBenchmark {

  private PricedBenchmark() {}

  /** Runs the benchmark and returns its exit status, as {@link SearchBenchmark#run(String...)}. */
  public static int run(String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("--seconds", "--ours", "full-ei-cooled", "--yardstick", "full-ei"));
    for (String policy :
        List.of(
            "full-random=random",
            "full-ei=thaw",
            "full-ei-per-second=thaw",
            "full-ei-cooled=thaw",
            "thaw",
            "blind=thaw:simulate.seconds=hidden")) {
      all.addAll(List.of("--policy", policy));
    }
    all.addAll(Arrays.asList(arguments));
    return SearchBenchmark.run(PricedBenchmark::adviser, all.toArray(String[]::new));
  }

  private static Function<StudySpec, Adviser> adviser(String policy, CurveTable table) {
    return switch (policy) {
      case "full-ei" -> priced(BlackBoxAdviser.Priced.NOT, table);
      case "full-ei-per-second" -> priced(BlackBoxAdviser.Priced.FULLY, table);
      case "full-ei-cooled" -> priced(BlackBoxAdviser.Priced.COOLED, table);
      default -> Advisers::of;
    };
  }

  private static Function<StudySpec, Adviser> priced(
      BlackBoxAdviser.Priced priced, CurveTable table) {
    return spec ->
        new BlackBoxAdviser(spec, BlackBoxAdviser.Taken.AS_FINAL, priced, table.epochs());
  }
}
