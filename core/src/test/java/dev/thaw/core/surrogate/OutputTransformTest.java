package dev.thaw.core.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.curve.Goal;
import dev.thaw.core.surrogate.OutputTransform.Shape;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: whatever users report, the model sees tame numbers whose order is right. */
class OutputTransformTest {
  private static final Offset<Double> CLOSE = within(1e-12);

  private static final List<double[]> LOSSES =
      List.of(
          new double[] {2, 1, 0.5},
          new double[] {2.2, 1.5},
          new double[] {1.8, 0.4, 0.3},
          new double[] {});

  @Test
  void takesTheLogarithmOfALossAndStandardisesLastValues() {
    OutputTransform transform = OutputTransform.of(Goal.MINIMIZE, LOSSES);

    double[] logs = {Math.log(0.5), Math.log(1.5), Math.log(0.3)};
    double mean = (logs[0] + logs[1] + logs[2]) / 3;
    double deviation = 0;
    for (double log : logs) {
      deviation += (log - mean) * (log - mean) / 2;
    }
    assertThat(transform.shape()).isEqualTo(Shape.LOG);
    assertThat(transform.apply(0.5)).isCloseTo(0, CLOSE);
    assertThat(transform.apply(0.3))
        .isCloseTo(asinh((Math.log(0.3) - Math.log(0.5)) / Math.sqrt(deviation)), CLOSE);
  }

  private static double asinh(double x) {
    return Math.log(x + Math.sqrt(1 + x * x));
  }

  @Test
  void drawsInWhatIsFarBetterThanEverythingElse() {
    List<double[]> curves = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      curves.add(new double[] {1.0, 0.9 + 0.001 * i});
    }
    OutputTransform transform = OutputTransform.of(Goal.MINIMIZE, curves);

    double near = transform.apply(0.915) - transform.apply(0.90);
    double far = transform.apply(0.515) - transform.apply(0.50);
    assertThat(far).isPositive().isLessThan(near / 10);
  }

  @Test
  void capsWhatIsWorseThanATypicalFirstEpoch() {
    OutputTransform transform = OutputTransform.of(Goal.MINIMIZE, LOSSES);

    double cap = transform.apply(2 * Math.exp(0.1));

    assertThat(transform.cap()).isCloseTo(cap, CLOSE);
    assertThat(transform.apply(2 * Math.exp(0.0999))).isLessThan(cap);
    assertThat(transform.apply(new double[] {9, Double.NaN, Double.POSITIVE_INFINITY}))
        .containsOnly(transform.cap());
    assertThat(transform.apply(Double.NEGATIVE_INFINITY)).isEqualTo(transform.cap());
  }

  @Test
  void treatsAnAccuracyAsItsError() {
    List<double[]> accuracies = List.of(new double[] {0.5, 0.9}, new double[] {0.4, 0.7});
    List<double[]> errors = List.of(new double[] {0.5, 0.1}, new double[] {0.6, 0.3});

    OutputTransform accuracy = OutputTransform.of(Goal.MAXIMIZE, accuracies);
    OutputTransform error = OutputTransform.of(Goal.MINIMIZE, errors);

    assertThat(accuracy.shape()).isEqualTo(Shape.LOG_COMPLEMENT);
    assertThat(accuracy.apply(0.8)).isCloseTo(error.apply(0.2), within(1e-9));
    assertThat(accuracy.apply(0.95)).isLessThan(accuracy.apply(0.9));
  }

  @Test
  void leavesARewardAsItIs() {
    List<double[]> rewards = List.of(new double[] {-200, -20}, new double[] {-150, 60});

    OutputTransform transform = OutputTransform.of(Goal.MAXIMIZE, rewards);

    assertThat(transform.shape()).isEqualTo(Shape.IDENTITY);
    assertThat(transform.apply(60)).isLessThan(transform.apply(-20));
    assertThat(transform.objective(transform.apply(33))).isCloseTo(33, within(1e-9));
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void findsItsWayBack(Shape shape) {
    Goal goal =
        shape == Shape.LOG_COMPLEMENT || shape == Shape.LOGIT_COMPLEMENT
            ? Goal.MAXIMIZE
            : Goal.MINIMIZE;
    double first = goal == Goal.MINIMIZE ? 0.8 : 0.2;
    OutputTransform transform =
        OutputTransform.of(
            goal, shape, List.of(new double[] {first, 0.5}, new double[] {first, 0.4}));

    for (double value = 0.25; value < 0.8; value += 0.05) {
      assertThat(transform.objective(transform.apply(value))).isCloseTo(value, within(1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void survivesWhatNobodyExpects(Shape shape) {
    double nan = Double.NaN;
    double huge = Double.MAX_VALUE;
    List<List<double[]>> oddities =
        List.of(
            List.of(),
            List.of(new double[] {}),
            List.of(new double[] {nan}, new double[] {nan, nan}),
            List.of(new double[] {0}, new double[] {0, 0}),
            List.of(new double[] {1, 1, 1}),
            List.of(new double[] {huge, -huge}, new double[] {-huge, huge}),
            List.of(new double[] {nan, 1}, new double[] {Double.NEGATIVE_INFINITY}));

    for (List<double[]> curves : oddities) {
      for (Goal goal : Goal.values()) {
        OutputTransform transform = OutputTransform.of(goal, shape, curves);
        assertThat(transform.cap()).isNotNaN();
        for (double value : new double[] {nan, 0, 1, -1, huge, -huge, Double.POSITIVE_INFINITY}) {
          assertThat(transform.apply(value)).as("%s of %s", shape, value).isFinite();
        }
      }
    }
  }

  @Test
  void keepsTheOrderOfVerySmallLosses() {
    List<double[]> curves = List.of(new double[] {1e-3, 1e-5}, new double[] {2e-3, 1e-6});

    OutputTransform transform = OutputTransform.of(Goal.MINIMIZE, curves);

    assertThat(transform.apply(1e-6)).isLessThan(transform.apply(2e-6));
  }
}
