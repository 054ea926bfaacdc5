package dev.thaw.benchmarks.core;

import dev.thaw.core.proposer.Knowledge;
import dev.thaw.core.proposer.Observed;
import dev.thaw.core.proposer.Proposal;
import dev.thaw.core.proposer.Proposer;
import dev.thaw.core.proposer.Proposers;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.suggest.RandomSuggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
 * Question: what does a proposal cost after so many results, and what if it needs a new fit?
 *
 * <p>Eight parameters of three kinds, random results. {@code propose} has made the fit that is due
 * before, as it is for all proposals but one in many; {@code proposeAndFit} makes it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ProposerBenchmark {

  private static final SearchSpace SPACE =
      SearchSpace.of(
          RealParameter.log("rate", 1e-5, 1),
          RealParameter.log("decay", 1e-6, 1e-1),
          RealParameter.linear("momentum", 0, 0.99),
          RealParameter.linear("dropout", 0, 0.8),
          IntegerParameter.log("width", 16, 1024),
          IntegerParameter.log("batch", 16, 512),
          IntegerParameter.linear("layers", 1, 8),
          CategoricalParameter.of("optimizer", "sgd", "adam", "rmsprop"));

  @Param({
    "gp",
    "spearmint",
    "ehvi",
    "hord",
    "smac",
    "tpe",
    "cma-es",
    "differential-evolution",
    "finite-differences"
  })
  public String method;

  @Param({"100", "1000"})
  public int observations;

  private Proposer proposer;
  private Knowledge known;
  private int asked;

  @Setup
  public void build() {
    List<Observed> observed = new ArrayList<>();
    for (int i = 0; i < observations; i++) {
      Configuration configuration = new RandomSuggestion().suggest(SPACE, 1, i).orElseThrow();
      double score = Arrays.stream(SPACE.encode(configuration)).map(u -> (u - 0.3) * u).sum();
      observed.add(new Observed(i, configuration, 1, score, 1));
    }
    known = new Knowledge(SPACE, observed, List.of(), observations, 2 * observations, 1);
    proposer = fresh();
  }

  private Proposer fresh() {
    return Proposers.of(method, Map.of());
  }

  @Benchmark
  public Optional<Proposal> propose() {
    return proposer.propose(known, Draws.of(1, "benchmark", asked++));
  }

  @Benchmark
  public Optional<Proposal> proposeAndFit() {
    return fresh().propose(known, Draws.of(1, "benchmark", asked++));
  }
}
