package dev.thaw.benchmarks.core;

import dev.thaw.core.proposer.CmaEsProposer;
import dev.thaw.core.proposer.DifferentialEvolutionProposer;
import dev.thaw.core.proposer.FiniteDifferenceProposer;
import dev.thaw.core.proposer.Knowledge;
import dev.thaw.core.proposer.Observed;
import dev.thaw.core.proposer.Proposal;
import dev.thaw.core.proposer.Proposer;
import dev.thaw.core.proposer.TpeProposer;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * Question: what does a proposal cost when a thousand trials are known, in ten parameters?
 *
 * <p>Seven reals, two whole numbers and a choice. The method proposed the trials itself, one after
 * the other, and they are scored by their squared distance from a point; eight more are pending.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ProposerBenchmark {

  private static final int REALS = 7;
  private static final int PENDING = 8;

  @Param({"1000"})
  public int observations;

  @Param({"tpe", "tpe-univariate", "cma-es", "differential-evolution", "finite-differences"})
  public String method;

  private Proposer proposer;
  private Knowledge known;
  private int asked;

  @Setup
  public void build() {
    proposer =
        switch (method) {
          case "tpe" -> TpeProposer.defaults();
          case "tpe-univariate" -> TpeProposer.defaults().univariate();
          case "cma-es" -> CmaEsProposer.defaults();
          case "differential-evolution" -> DifferentialEvolutionProposer.defaults();
          case "finite-differences" -> FiniteDifferenceProposer.defaults();
          default ->
              throw new IllegalArgumentException("method (%s) is unknown.".formatted(method));
        };
    SearchSpace space = space();
    List<Observed> observed = new ArrayList<>();
    List<Configuration> pending = new ArrayList<>();
    for (int trial = 0; trial < observations + PENDING; trial++) {
      known = new Knowledge(space, observed, pending, trial, 0, 1);
      Draws draws = Draws.of(1, "build", trial);
      Configuration one = proposer.propose(known, draws).orElseThrow().configuration();
      if (trial < observations) {
        double score = Arrays.stream(space.encode(one)).map(x -> (x - 0.3) * (x - 0.3)).sum();
        observed.add(new Observed(trial, one, 1, score, 1));
      } else {
        pending.add(one);
      }
    }
    known = new Knowledge(space, observed, pending, observations + PENDING, 0, 1);
  }

  private static SearchSpace space() {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < REALS; i++) {
      parameters.add(RealParameter.linear("x" + i, 0, 1));
    }
    parameters.add(IntegerParameter.linear("layers", 1, 8));
    parameters.add(IntegerParameter.log("units", 8, 512));
    parameters.add(CategoricalParameter.of("optimizer", "sgd", "adam", "rmsprop"));
    return new SearchSpace(parameters, List.of());
  }

  @Benchmark
  public Optional<Proposal> propose() {
    return proposer.propose(known, Draws.of(1, "benchmark", asked++));
  }
}
