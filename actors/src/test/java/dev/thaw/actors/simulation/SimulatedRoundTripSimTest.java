package dev.thaw.actors.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.actors.journal.JournalCodec;
import dev.thaw.actors.journal.Recorded;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.bracket.Scheduler.Hyperband;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.testing.Scenario;
import dev.thaw.core.testing.Seeds;
import dev.thaw.core.testing.Specs;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a study can be recovered at any step. Method: simulate it, send its state through bytes
 * after every step, and go on with what came back beside the original; the two must never differ.
 * The studies are those of the core's simulations; to save time, most of them go through bytes at
 * every tenth step only. A failure names its seed.
 */
final class SimulatedRoundTripSimTest {

  private static final int SEEDS_PER_BLOCK = 40;

  private final JournalCodec codec = new JournalCodec();

  static LongStream blocks() {
    return Seeds.blocks(8);
  }

  @ParameterizedTest(name = "block {0} of 40 seeds, every step in so many: {1}")
  @CsvSource({"0, 1", "1, 1", "2, 1", "3, 10", "4, 10", "5, 10", "6, 10", "7, 10"})
  void aTroubledStudyGoesOnFromTheBytesOfItsStates(long block, int stride) {
    for (long seed = block * SEEDS_PER_BLOCK; seed < (block + 1) * SEEDS_PER_BLOCK; seed++) {
      var shadow = new ShadowStudy(codec, stride);

      SimulatedRun run = Scenario.troubled(seed).run(shadow);

      assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
      assertThat(shadow.copies())
          .as("seed %d", seed)
          .isEqualTo((run.steps().size() + stride - 1) / stride);
    }
  }

  @ParameterizedTest(name = "R={0}, eta={1}, {2}, {3} slots")
  @CsvSource({
    "27, 3, CEIL, 1",
    "27, 3, FLOOR, 1",
    "64, 4, CEIL, 1",
    "64, 4, FLOOR, 7",
    "81, 3, CEIL, 4"
  })
  void aPublishedSweepGoesOnFromTheBytesOfItsStates(
      int max, int eta, Hyperband.Sizes sizes, int slots) {
    Scheduler sweep = new Hyperband(eta, sizes, true, PromotionRule.PAPER, 1);
    StudySpec spec = Specs.study(sweep).epochs(1, max).slots(slots).spec();
    var shadow = new ShadowStudy(codec, 1);

    SimulatedRun run = Simulation.run(spec, new SyntheticCurves(0.05, 1), Faults.none(), shadow);

    assertThat(run.state().lifecycle().phase()).isEqualTo(Lifecycle.Phase.ENDED);
    assertThat(shadow.copies()).isGreaterThan(64);
  }

  @ParameterizedTest(name = "block {0} of 40 seeds")
  @MethodSource("blocks")
  void theSameSeedGivesTheSameJournalByteForByte(long block) {
    for (long seed = block * SEEDS_PER_BLOCK; seed < (block + 1) * SEEDS_PER_BLOCK; seed++) {
      byte[] first = journal(seed);
      byte[] second = journal(seed);

      assertThat(second).as("seed %d", seed).isEqualTo(first);
    }
  }

  private byte[] journal(long seed) {
    List<Step> steps = Scenario.troubled(seed).run(StepObserver.none()).steps();
    return codec.encode(new Recorded(steps));
  }
}
