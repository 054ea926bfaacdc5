package dev.thaw.benchmarks.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Goal: cases count alike, and only seeds that both have. Method: runs by hand. */
final class AllCasesTest {

  private static Run run(double... accuracies) {
    return new Run(
        DoubleStream.of(accuracies)
            .mapToObj(accuracy -> new Run.Row(true, accuracy, accuracy, Map.of()))
            .toList());
  }

  /** The schedule gets there after four epochs, the arm after as many as are told. */
  private static Results runs(String arm, int epochs, int seeds) {
    var runs = new Results();
    for (int seed = 0; seed < 2; seed++) {
      runs.add(Arm.REFERENCE, run(0.1, 0.2, 0.3, 0.8));
    }
    double[] accuracies = new double[epochs];
    accuracies[epochs - 1] = 0.9;
    for (int seed = 0; seed < seeds; seed++) {
      runs.add(arm, run(accuracies));
    }
    return runs;
  }

  @Test
  void ratiosAreGeometricMeansOverTheCases() {
    var all = new AllCases(List.of(runs("arm", 1, 2), runs("arm", 4, 2)));

    assertThat(all.sooner("arm", Arm.REFERENCE, Arm.REFERENCE, 0.95, true).value())
        .isEqualTo(2, within(1e-12));
    assertThat(all.ends("arm", Arm.REFERENCE).value()).isEqualTo(0.1, within(1e-12));
  }

  @Test
  void onlySeedsThatEveryCaseHasAreCompared() {
    var all = new AllCases(List.of(runs("arm", 1, 2), runs("arm", 4, 1)));

    assertThat(all.seeds("arm", Arm.REFERENCE)).isEqualTo(1);
    assertThat(all.markdown()).contains("| arm | 1 | 2.00 (2.00 to 2.00)");
  }

  @Test
  void anArmThatOneCaseDoesNotHaveIsLeftOut() {
    var all = new AllCases(List.of(runs("arm", 1, 2), runs("other", 4, 2)));

    assertThat(all.markdown()).contains("| step | 2 |").doesNotContain("| other |");
  }
}
