package dev.thaw.benchmarks.core;

import dev.thaw.core.gp.Cholesky;
import dev.thaw.core.gp.GaussianProcess;
import dev.thaw.core.gp.GpModel;
import dev.thaw.core.gp.Kernel;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.random.Draws;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does one change of a Gaussian process cost, and does keeping the factor pay?
 *
 * <p>Seven inputs, a Matern kernel. {@code appendAndDelete} and {@code updateAndDowndate} are
 * pairs, so that the size stays: the first point goes and comes again as the last; {@code factor}
 * is what they save, and {@code factorByEjml} what the library takes for it. {@code evidence}
 * includes the gradient: one step of a fit.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class GaussianProcessBenchmark {

  private static final int INPUTS = 7;
  private static final int CANDIDATES = 500;

  @Param({"100", "1000"})
  public int observations;

  private GpModel model;
  private double[] theta;
  private Observations data;
  private DMatrixRMaj matrix;
  private Cholesky factor;
  private GaussianProcess process;
  private int first;
  private double[] change;
  private double[] row;
  private double[][] candidates;

  @Setup
  public void build() {
    model = GpModel.of(Kernel.scaled(Kernel.matern52(0, 1, 2, 3, 4, 5, 6)));
    theta = model.start();
    double[][] points = points(observations, 1);
    candidates = points(CANDIDATES, 2);
    data = Observations.of(points, Arrays.stream(points).mapToDouble(x -> x[0]).toArray());
    process = model.condition(theta, data);
    matrix = Kernel.matern52(0, 1, 2, 3, 4, 5, 6).at(new double[INPUTS]).matrix(points);
    for (int i = 0; i < observations; i++) {
      matrix.add(i, i, 0.01);
    }
    row = new double[observations];
    factor = Cholesky.factor(matrix).orElseThrow();
    change = new double[observations];
    change[observations / 2] = 0.1;
  }

  private static double[][] points(int count, long seed) {
    double[][] points = new double[count][INPUTS];
    for (int i = 0; i < count; i++) {
      Draws draws = Draws.of(seed, "point", i);
      Arrays.setAll(points[i], draws::uniform);
    }
    return points;
  }

  @Benchmark
  public boolean appendAndDelete() {
    for (int j = 0; j < observations; j++) {
      row[j] = matrix.get(first, (first + 1 + j) % observations);
    }
    first = (first + 1) % observations;
    factor.delete(0);
    return factor.append(row);
  }

  @Benchmark
  public boolean updateAndDowndate() {
    factor.update(change);
    return factor.downdate(change);
  }

  @Benchmark
  public Cholesky factor() {
    return Cholesky.factor(matrix).orElseThrow();
  }

  @Benchmark
  public boolean factorByEjml() {
    return DecompositionFactory_DDRM.chol(observations, true).decompose(matrix.copy());
  }

  @Benchmark
  public Normal predictOne() {
    return process.predict(candidates[0]);
  }

  @Benchmark
  public List<Normal> predictMany() {
    return process.predict(candidates);
  }

  @Benchmark
  public double evidence() {
    return model.logEvidence(theta, data, new double[theta.length]);
  }
}
