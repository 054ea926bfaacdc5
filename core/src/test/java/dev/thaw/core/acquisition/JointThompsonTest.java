package dev.thaw.core.acquisition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JointThompsonTest {
  private static final int[] CURVES = {0, 0, 1, 1, 2};

  @Test
  void choosesTheCurveWithTheLowestPoint() {
    assertThat(JointThompson.lowest(new double[] {3, 2, 9, 1, 4}, CURVES)).isEqualTo(1);
    assertThat(JointThompson.lowest(new double[] {1, 2, 1, 1, 4}, CURVES)).isZero();
  }

  @Test
  void neverChoosesWhatIsNoNumber() {
    double nan = Double.NaN;

    assertThat(JointThompson.lowest(new double[] {nan, nan, 9, nan, 10}, CURVES)).isEqualTo(1);
    assertThat(JointThompson.lowest(new double[] {nan, nan, nan, nan, nan}, CURVES)).isEqualTo(-1);
  }

  @Test
  void givesEachWorldItsOwnCurveWhileThereAreAny() {
    double[] world = {3, 2, 9, 1, 4};

    assertThat(JointThompson.distinct(List.of(world, world), CURVES)).containsExactly(1, 0);
    assertThat(JointThompson.distinct(List.of(world, world, world, world), CURVES))
        .containsExactly(1, 0, 2);
  }
}
