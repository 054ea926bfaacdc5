package dev.thaw.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.bracket.Scheduler.Hyperband;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a whole sweep of Hyperband trains exactly what the papers' tables say. Method: simulate one
 * sweep, then count for each bracket how many trials reached each level, and all epochs trained.
 */
class PublishedTablesSimTest {

  private static final String TABLE_81_CEIL =
      "81@1 27@3 9@9 3@27 1@81 | 34@3 11@9 3@27 1@81 | 15@9 5@27 1@81 | 8@27 2@81 | 5@81";
  private static final String TABLE_81_FLOOR =
      "81@1 27@3 9@9 3@27 1@81 | 27@3 9@9 3@27 1@81 | 9@9 3@27 1@81 | 6@27 2@81 | 5@81";
  private static final String TABLE_27_CEIL = "27@1 9@3 3@9 1@27 | 12@3 4@9 1@27 | 6@9 2@27 | 4@27";
  private static final String TABLE_27_FLOOR = "27@1 9@3 3@9 1@27 | 9@3 3@9 1@27 | 6@9 2@27 | 4@27";
  private static final String TABLE_64_CEIL =
      "64@1 16@4 4@16 1@64 | 22@4 5@16 1@64 | 8@16 2@64 | 4@64";
  private static final String TABLE_64_FLOOR =
      "64@1 16@4 4@16 1@64 | 16@4 4@16 1@64 | 8@16 2@64 | 4@64";

  @ParameterizedTest(name = "R={0}, eta={1}, {2}, {3} slots: {4} epochs")
  @CsvSource({
    "81, 3, CEIL, 1, 1581",
    "81, 3, FLOOR, 1, 1404",
    "27, 3, CEIL, 1, 357",
    "27, 3, FLOOR, 1, 342",
    "64, 4, CEIL, 1, 884",
    "64, 4, FLOOR, 1, 848",
    "81, 3, CEIL, 4, 1581",
    "64, 4, FLOOR, 7, 848"
  })
  void aSweepOfHyperbandTrainsWhatThePapersSay(
      int max, int eta, Hyperband.Sizes sizes, int slots, long epochs) {
    Scheduler sweep = new Hyperband(eta, sizes, true, PromotionRule.PAPER, 1);
    StudySpec spec = Specs.study(sweep).epochs(1, max).slots(slots).spec();

    SimulatedRun run =
        Simulation.run(spec, new SyntheticCurves(0.05, 1), Faults.none(), Checkers.all());

    assertThat(table(run.state())).isEqualTo(published(max, sizes));
    assertThat(run.state().progress().spending().epochs()).isEqualTo(epochs);
    assertThat(run.state().progress().spending().retrained()).isZero();
  }

  private static String published(int max, Hyperband.Sizes sizes) {
    boolean ceil = sizes == Hyperband.Sizes.CEIL;
    return switch (max) {
      case 81 -> ceil ? TABLE_81_CEIL : TABLE_81_FLOOR;
      case 27 -> ceil ? TABLE_27_CEIL : TABLE_27_FLOOR;
      default -> ceil ? TABLE_64_CEIL : TABLE_64_FLOOR;
    };
  }

  /** Counted from the trials alone, so that the rungs' own bookkeeping is not asked. */
  private static String table(StudyState state) {
    Map<Integer, TreeMap<Integer, Integer>> reached = new TreeMap<>();
    for (Trial trial : state.progress().trials()) {
      for (int level : state.bracket(trial.bracket()).plan().ladder().epochs()) {
        if (trial.epochs() >= level) {
          reached
              .computeIfAbsent(trial.bracket(), b -> new TreeMap<>())
              .merge(level, 1, Integer::sum);
        }
      }
    }
    List<String> brackets = new ArrayList<>();
    for (TreeMap<Integer, Integer> levels : reached.values()) {
      List<String> cells = new ArrayList<>();
      levels.forEach((level, trials) -> cells.add(trials + "@" + level));
      brackets.add(String.join(" ", cells));
    }
    return String.join(" | ", brackets);
  }
}
