package dev.thaw.core.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LbfgsTest {
  private static final Lbfgs EXACT = new Lbfgs(10, 500, 1e-9, 0);

  private static double rosenbrock(double[] x, double[] gradient) {
    double valley = x[1] - x[0] * x[0];
    gradient[0] = -400 * x[0] * valley - 2 * (1 - x[0]);
    gradient[1] = 200 * valley;
    return 100 * valley * valley + (1 - x[0]) * (1 - x[0]);
  }

  private static double[] box(int length, double bound) {
    double[] box = new double[length];
    Arrays.fill(box, bound);
    return box;
  }

  @Test
  void findsTheFloorOfRosenbrocksValley() {
    var end = EXACT.minimise(LbfgsTest::rosenbrock, new double[] {-1.2, 1}, box(2, -5), box(2, 5));

    assertThat(end.end()).isEqualTo(Lbfgs.End.CONVERGED);
    assertThat(end.point()).containsExactly(new double[] {1, 1}, within(1e-7));
    assertThat(end.evaluations()).isLessThan(80);
  }

  @Test
  void stopsAtTheWallThatCutsTheValley() {
    double[] upper = {0.5, 5};

    var end = EXACT.minimise(LbfgsTest::rosenbrock, new double[] {-1.2, 1}, box(2, -5), upper);

    assertThat(end.end()).isEqualTo(Lbfgs.End.CONVERGED);
    assertThat(end.point()).containsExactly(new double[] {0.5, 0.25}, within(1e-7));
  }

  @Test
  void leavesABoundThatItStartsOnWhenThatIsDownhill() {
    var end = EXACT.minimise(LbfgsTest::rosenbrock, new double[] {9, -9}, box(2, -2), box(2, 2));

    assertThat(end.point()).containsExactly(new double[] {1, 1}, within(1e-7));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void meetsTheOptimalityConditionsOfABoxedParabola(long seed) {
    int n = 12;
    DMatrixRMaj hessian = Cases.positiveDefinite(seed, n);
    double[] pull = Cases.vector(seed + 100, n);

    var end =
        EXACT.minimise(
            (x, gradient) -> {
              double[] product = Cases.times(hessian, x);
              Arrays.setAll(gradient, i -> product[i] - pull[i]);
              return Vectors.dot(x, product, 0, n) / 2 - Vectors.dot(x, pull, 0, n);
            },
            new double[n],
            box(n, -0.5),
            box(n, 0.5));

    double[] product = Cases.times(hessian, end.point());
    for (int i = 0; i < n; i++) {
      double slope = product[i] - pull[i];
      double x = end.point()[i];
      assertThat(x).isBetween(-0.5, 0.5);
      assertThat(x == -0.5 ? Math.min(slope, 0) : x == 0.5 ? Math.max(slope, 0) : slope)
          .isCloseTo(0, within(1e-6));
    }
  }

  @Test
  void walksAroundAHoleInTheFunction() {
    Lbfgs.Objective holed = (x, gradient) -> x[0] > 1.5 ? Double.NaN : rosenbrock(x, gradient);

    var end = EXACT.minimise(holed, new double[] {-1.2, 1}, box(2, -5), box(2, 5));

    assertThat(end.point()).containsExactly(new double[] {1, 1}, within(1e-7));
  }

  @Test
  void reportsAStartWithoutAValue() {
    var end =
        EXACT.minimise((x, gradient) -> Double.NaN, new double[] {7, -7}, box(2, -5), box(2, 5));

    assertThat(end.end()).isEqualTo(Lbfgs.End.INVALID_START);
    assertThat(end.point()).containsExactly(5, -5);
    assertThat(end.evaluations()).isEqualTo(1);
  }

  @Test
  void reportsThatItMakesNoProgressWhenTheGradientLies() {
    Lbfgs.Objective lying =
        (x, gradient) -> {
          gradient[0] = -2 * x[0];
          return x[0] * x[0];
        };

    var end = EXACT.minimise(lying, new double[] {1}, box(1, -5), box(1, 5));

    assertThat(end.end()).isEqualTo(Lbfgs.End.NO_PROGRESS);
    assertThat(end.point()).containsExactly(1);
  }

  @Test
  void endsAtItsIterationLimitWithTheBestPointSoFar() {
    var three = new Lbfgs(10, 3, 1e-9, 0);
    double[] start = {-1.2, 1};

    var end = three.minimise(LbfgsTest::rosenbrock, start, box(2, -5), box(2, 5));

    assertThat(end.end()).isEqualTo(Lbfgs.End.ITERATION_LIMIT);
    assertThat(end.iterations()).isEqualTo(3);
    assertThat(end.value()).isLessThan(rosenbrock(start, new double[2]));
  }

  @Test
  void refusesBoundsOfAnotherLength() {
    assertThatThrownBy(
            () -> EXACT.minimise((x, g) -> 0, new double[2], new double[1], new double[2]))
        .hasMessage("start (2), lower (1) and upper (2) must have one length.");
  }
}
