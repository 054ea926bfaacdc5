package dev.thaw.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SparklineTest {

  @Test
  void risesWithTheValues() {
    assertThat(Sparkline.of(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, 8, true)).isEqualTo("▁▂▃▄▅▆▇█");
    assertThat(Sparkline.of(new double[] {0, 7}, 8, false)).isEqualTo("_#");
  }

  @Test
  void runsAlongTheMiddleWithoutDifferences() {
    assertThat(Sparkline.of(new double[] {3, 3, 3}, 8, true)).isEqualTo("▅▅▅");
  }

  @Test
  void leavesAGapForWhatIsNotANumber() {
    assertThat(Sparkline.of(new double[] {0, Double.NaN, 7}, 8, true)).isEqualTo("▁ █");
    assertThat(Sparkline.of(new double[] {Double.NaN}, 8, true)).isEqualTo(" ");
    assertThat(Sparkline.of(new double[] {0, Double.POSITIVE_INFINITY, 7}, 8, true))
        .isEqualTo("▁ █");
  }

  @Test
  void survivesTheLargestNumbers() {
    assertThat(Sparkline.of(new double[] {-Double.MAX_VALUE, Double.MAX_VALUE}, 8, true))
        .isEqualTo("▁█");
  }

  @Test
  void thinsALongCurveAndKeepsItsEnd() {
    double[] values = new double[1000];
    values[999] = 1;

    assertThat(Sparkline.of(values, 10, true)).isEqualTo("▁▁▁▁▁▁▁▁▁█");
  }

  @Test
  void isEmptyWithoutValuesOrRoom() {
    assertThat(Sparkline.of(new double[0], 10, true)).isEmpty();
    assertThat(Sparkline.of(new double[] {1}, 0, true)).isEmpty();
  }
}
