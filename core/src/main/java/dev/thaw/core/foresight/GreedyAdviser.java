package dev.thaw.core.foresight;

import dev.thaw.core.acquisition.Acquisition;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.surrogate.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proposes the one epoch that is expected to improve most on the best value at that epoch: the rule
 * of DyHPO (Wistuba, Kadra and Grabocka, NeurIPS 2022), with the freeze-thaw surrogate in place of
 * its deep kernel.
 */
final class GreedyAdviser implements Adviser {

  private static final int CANDIDATES = 250;

  private final StudySpec spec;
  private final CurveSurrogate surrogate;
  private final Pool pool;

  GreedyAdviser(StudySpec spec) {
    this.spec = spec;
    var inputs = new CurveInputs(spec);
    this.pool = Pool.of(spec, inputs);
    this.surrogate = new CurveSurrogate(spec, inputs);
  }

  @Override
  public Optional<Refit> refit(StudyState state) {
    return surrogate.refit(state);
  }

  @Override
  public Advice advise(StudyState state, Question question) {
    Draws draws = Draws.of(spec.seed(), "dyhpo", question.ask());
    surrogate.follow(state);
    double[] bests = bests(state);
    Set<Integer> going = new HashSet<>();
    Set<Configuration> starting = new HashSet<>();
    pool.follow(state);
    List<Advice.Proposal> proposals = new ArrayList<>();
    for (int job = 0; job < question.jobs(); job++) {
      best(state, bests, going, starting, draws.split("job", job)).ifPresent(proposals::add);
    }
    return question.answer(state, proposals);
  }

  /** The best value at each epoch, or the best of all where nobody has been. */
  private double[] bests(StudyState state) {
    double[] bests = new double[spec.fidelity().max() + 1];
    Arrays.fill(bests, Double.POSITIVE_INFINITY);
    double least = Double.POSITIVE_INFINITY;
    for (Trial trial : state.candidates()) {
      double[] values = trial.curve().values();
      for (int i = 0; i < values.length; i++) {
        double value = surrogate.transform().apply(values[i]);
        bests[i + 1] = Math.min(bests[i + 1], value);
        least = Math.min(least, value);
      }
    }
    for (int i = 0; i < bests.length; i++) {
      bests[i] = bests[i] == Double.POSITIVE_INFINITY ? least : bests[i];
    }
    return bests;
  }

  private Optional<Advice.Proposal> best(
      StudyState state,
      double[] bests,
      Set<Integer> going,
      Set<Configuration> starting,
      Draws draws) {
    double most = Double.NEGATIVE_INFINITY;
    @Nullable Trial old = null;
    for (Trial trial : state.candidates()) {
      if (state.standsStill(trial.number())
          && surrogate.place(trial.number()) >= 0
          && trial.epochs() > 0
          && trial.epochs() < spec.fidelity().max()
          && !going.contains(trial.number())) {
        int next = trial.epochs() + 1;
        double score =
            score(surrogate.model().predict(surrogate.place(trial.number()), next), bests[next]);
        if (score > most) {
          most = score;
          old = trial;
        }
      }
    }
    @Nullable Configuration fresh = null;
    if (state.mayCreate()) {
      int[] chosen = pool.draw(draws, CANDIDATES, c -> !starting.contains(c));
      double[] means = surrogate.model().means(pool.candidates(), 1);
      double[] variances = surrogate.model().variances(pool.candidates(), chosen, 1);
      for (int k = 0; k < chosen.length; k++) {
        double deviation = Math.sqrt(Math.max(0, variances[k]));
        double score = Acquisition.logExpectedImprovement(means[chosen[k]], deviation, bests[1]);
        if (score > most || (fresh == null && old == null)) {
          most = score;
          fresh = pool.configuration(chosen[k]);
        }
      }
    }
    if (fresh != null) {
      starting.add(fresh);
      surrogate.expectNew(state, fresh, 1);
      return Optional.of(Starts.of(fresh, "expected-improvement-of-next-epoch", most));
    }
    if (old == null) {
      return Optional.empty();
    }
    going.add(old.number());
    surrogate.model().believe(surrogate.place(old.number()), old.epochs() + 1);
    return Optional.of(
        new Advice.Proposal.Go(
            old.number(),
            old.epochs() + 1,
            new Advice.Evidence("expected-improvement-of-next-epoch", most, List.of(), List.of())));
  }

  private static double score(Prediction prediction, double best) {
    return Acquisition.logExpectedImprovement(prediction.mean(), prediction.deviation(), best);
  }
}
