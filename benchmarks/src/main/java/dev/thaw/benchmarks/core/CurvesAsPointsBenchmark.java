package dev.thaw.benchmarks.core;

import dev.thaw.core.gp.GaussianProcess;
import dev.thaw.core.gp.GpModel;
import dev.thaw.core.gp.Kernel;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.random.Draws;
import dev.thaw.core.surrogate.CurveData;
import dev.thaw.core.surrogate.CurveHyperparameters;
import dev.thaw.core.surrogate.CurveModel;
import dev.thaw.core.surrogate.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Question: what does it save that the model of curves is a small process over trials, and not one
 * over all epochs of all trials?
 *
 * <p>Both take in the same curves of 25 epochs with hyperparameters that are given, and foretell
 * the last epoch of all trials and of 60 configurations. {@code points} is a Gaussian process over
 * (configuration, ln epoch) with a product of Matern-5/2 kernels and every epoch as a point.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CurvesAsPointsBenchmark {

  private static final int INPUTS = 7;
  private static final int EPOCHS = 25;
  private static final int LAST = 50;
  private static final int ASKED = 60;

  @Param({"10", "20", "40", "80"})
  public int trials;

  private List<CurveData> curves;
  private Observations points;
  private double[][] ends;
  private GpModel model;

  @Setup
  public void build() {
    curves = new ArrayList<>();
    List<double[]> places = new ArrayList<>();
    double[] values = new double[trials * EPOCHS];
    ends = new double[trials + ASKED][];
    for (int n = 0; n < ends.length; n++) {
      Draws draws = Draws.of(1, "curve", n);
      double[] place = new double[INPUTS];
      Arrays.setAll(place, draws::uniform);
      ends[n] = at(place, LAST);
      if (n < trials) {
        double[] curve = new double[EPOCHS];
        for (int t = 0; t < EPOCHS; t++) {
          curve[t] = place[0] - place[1] + 2.0 / (t + 2) + 0.05 * draws.normal(INPUTS + t);
          values[n * EPOCHS + t] = curve[t];
          places.add(at(place, t + 1));
        }
        curves.add(CurveData.of(place, curve));
      }
    }
    points = Observations.of(places.toArray(double[][]::new), values);
    Kernel space = Kernel.matern52(IntStream.range(0, INPUTS).toArray());
    model = GpModel.of(Kernel.scaled(Kernel.product(space, Kernel.matern52(INPUTS))));
  }

  private static double[] at(double[] place, int epoch) {
    double[] point = Arrays.copyOf(place, INPUTS + 1);
    point[INPUTS] = Math.log(epoch) / Math.log(LAST);
    return point;
  }

  @Benchmark
  public List<Prediction> curves() {
    CurveModel small = CurveModel.build(CurveHyperparameters.initial(INPUTS, 1), curves);
    List<Prediction> all = new ArrayList<>();
    for (int n = 0; n < trials; n++) {
      all.add(small.predict(n, LAST));
    }
    for (int i = trials; i < ends.length; i++) {
      all.add(small.predictNew(Arrays.copyOf(ends[i], INPUTS), LAST));
    }
    return all;
  }

  @Benchmark
  public List<Normal> points() {
    GaussianProcess dense = model.condition(model.start(), points);
    return dense.predict(ends);
  }
}
