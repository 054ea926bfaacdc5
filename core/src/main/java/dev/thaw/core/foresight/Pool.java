package dev.thaw.core.foresight;

import dev.thaw.core.proposer.Leaning;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.suggest.SobolSuggestion;
import dev.thaw.core.surrogate.Candidates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The configurations that may be started next: the rows of the space's catalogue, or else points
 * that fill the space, which stay the same for a whole study, unless it is narrowed by hand, so
 * that their kernels are computed once.
 */
final class Pool {

  private static final int SPREAD = 1_000;

  private final StudySpec spec;
  private List<Configuration> configurations;
  private final CurveInputs inputs;
  private Map<Configuration, Integer> numbers;
  private boolean[] taken;
  private final Set<Configuration> begun = new HashSet<>();
  private final boolean open;
  private Candidates candidates;
  private int maximum;
  private int seen;

  /** What the space is narrowed to by hand. */
  private Map<String, Narrowing> narrowed = Map.of();

  /** What earlier studies expect of the pool; nothing before somebody asks. */
  private double @Nullable [][] expected;

  private Pool(
      StudySpec spec, List<Configuration> configurations, CurveInputs inputs, boolean open) {
    this.spec = spec;
    this.configurations = configurations;
    this.inputs = inputs;
    this.maximum = spec.fidelity().max();
    this.open = open;
    this.numbers = numbers(configurations);
    this.taken = new boolean[configurations.size()];
    this.candidates = points();
  }

  private static Map<Configuration, Integer> numbers(List<Configuration> configurations) {
    Map<Configuration, Integer> numbers = HashMap.newHashMap(configurations.size());
    for (int i = 0; i < configurations.size(); i++) {
      numbers.put(configurations.get(i), i);
    }
    return numbers;
  }

  private Candidates points() {
    return Candidates.of(
        configurations.stream().map(c -> inputs.of(c, maximum)).toArray(double[][]::new));
  }

  /**
   * The pool of a study: the rows of the catalogue, if there is one and new configurations are to
   * be drawn from it at random; otherwise points, which the study moves to the nearest free row.
   */
  static Pool of(StudySpec spec, CurveInputs inputs) {
    SearchSpace space = spec.space();
    boolean rows =
        space.catalogue().isPresent() && spec.suggestion().rule() instanceof RandomSuggestion;
    return rows
        ? new Pool(spec, space.catalogue().get().rows(), inputs, false)
        : new Pool(spec, spread(space, spec.seed()), inputs, true);
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
    return open;
  }

  Candidates candidates() {
    return candidates;
  }

  /** Means of the pool, less what earlier studies add to the logarithm of an acquisition. */
  double[] leaned(double[] means, Leaning leaning) {
    if (expected == null) {
      expected = leaning.expected(configurations);
    }
    double[] leaned = leaning.logWeights(expected);
    for (int i = 0; i < leaned.length; i++) {
      leaned[i] = means[i] - leaned[i];
    }
    return leaned;
  }

  Configuration configuration(int index) {
    return configurations.get(index);
  }

  /**
   * Takes note of the trials that were created since the last call, of the maximum, and of what the
   * space is narrowed to.
   */
  void follow(StudyState state) {
    if (!narrowed.equals(state.byHand().narrowed())) {
      narrow(state);
    }
    if (inputs.dependOnTheMaximum() && Reach.ceiling(state) != maximum) {
      maximum = Reach.ceiling(state);
      candidates = points();
    }
    for (; seen < state.progress().trials().size(); seen++) {
      take(state.trial(seen).configuration());
    }
  }

  /** Other points fill what is left of the space. */
  private void narrow(StudyState state) {
    narrowed = state.byHand().narrowed();
    configurations = spread(state.space(), spec.seed());
    numbers = numbers(configurations);
    taken = new boolean[configurations.size()];
    begun.forEach(this::mark);
    candidates = points();
    expected = null;
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

  /** A configuration that was proposed is not proposed again, whatever becomes of it. */
  void take(Configuration configuration) {
    begun.add(configuration);
    mark(configuration);
  }

  private void mark(Configuration configuration) {
    Integer number = numbers.get(configuration);
    if (number != null) {
      taken[number] = true;
    }
  }

  /** Whether a configuration, of the pool or not, was proposed or is a trial. */
  boolean isTaken(Configuration configuration) {
    return begun.contains(configuration);
  }

  boolean isFree(int index) {
    return !taken[index];
  }
}
