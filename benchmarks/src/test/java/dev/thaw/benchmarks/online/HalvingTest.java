package dev.thaw.benchmarks.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.Trainer;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a bracket trains what Hyperband would, and is charged for all of it. */
final class HalvingTest {

  @TempDir private Path folder;

  /** The error of a training is its learning rate by its epochs: the lowest rate is the best. */
  private static final class Slope implements Trainer {
    @Override
    public String name() {
      return "slope";
    }

    @Override
    public Set<String> changeable(Map<String, Object> options, Set<String> parameters) {
      return Set.of("learning_rate");
    }

    @Override
    public TrainingSession open(TrialSetup setup) {
      double first = ((Number) setup.parameters().getOrDefault("learning_rate", 1)).doubleValue();
      return new TrainingSession() {
        @Override
        public void change(Map<String, Object> parameters) {}

        @Override
        public EpochResult trainEpoch(int epoch) {
          double error = first / epoch;
          return new EpochResult(Map.of("error", error, "test_error", error));
        }

        @Override
        public void save(Path directory) {}

        @Override
        public void close() {}
      };
    }
  }

  private Run run(String name, int brackets) throws Exception {
    Arm arm = Arm.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    var task = new Task("slope", new Slope(), Map.of(), Map.of());
    return new Halving(task, arm, brackets).train(Map.of(), 7, 24, folder);
  }

  private static double rate(Run.Row row) {
    return row.values().getOrDefault("learning_rate", Double.NaN);
  }

  /** Seed 7. */
  @Test
  void aBracketTrainsNineThenThreeThenOne() throws Exception {
    Run run = run(Arm.HALVING, 1);

    assertThat(run.rows()).hasSize(9 * 3 + 3 * (8 - 3) + (24 - 8));
    assertThat(run.way()).hasSize(24);
    assertThat(run.rows().subList(0, 27).stream().map(HalvingTest::rate).distinct()).hasSize(9);
  }

  /** Seed 7. */
  @Test
  void theBestOfTheDrawsIsKept() throws Exception {
    Run run = run(Arm.HALVING, 1);
    double least = run.rows().stream().limit(27).mapToDouble(HalvingTest::rate).min().orElseThrow();

    assertThat(rate(run.way().getFirst())).isEqualTo(least);
  }

  /** Seed 7. */
  @Test
  void theSecondBracketDrawsNearTheWinnerOfTheFirst() throws Exception {
    Run run = run(Arm.HALVING_SHRINKING, 2);
    List<Run.Row> second = run.rows().subList(58, 58 + 27);

    assertThat(run.rows()).hasSize(2 * 58);
    assertThat(run.way()).hasSize(24);
    // A tenth of three powers of ten, at most as much above the winner as the window is wide.
    double winner = rate(run(Arm.HALVING, 1).way().getFirst());
    assertThat(second)
        .allSatisfy(row -> assertThat(rate(row)).isBetween(winner / 2.1, winner * 2.1));
  }
}
