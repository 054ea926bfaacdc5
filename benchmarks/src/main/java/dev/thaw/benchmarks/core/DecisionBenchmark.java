package dev.thaw.benchmarks.core;

import dev.thaw.core.invariant.Assertions;
import dev.thaw.core.invariant.Inspector;
import dev.thaw.core.study.StudyState;
import java.util.concurrent.TimeUnit;
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
 * Question: does the cost of a report, or of a decision, grow with the number of trials? Each
 * operation is one input: decided, evolved, and its effects derived.
 *
 * <p>{@code report}: an epoch in the middle of a rung, from 64 sessions in turn; all other trials
 * have ended. {@code decision}: every report reaches a rung, so that trials are ranked, promoted,
 * paused, created and leased; the mean over reports and ends of sessions. The state returns to its
 * starting point after every 4,096 inputs, so that it stays near its nominal size.
 *
 * <p>The second question is what it costs to have each step inspected at a level of {@code
 * thaw.assertions}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecisionBenchmark {

  private static final int SLOTS = 64;
  private static final int INPUTS_PER_ROUND = 4_096;

  @Param({"1000", "10000", "100000"})
  public int trials;

  /** How closely each step is watched before it counts. */
  @Param({"NONE", "STEP", "FULL"})
  public Assertions assertions;

  private Workload deciding;
  private Workload reporting;
  private Workload current;
  private int inputs;

  @Setup
  public void build() {
    deciding = Workload.open(1, 81, SLOTS);
    while (deciding.state().progress().trials().size() < trials) {
      deciding.next();
    }
    reporting = Workload.open(5_000, 15_000, SLOTS);
    while (reporting.state().progress().trials().size() < trials) {
      reporting.fail();
    }
  }

  @Benchmark
  public StudyState decision() {
    if (inputs++ % INPUTS_PER_ROUND == 0) {
      current = deciding.fork(new Inspector(assertions));
    }
    return current.next();
  }

  @Benchmark
  public StudyState report() {
    if (inputs++ % INPUTS_PER_ROUND == 0) {
      current = reporting.fork(new Inspector(assertions));
    }
    return current.next();
  }
}
