package dev.thaw.core.foresight;

import dev.thaw.core.acquisition.Acquisition;
import dev.thaw.core.acquisition.MinimumEntropy;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.surrogate.JointPrediction;
import dev.thaw.core.surrogate.Prediction;
import dev.thaw.core.surrogate.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Proposes the one epoch that tells most about who ends lowest: the rule of freeze-thaw Bayesian
 * optimisation (Swersky, Snoek and Adams 2014, section 4.2), on the surrogate of {@code thaw}.
 *
 * <p>A basket of the ten begun trials and the three new configurations with the largest expected
 * improvement; of these the one whose next epoch is expected to lower the entropy of who is the
 * lowest most; of equal ones the earlier, begun ones first. Ends are those at the last epoch, where
 * the paper has asymptotes: what is wanted is a trained model.
 */
final class EntropyAdviser implements Adviser {

  private static final String MEASURE = "entropy-of-the-lowest";
  private static final int OLD = 10;
  private static final int NEW = 3;
  private static final int CANDIDATES = 250;
  private static final int SAMPLES = 300;

  private final StudySpec spec;
  private final CurveSurrogate surrogate;
  private final Pool pool;

  EntropyAdviser(StudySpec spec) {
    this.spec = spec;
    var inputs = new CurveInputs(spec);
    this.pool = Pool.of(spec, inputs);
    this.surrogate = new CurveSurrogate(spec, inputs);
  }

  /** Something in the basket: a trial, or a new configuration. */
  private record Item(double worth, @Nullable Trial trial, int index) {

    static final Comparator<Item> BEST_FIRST = Comparator.comparingDouble(item -> -item.worth);
  }

  @Override
  public Optional<Refit> refit(StudyState state) {
    return surrogate.refit(state);
  }

  @Override
  public Advice advise(StudyState state, Question question) {
    Draws draws = Draws.of(spec.seed(), "freeze-thaw", question.ask());
    surrogate.follow(state);
    pool.follow(state);
    Set<Integer> going = new HashSet<>();
    Set<Configuration> starting = new HashSet<>();
    List<Advice.Proposal> proposals = new ArrayList<>();
    for (int job = 0; job < question.jobs(); job++) {
      Draws own = draws.split("job", job);
      List<Item> basket = basket(state, going, starting, own.split("new", 0));
      if (!basket.isEmpty()) {
        proposals.add(propose(state, basket, going, starting, own.split("lowest", 0)));
      }
    }
    return question.answer(state, proposals);
  }

  private List<Item> basket(
      StudyState state, Set<Integer> going, Set<Configuration> starting, Draws draws) {
    double best = surrogate.best(state);
    List<Item> basket = new ArrayList<>(old(state, going, best));
    if (state.mayCreate()) {
      basket.addAll(fresh(starting, best, draws));
    }
    return basket;
  }

  private List<Item> old(StudyState state, Set<Integer> going, double best) {
    List<Item> all = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      if (state.standsStill(trial.number())
          && surrogate.place(trial.number()) >= 0
          && trial.epochs() > 0
          && Reach.mayGoOn(state, trial)
          && !going.contains(trial.number())) {
        Prediction end =
            surrogate.model().predict(surrogate.place(trial.number()), spec.fidelity().max());
        all.add(new Item(improvement(end.mean(), end.variance(), best), trial, -1));
      }
    }
    return all.stream().sorted(Item.BEST_FIRST).limit(OLD).toList();
  }

  private List<Item> fresh(Set<Configuration> starting, double best, Draws draws) {
    int[] chosen = pool.draw(draws, CANDIDATES, c -> !starting.contains(c));
    int last = spec.fidelity().max();
    double[] means = surrogate.model().means(pool.candidates(), last);
    double[] variances = surrogate.model().variances(pool.candidates(), chosen, last);
    List<Item> all = new ArrayList<>();
    for (int k = 0; k < chosen.length; k++) {
      all.add(new Item(improvement(means[chosen[k]], variances[k], best), null, chosen[k]));
    }
    return all.stream().sorted(Item.BEST_FIRST).limit(NEW).toList();
  }

  private static double improvement(double mean, double variance, double best) {
    return Acquisition.logExpectedImprovement(mean, Math.sqrt(Math.max(0, variance)), best);
  }

  private Query query(Item item, int epoch) {
    return item.trial() == null
        ? new Query.Fresh(pool.candidates(), item.index(), epoch)
        : new Query.Known(surrogate.place(item.trial().number()), epoch);
  }

  private static int next(Item item) {
    return item.trial() == null ? 1 : item.trial().epochs() + 1;
  }

  private Advice.Proposal propose(
      StudyState state,
      List<Item> basket,
      Set<Integer> going,
      Set<Configuration> starting,
      Draws draws) {
    double[] gains = gains(basket, draws);
    int most = 0;
    for (int i = 1; i < gains.length; i++) {
      most = gains[i] > gains[most] ? i : most;
    }
    Item chosen = basket.get(most);
    Trial trial = chosen.trial();
    if (trial == null) {
      Configuration configuration = pool.configuration(chosen.index());
      starting.add(configuration);
      surrogate.expectNew(state, configuration, 1);
      return Starts.of(configuration, MEASURE, gains[most]);
    }
    int limit = next(chosen);
    going.add(trial.number());
    surrogate.model().believe(surrogate.place(trial.number()), limit);
    return new Advice.Proposal.Go(
        trial.number(), limit, new Advice.Evidence(MEASURE, gains[most], List.of(), List.of()));
  }

  /** By how many nats the next epoch of each is expected to lower the entropy. */
  private double[] gains(List<Item> basket, Draws draws) {
    int size = basket.size();
    List<Query> queries = new ArrayList<>();
    basket.forEach(item -> queries.add(query(item, spec.fidelity().max())));
    basket.forEach(item -> queries.add(query(item, next(item))));
    JointPrediction joint = surrogate.model().joint(queries);
    double[] means = new double[size];
    var covariance = new DMatrixRMaj(size, size);
    for (int i = 0; i < size; i++) {
      means[i] = joint.mean(i);
      for (int j = 0; j < size; j++) {
        covariance.set(i, j, joint.covariance(i, j));
      }
    }
    var entropy = new MinimumEntropy(means, covariance, SAMPLES, draws);
    double now = entropy.now();
    double[] gains = new double[size];
    for (int item = 0; item < size; item++) {
      double[] with = new double[size];
      for (int i = 0; i < size; i++) {
        with[i] = joint.covariance(i, size + item);
      }
      double variance = joint.covariance(size + item, size + item) + joint.noise();
      gains[item] = now - entropy.after(with, variance);
    }
    return gains;
  }
}
