package dev.thaw.core.surrogate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubsetTest {

  /** Curves that get longer and worse with their number. */
  private static List<CurveData> curves(int count) {
    List<CurveData> curves = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      double[] values = new double[n + 1];
      java.util.Arrays.fill(values, n);
      curves.add(CurveData.of(new double[] {0}, values));
    }
    return curves;
  }

  @Test
  void takesAllIfThereIsRoom() {
    assertThat(Subset.of(curves(3), 3)).containsExactly(0, 1, 2);
    assertThat(Subset.of(List.of(), 3)).isEmpty();
  }

  @Test
  void takesTheLongestThenTheBestThenSomeOfTheRest() {
    List<Integer> chosen = Subset.of(curves(30), 12);

    // 22 to 29 are the longest, 0 and 1 the best; 2 to 21 remain.
    assertThat(chosen).containsExactly(0, 1, 7, 17, 22, 23, 24, 25, 26, 27, 28, 29);
  }

  @Test
  void takesNoCurveWithoutValuesAndNoneThatEndsInNaNForTheBest() {
    List<CurveData> curves = new ArrayList<>(curves(5));
    curves.addFirst(CurveData.of(new double[] {0}, Double.NaN));
    curves.addFirst(CurveData.of(new double[] {0}));

    assertThat(Subset.of(curves, 9)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(Subset.of(curves, 5)).containsExactly(2, 3, 4, 5, 6);
  }

  @Test
  void takesTheEarlierOfEquals() {
    List<CurveData> equal = new ArrayList<>();
    for (int n = 0; n < 9; n++) {
      equal.add(CurveData.of(new double[] {n}, 1, 1));
    }

    assertThat(Subset.of(equal, 3)).startsWith(0, 1);
  }
}
