package dev.thaw.core.proposer;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.CategoricalParameter;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.IntegerParameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.suggest.RandomSuggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A small problem with parameters of all kinds, and searches on it. Its least score is 0.1. */
final class Mixed {

  static final SearchSpace SPACE =
      SearchSpace.of(
          RealParameter.log("rate", 1e-4, 1),
          RealParameter.linear("momentum", 0, 1),
          IntegerParameter.linear("layers", 1, 6),
          CategoricalParameter.of("kind", "a", "b", "c"));

  /** All of the configurations that a proposer is asked for in these tests. */
  static final int PLANNED = 60;

  private Mixed() {}

  static double score(Configuration configuration) {
    Map<String, Object> values = configuration.asMap();
    double rate = Math.log10(number(values, "rate")) + 2;
    double momentum = number(values, "momentum") - 0.7;
    double layers = number(values, "layers") - 4;
    double kind =
        switch (String.valueOf(values.get("kind"))) {
          case "a" -> 0.3;
          case "b" -> 0;
          default -> 0.5;
        };
    double mixed = 0.05 * Math.sin(8 * momentum) * rate;
    return 0.1 + 0.2 * rate * rate + momentum * momentum + 0.03 * layers * layers + kind + mixed;
  }

  private static double number(Map<String, Object> values, String name) {
    return values.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** The names of those that make a model of the score. */
  static final List<String> MODELS = List.of("gp", "spearmint", "ehvi", "hord", "smac");

  /** A new proposer with the defaults, but for those that take too long for a test. */
  static Proposer proposer(String name) {
    return name.equals("spearmint") ? spearmint() : Proposers.of(name, Map.of());
  }

  static SpearmintProposer spearmint() {
    return new SpearmintProposer(SpearmintProposer.Options.defaults().sampling(5, 10));
  }

  static Proposer random() {
    return (known, _) ->
        new RandomSuggestion()
            .suggest(known.space(), known.seed(), known.index())
            .map(configuration -> new Proposal(configuration, "random", 0));
  }

  static Knowledge known(SearchSpace space, List<Observed> observed) {
    return new Knowledge(space, observed, List.of(), observed.size(), PLANNED, 1);
  }

  static Draws draws(int index) {
    return Draws.of(1, "test", index);
  }

  /** Results of random configurations of a space. */
  static List<Observed> random(
      SearchSpace space, int count, ToDoubleFunction<Configuration> score) {
    List<Observed> observed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Configuration configuration = new RandomSuggestion().suggest(space, 7, i).orElseThrow();
      observed.add(seen(i, configuration, score.applyAsDouble(configuration)));
    }
    return observed;
  }

  static Observed seen(int trial, Configuration configuration, double score) {
    return new Observed(trial, configuration, 1, score, 1);
  }

  /** The trials of a search, one after the other; fewer if nothing is left to propose. */
  static List<Observed> search(
      Proposer proposer,
      SearchSpace space,
      ToDoubleFunction<Configuration> score,
      int count,
      long seed) {
    List<Observed> observed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var known = new Knowledge(space, observed, List.of(), i, count, seed);
      Optional<Proposal> next = proposer.propose(known, Draws.of(seed, "test", i));
      if (next.isEmpty()) {
        return observed;
      }
      Configuration configuration = next.get().configuration();
      observed.add(seen(i, configuration, score.applyAsDouble(configuration)));
    }
    return observed;
  }

  static double best(List<Observed> observed) {
    return observed.stream().mapToDouble(Observed::score).min().orElseThrow();
  }
}
