package dev.thaw.core.foresight;

import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Catalogue;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.suggest.SobolSuggestion;
import dev.thaw.core.surrogate.Candidates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The configurations that may be started next: the rows of the space's catalogue, or else points
 * that fill the space, which stay the same for a whole study so that their kernels are computed
 * once.
 */
final class Pool {

  private static final int SPREAD = 1_000;

  private final List<Configuration> configurations;
  private final Candidates candidates;
  private final Map<Configuration, Integer> numbers;
  private final boolean[] taken;
  private final Optional<Catalogue.Index> catalogue;
  private int seen;

  private Pool(
      List<Configuration> configurations, ModelInputs inputs, Optional<Catalogue.Index> catalogue) {
    this.configurations = configurations;
    this.catalogue = catalogue;
    this.numbers = HashMap.newHashMap(configurations.size());
    for (int i = 0; i < configurations.size(); i++) {
      numbers.put(configurations.get(i), i);
    }
    this.taken = new boolean[configurations.size()];
    this.candidates =
        Candidates.of(configurations.stream().map(inputs::of).toArray(double[][]::new));
  }

  static Pool of(SearchSpace space, ModelInputs inputs, long seed) {
    return new Pool(
        space.catalogue().map(Catalogue.Index::rows).orElseGet(() -> spread(space, seed)),
        inputs,
        space.catalogue());
  }

  private static List<Configuration> spread(SearchSpace space, long seed) {
    long own = Draws.of(seed, "pool", 0).bits(0);
    List<Configuration> all = new ArrayList<>();
    for (int i = 0; i < SPREAD; i++) {
      new SobolSuggestion().suggest(space, own, i).ifPresent(all::add);
    }
    return all.stream().distinct().toList();
  }

  /** Whether a surrogate may also be asked about configurations that are not in the pool. */
  boolean isOpen() {
    return catalogue.isEmpty();
  }

  Candidates candidates() {
    return candidates;
  }

  Configuration configuration(int index) {
    return configurations.get(index);
  }

  /** Takes note of the trials that were created since the last call. */
  void follow(StudyState state) {
    if (state.progress().trials().size() < seen) {
      Arrays.fill(taken, false);
      seen = 0;
    }
    for (; seen < state.progress().trials().size(); seen++) {
      Integer number = numbers.get(state.trial(seen).configuration());
      if (number != null) {
        taken[number] = true;
      }
    }
  }

  /** Free candidates at random, each at most once, at most so many. */
  int[] draw(Draws draws, int count, Predicate<Configuration> admitted) {
    Set<Integer> drawn = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      int index = draws.below(taken.length, i);
      if (isFree(index) && admitted.test(configurations.get(index))) {
        drawn.add(index);
      }
    }
    return drawn.stream().mapToInt(Integer::intValue).toArray();
  }

  boolean isFree(int index) {
    return !taken[index];
  }
}
