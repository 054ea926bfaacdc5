package dev.thaw.benchmarks.nights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.spec.SpecReader;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.study.StudySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NightPlanTest {

  private static final Duration LENGTH = Duration.ofMinutes(5);
  private static final Instant BEGIN = Instant.parse("2026-01-01T20:00:00Z");

  @Test
  void theSameSeedGivesTheSameNight() {
    assertThat(NightPlan.of(7, LENGTH)).isEqualTo(NightPlan.of(7, LENGTH));
  }

  @Test
  void twelveSeedsInARowHaveEachLimitWithEachWayToOverrun() {
    assertThat(
            LongStream.range(5, 17)
                .mapToObj(seed -> NightPlan.of(seed, LENGTH))
                .map(night -> List.of(night.limit(), night.overrun())))
        .doesNotHaveDuplicates();
  }

  @Test
  void trialsThatMisbehaveAreDifferentOnes() {
    for (long seed = 0; seed < 100; seed++) {
      NightPlan.Faults faults = NightPlan.of(seed, LENGTH).faults();
      assertThat(List.of(faults.hungTrial(), faults.hungOnce(), faults.deadTrial()))
          .as("seed %d", seed)
          .doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 1, 2, 3, 4, 5})
  void aStudyCanBeMadeOfIt(long seed) throws BadSpecException {
    NightPlan night = NightPlan.of(seed, LENGTH);

    StudySpec spec = SpecReader.read(night.spec(BEGIN, "night.json"), "night", List.of());

    assertThat(spec.budget().overrun()).isEqualTo(night.overrun());
    assertThat(spec.resources().slots()).isEqualTo(night.slots());
    assertThat(spec.epochTimeLimit()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void leasesMaySpendWhatAllSlotsHoldInANight() throws BadSpecException {
    Budget gpus = budget(NightPlan.Limit.GPU_HOURS);
    Budget cost = budget(NightPlan.Limit.COST);

    // The slots of a processor share what counts as one GPU.
    assertThat(gpus.gpuTime()).isCloseTo(LENGTH, Duration.ofNanos(1));
    assertThat(cost.cost()).isNotNull();
    assertThat(cost.cost().amount()).isCloseTo(NightPlan.PRICE * 3 / 12, within(1e-9));
  }

  private static Budget budget(NightPlan.Limit limit) throws BadSpecException {
    NightPlan any = NightPlan.of(0, LENGTH);
    var night =
        new NightPlan(
            0, LENGTH, limit, any.overrun(), any.downtime(), "asha", 3, null, any.faults());
    return SpecReader.read(night.spec(BEGIN, "night.json"), "night", List.of()).budget();
  }
}
