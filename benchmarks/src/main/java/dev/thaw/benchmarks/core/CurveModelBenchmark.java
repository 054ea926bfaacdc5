package dev.thaw.benchmarks.core;

import dev.thaw.core.acquisition.Acquisition;
import dev.thaw.core.random.Draws;
import dev.thaw.core.surrogate.Candidates;
import dev.thaw.core.surrogate.CurveData;
import dev.thaw.core.surrogate.CurveFit;
import dev.thaw.core.surrogate.CurveHyperparameters;
import dev.thaw.core.surrogate.CurveModel;
import dev.thaw.core.surrogate.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does a decision of a scheduler that looks at whole curves cost?
 *
 * <p>Seven coordinates; the trials stand at half their epochs or more. A {@code decision} takes in
 * one more epoch of one trial, then scores all trials and the means of 2,000 candidates at the last
 * epoch, and the variances of the best 40 of them and 20 others. {@code rebuild} is what keeping
 * the factor saves, {@code fit} a first fit of the hyperparameters on 80 of the trials.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class CurveModelBenchmark {

  private static final int INPUTS = 7;
  private static final int CANDIDATES = 2000;
  private static final int BEST = 40;
  private static final int ASKED = 60;

  @Param({"128", "1000"})
  public int trials;

  @Param("50")
  public int epochs;

  @Param("1")
  public int bases;

  private List<CurveData> curves;
  private CurveModel start;
  private CurveModel model;
  private Candidates candidates;
  private int decisions;

  @Setup
  public void build() {
    curves = new ArrayList<>();
    for (int n = 0; n < trials; n++) {
      Draws draws = Draws.of(1, "curve", n);
      double[] values = new double[epochs / 2 + draws.below(epochs / 4, 1000)];
      double[] point = point(draws);
      Arrays.setAll(values, t -> value(point, t + 1, draws.normal(t)));
      curves.add(CurveData.of(point, values));
    }
    start = CurveModel.build(CurveHyperparameters.initial(INPUTS, bases), curves);
    double[][] points = new double[CANDIDATES][];
    Arrays.setAll(points, i -> point(Draws.of(2, "candidate", i)));
    candidates = Candidates.of(points);
  }

  private static double[] point(Draws draws) {
    double[] point = new double[INPUTS];
    Arrays.setAll(point, i -> draws.uniform(2000 + i));
    return point;
  }

  private static double value(double[] point, int epoch, double noise) {
    return point[0] - point[1] + 2.0 / (epoch + 1) + 0.05 * noise;
  }

  @Setup(Level.Iteration)
  public void restart() {
    model = start.copy();
  }

  @Benchmark
  public double decision() {
    observe();
    double best = Double.NEGATIVE_INFINITY;
    for (int n = 0; n < trials; n++) {
      Prediction end = model.predict(n, epochs);
      best = Math.max(best, score(end.mean(), end.deviation()));
    }
    double[] means = model.means(candidates, epochs);
    int[] asked = asked(means);
    double[] variances = model.variances(candidates, asked, epochs);
    for (int k = 0; k < asked.length; k++) {
      best = Math.max(best, score(means[asked[k]], Math.sqrt(variances[k])));
    }
    return best;
  }

  private static double score(double mean, double deviation) {
    return Acquisition.logExpectedImprovement(mean, deviation, -1);
  }

  private void observe() {
    int trial = decisions++ % trials;
    int epoch = model.observed(trial) + 1;
    if (epoch > epochs) {
      restart();
      epoch = model.observed(trial) + 1;
    }
    double noise = Draws.of(3, "noise", decisions).normal(0);
    model.observe(trial, epoch, value(model.curve(trial).point(), epoch, noise));
  }

  private int[] asked(double[] means) {
    Draws draws = Draws.of(4, "asked", decisions);
    int[] order =
        IntStream.range(0, means.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> means[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return IntStream.range(0, ASKED)
        .map(k -> order[k < BEST ? k : draws.below(order.length, k)])
        .toArray();
  }

  @Benchmark
  public CurveModel rebuild() {
    return start.rebuilt();
  }

  @Benchmark
  public CurveFit.Report fit() {
    return CurveFit.first().fit(start.hyperparameters(), curves);
  }
}
