package dev.thaw.workers.gpu;

import static dev.thaw.workers.gpu.Sizes.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackingTest {

  private static final Packing PACKING = new Packing(0.25, 2, 8);

  @Test
  void packsByTheLargestTrialAndTheMargin() {
    assertThat(PACKING.trialsPerGpu(List.of(GIB, 8 * GIB), 40 * GIB)).isEqualTo(4);
    assertThat(PACKING.trialsPerGpu(List.of(GIB, 8 * GIB), 40 * GIB - 1)).isEqualTo(3);
  }

  @Test
  void packsNothingBeforeEnoughTrialsWereSeen() {
    assertThat(PACKING.trialsPerGpu(List.of(), 40 * GIB)).isEqualTo(1);
    assertThat(PACKING.trialsPerGpu(List.of(GIB), 40 * GIB)).isEqualTo(1);
  }

  @Test
  void packsNoMoreThanAllowed() {
    assertThat(PACKING.trialsPerGpu(List.of(1L, 1L), 40 * GIB)).isEqualTo(8);
  }

  @Test
  void letsATrialAloneThatFitsWithoutTheMargin() {
    assertThat(PACKING.trialsPerGpu(List.of(39 * GIB, GIB), 40 * GIB)).isEqualTo(1);
  }

  @Test
  void refusesAGpuThatIsSmallerThanATrial() {
    assertThat(PACKING.trialsPerGpu(List.of(41 * GIB, GIB), 40 * GIB)).isZero();
  }

  @Test
  void packsNothingWhileATrialsMemoryIsUnknown() {
    assertThat(PACKING.trialsPerGpu(List.of(0L, GIB, GIB), 40 * GIB)).isEqualTo(1);
  }

  @Test
  void refusesAMarginBelowZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Packing(-0.1, 1, 1))
        .withMessage("margin (-0.1) must be at least 0 and finite.\nMaybe 0.2.");
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void fitsWhateverItAnswers(long seed) {
    Random random = new Random(seed);
    List<Long> peaks = peaks(random);
    long usable = 1 + random.nextLong(80 * GIB);

    int trials = PACKING.trialsPerGpu(peaks, usable);

    long largest = Collections.max(peaks);
    assertThat(trials * largest).isLessThanOrEqualTo(usable);
    if (trials > 1) {
      assertThat(trials * largest * 1.25).isLessThanOrEqualTo(usable * (1 + 1e-12));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void packsNoMoreForALargerPeakASmallerGpuOrAWiderMargin(long seed) {
    Random random = new Random(seed);
    List<Long> peaks = peaks(random);
    long usable = 1 + random.nextLong(80 * GIB);
    List<Long> larger = new ArrayList<>(peaks);
    larger.set(0, peaks.getFirst() + random.nextLong(GIB));

    int trials = PACKING.trialsPerGpu(peaks, usable);

    assertThat(PACKING.trialsPerGpu(larger, usable)).isLessThanOrEqualTo(trials);
    assertThat(PACKING.trialsPerGpu(peaks, usable - random.nextLong(usable)))
        .isLessThanOrEqualTo(trials);
    assertThat(new Packing(0.25 + random.nextDouble(), 2, 8).trialsPerGpu(peaks, usable))
        .isLessThanOrEqualTo(trials);
  }

  private static List<Long> peaks(Random random) {
    return random.longs(2 + random.nextInt(5), 1, 30 * GIB).boxed().toList();
  }
}
