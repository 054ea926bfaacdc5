package dev.thaw.core.surrogate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochGridTest {

  @Test
  void keepsAllEarlyEpochsAndFewLateOnes() {
    assertThat(IntStream.rangeClosed(1, 40).filter(EpochGrid::contains))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 23, 27, 32, 37);
    assertThat(IntStream.rangeClosed(1, 1000).filter(EpochGrid::contains).count()).isEqualTo(41);
    assertThat(EpochGrid.contains(0)).isFalse();
    assertThat(EpochGrid.contains(Integer.MAX_VALUE - 1)).isFalse();
  }

  @Test
  void thinsACurveToWhatALongerOneKeepsToo() {
    double[] point = {0.5};
    CurveData curve = CurveData.of(point, IntStream.rangeClosed(1, 13).asDoubleStream().toArray());

    assertThat(EpochGrid.thinned(curve))
        .isEqualTo(
            CurveData.at(
                point,
                new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12},
                new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12}));
  }
}
