package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.hipparchus.analysis.MultivariateFunction;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.MersenneTwister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CmaEsStateTest {

  @ParameterizedTest(name = "{0} dimensions")
  @ValueSource(ints = {2, 5, 8})
  void movesAsTheOptimiserOfHipparchusDoesFromTheSamePoints(int dimension) {
    int lambda = CmaEsStrategy.lambda(dimension);
    int generations = 40;
    double[] start = new double[dimension];
    Arrays.fill(start, 0.2);
    List<double[]> points = new ArrayList<>();
    MultivariateFunction recorded =
        point -> {
          points.add(point.clone());
          return rosenbrock(point);
        };
    CMAESOptimizer library =
        new CMAESOptimizer(
            1_000_000_000,
            Double.NEGATIVE_INFINITY,
            false,
            0,
            0,
            new MersenneTwister(7),
            true,
            null);
    double[] deviations = new double[dimension];
    Arrays.fill(deviations, 0.3);
    library.optimize(
        new MaxEval(1 + lambda * generations),
        new ObjectiveFunction(recorded),
        GoalType.MINIMIZE,
        new InitialGuess(start),
        SimpleBounds.unbounded(dimension),
        new CMAESOptimizer.Sigma(deviations),
        new CMAESOptimizer.PopulationSize(lambda));

    points.removeFirst(); // The library looks at the start first.
    CmaEsState state = new CmaEsState(asInHipparchus(dimension, lambda), start, 0.3);
    for (int g = 0; g + 1 < generations; g++) {
      state.learn(ranked(points.subList(g * lambda, (g + 1) * lambda), CmaEsStateTest::rosenbrock));
      assertThat(library.getStatisticsSigmaHistory().get(g))
          .isCloseTo(state.sigma(), within(1e-8 * state.sigma()));
      assertThat(library.getStatisticsMeanHistory().get(g).getRow(0))
          .containsExactly(state.mean(), within(1e-8));
    }
  }

  /** Of an older tutorial; even generations only, where both have the same weights. */
  private static CmaEsStrategy asInHipparchus(int dimension, int lambda) {
    CmaEsStrategy s = CmaEsStrategy.of(dimension, lambda);
    double mu = s.muEffective();
    double cSigma = (mu + 2) / (dimension + mu + 3);
    double damping = 1 + 2 * Math.max(0, Math.sqrt((mu - 1) / (dimension + 1)) - 1);
    return new CmaEsStrategy(
        s.weights(),
        lambda,
        mu,
        cSigma,
        damping * (1 - dimension / (1e-6 + 1e9)) + cSigma,
        s.cPath(),
        s.cOne(),
        s.cMu(),
        Double.POSITIVE_INFINITY);
  }

  private static double rosenbrock(double[] x) {
    double sum = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      double bend = x[i + 1] - x[i] * x[i];
      sum += 100 * bend * bend + (1 - x[i]) * (1 - x[i]);
    }
    return sum;
  }

  private static double[][] ranked(List<double[]> points, ToDoubleFunction<double[]> function) {
    return points.stream().sorted(Comparator.comparingDouble(function)).toArray(double[][]::new);
  }

  @Test
  void hasTheConstantsOfTheTutorialInTenDimensions() {
    CmaEsStrategy ten = CmaEsStrategy.of(10, CmaEsStrategy.lambda(10));

    assertThat(ten.lambda()).isEqualTo(10);
    assertThat(ten.weights())
        .containsExactly(new double[] {0.4563, 0.2708, 0.1622, 0.0852, 0.0255}, within(5e-5));
    assertThat(ten.muEffective()).isCloseTo(3.1673, within(5e-5));
    assertThat(ten.cSigma()).isCloseTo(5.1673 / 18.1673, within(5e-5));
    assertThat(ten.dSigma()).isCloseTo(1 + ten.cSigma(), within(1e-12));
    assertThat(ten.cPath()).isCloseTo(4.31673 / 14.63346, within(5e-5));
    assertThat(ten.cOne()).isCloseTo(2 / (127.69 + 3.1673), within(5e-6));
    assertThat(ten.cMu()).isCloseTo(2 * (1.1673 + 1 / 3.1673) / (144 + 3.1673), within(5e-6));
    assertThat(ten.longest()).isCloseTo(Math.sqrt(10) + 20.0 / 12, within(1e-12));
  }

  @ParameterizedTest(name = "{0} dimensions")
  @ValueSource(ints = {1, 2, 7, 30})
  void hasWeightsThatFallAndAddUpToOne(int dimension) {
    double[] weights = CmaEsStrategy.of(dimension, CmaEsStrategy.lambda(dimension)).weights();

    assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
    for (int i = 1; i < weights.length; i++) {
      assertThat(weights[i]).isPositive().isLessThan(weights[i - 1]);
    }
  }

  @Test
  void shortensAPointThatIsFartherThanItsOwnDrawsWouldBe() {
    CmaEsStrategy strategy = CmaEsStrategy.of(2, 4);
    CmaEsState state = new CmaEsState(strategy, new double[] {0.5, 0.5}, 0.01);
    double[] far = {1, 0.5};

    state.learn(new double[][] {far, far});

    assertThat(state.mean()[0] - 0.5).isCloseTo(0.01 * strategy.longest(), within(1e-12));
    assertThat(state.mean()[1]).isEqualTo(0.5);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void findsTheMinimumOfARotatedEllipse(long seed) {
    CmaEsState state = new CmaEsState(CmaEsStrategy.of(3, 7), new double[] {0.5, 0.5, 0.5}, 0.3);
    ToDoubleFunction<double[]> ellipse =
        x ->
            square(x[0] + x[1] - 1)
                + 100 * square(x[0] - x[1] - 0.4)
                + 10 * square(x[2] - x[0] + 0.3);

    for (int g = 0; g < 60; g++) {
      List<double[]> points = new ArrayList<>();
      for (int k = 0; k < 7; k++) {
        points.add(state.sample(Draws.of(seed, "ellipse", 7L * g + k)));
      }
      state.learn(ranked(points, ellipse));
    }

    assertThat(state.mean()).containsExactly(new double[] {0.7, 0.3, 0.4}, within(1e-3));
  }

  private static double square(double x) {
    return x * x;
  }
}
