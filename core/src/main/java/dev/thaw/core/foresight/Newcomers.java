package dev.thaw.core.foresight;

import dev.thaw.core.proposer.Leaning;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.surrogate.Candidates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Configurations that are worth a start: the most promising of a pool, some of it at random, and
 * where points are free, what lies around the trials that are expected to end best.
 */
final class Newcomers {

  private static final int BEST_MEANS = 40;
  private static final int RANDOM_DRAWS = 20;
  private static final int CENTRES = 5;
  private static final int STEPS = 30;

  private final CurveInputs inputs;
  private final CurveSurrogate surrogate;
  private final Pool pool;
  private final boolean moved;

  Newcomers(StudySpec spec, CurveInputs inputs, CurveSurrogate surrogate) {
    this.inputs = inputs;
    this.surrogate = surrogate;
    this.pool = Pool.of(spec, inputs);
    this.moved = pool.isOpen() && spec.space().catalogue().isPresent();
  }

  /** Takes note of the trials that were created since the last call. */
  void follow(StudyState state) {
    pool.follow(state);
  }

  /**
   * Takes note of a proposal. Whatever becomes a trial is not proposed again; but where the study
   * moves a point to the nearest row, the trial has another configuration, and the point is spent.
   */
  void propose(Configuration configuration) {
    if (moved) {
      pool.take(configuration);
    }
  }

  /**
   * Newcomers with what they are worth, in no order.
   *
   * @param leaning how far to lean to what was good in earlier studies
   * @param admitted which may be started
   */
  List<Candidate> candidates(
      StudyState state,
      Worth worth,
      Leaning leaning,
      Predicate<Configuration> admitted,
      Draws draws) {
    List<Candidate> found = fromPool(state, worth, leaning, admitted, draws);
    if (pool.isOpen()) {
      found.addAll(near(state, worth, admitted, draws.split("near", 0)));
    }
    return leaning.isNone() ? found : leaned(found, leaning);
  }

  /**
   * The same newcomers in the order that earlier studies speak for as well. They decide who is the
   * first of the newcomers, which is worth as much as the first was; whether a newcomer or a trial
   * that was begun gets the slot is nothing that they know.
   */
  private static List<Candidate> leaned(List<Candidate> found, Leaning leaning) {
    double[] weights = leaning.logWeights(found.stream().map(Newcomers::configuration).toList());
    double before = Double.NEGATIVE_INFINITY;
    double after = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < weights.length; i++) {
      before = Math.max(before, found.get(i).score());
      after = Math.max(after, found.get(i).score() + weights[i]);
    }
    double shift = Double.isInfinite(before) ? 0 : before - after;
    List<Candidate> leaned = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      leaned.add(found.get(i).scored(found.get(i).score() + weights[i] + shift));
    }
    return leaned;
  }

  private static Configuration configuration(Candidate newcomer) {
    return Objects.requireNonNull(newcomer.configuration());
  }

  private List<Candidate> fromPool(
      StudyState state,
      Worth worth,
      Leaning leaning,
      Predicate<Configuration> admitted,
      Draws draws) {
    double[] means = surrogate.model().means(pool.candidates(), worth.last());
    double[] places = leaning.isNone() ? means : pool.leaned(means, leaning);
    List<Integer> free = new ArrayList<>();
    for (int i = 0; i < means.length; i++) {
      if (pool.isFree(i) && admitted.test(pool.configuration(i))) {
        free.add(i);
      }
    }
    free.sort(Comparator.comparingDouble((Integer i) -> places[i]).thenComparing(i -> i));
    Set<Integer> chosen = new LinkedHashSet<>();
    chosen.addAll(free.subList(0, Math.min(BEST_MEANS, free.size())));
    for (int draw = 0; draw < RANDOM_DRAWS && !free.isEmpty(); draw++) {
      chosen.add(free.get(draws.below(free.size(), draw)));
    }
    int[] which = chosen.stream().mapToInt(Integer::intValue).toArray();
    return scored(state, worth, pool.candidates(), means, which, pool::configuration);
  }

  private List<Candidate> scored(
      StudyState state,
      Worth worth,
      Candidates candidates,
      double[] means,
      int[] which,
      IntFunction<Configuration> configurations) {
    int last = worth.last();
    double[] variances = surrogate.model().variances(candidates, which, last);
    List<Candidate> scored = new ArrayList<>();
    for (int k = 0; k < which.length; k++) {
      Configuration configuration = configurations.apply(which[k]);
      int horizon = worth.horizon(configuration);
      scored.add(
          horizon != last
              ? alone(state, worth, configuration, horizon)
              : scored(worth, configuration, means[which[k]], variances[k], last));
    }
    return scored;
  }

  /** A candidate that is valued at an epoch of its own, by the time that there is for it. */
  private Candidate alone(StudyState state, Worth worth, Configuration configuration, int horizon) {
    var alone = Candidates.of(new double[][] {inputs.ofNew(state, configuration)});
    double mean = surrogate.model().means(alone, horizon)[0];
    double variance = surrogate.model().variances(alone, new int[] {0}, horizon)[0];
    return scored(worth, configuration, mean, variance, horizon);
  }

  private static Candidate scored(
      Worth worth, Configuration configuration, double mean, double variance, int epoch) {
    double score = worth.ofNew(configuration, mean, variance);
    return new Candidate(score, mean, variance, epoch, null, configuration);
  }

  private List<Candidate> near(
      StudyState state, Worth worth, Predicate<Configuration> admitted, Draws draws) {
    List<Configuration> around =
        new Neighbours(state.space())
            .of(centres(state, worth.last()), STEPS, draws).stream()
                .filter(c -> admitted.test(c) && !pool.isTaken(c))
                .toList();
    var candidates =
        Candidates.of(around.stream().map(c -> inputs.ofNew(state, c)).toArray(double[][]::new));
    double[] means = surrogate.model().means(candidates, worth.last());
    int[] which =
        IntStream.range(0, means.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> means[i]))
            .limit(BEST_MEANS)
            .mapToInt(Integer::intValue)
            .toArray();
    return scored(state, worth, candidates, means, which, around::get);
  }

  private List<Configuration> centres(StudyState state, int last) {
    List<Map.Entry<Double, Configuration>> ends = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      int place = surrogate.place(trial.number());
      if (place >= 0) {
        ends.add(Map.entry(surrogate.model().predict(place, last).mean(), trial.configuration()));
      }
    }
    return ends.stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(CENTRES)
        .map(Map.Entry::getValue)
        .toList();
  }
}
