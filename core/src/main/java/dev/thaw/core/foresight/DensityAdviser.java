package dev.thaw.core.foresight;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Rung;
import dev.thaw.core.bracket.Standing;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.core.suggest.RandomSuggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proposes configurations that are likely under a density of good ones and unlikely under one of
 * bad ones: the model of BOHB (Falkner, Klein and Hutter, ICML 2018), which leaves everything else
 * to brackets.
 *
 * <p>The densities are fitted to the highest rung at which enough trials were compared. One
 * proposal in three is random. A parameter whose condition does not hold counts as its default.
 */
final class DensityAdviser implements Adviser {

  private static final double RANDOM_FRACTION = 1.0 / 3;
  private static final double GOOD_FRACTION = 0.15;
  private static final int SAMPLES = 64;
  private static final double BANDWIDTH_FACTOR = 3;
  private static final double DENSITY_MIN = 1e-32;
  private static final int NUMBERS_PER_SAMPLE = 1_000;

  private final StudySpec spec;

  DensityAdviser(StudySpec spec) {
    this.spec = spec;
  }

  @Override
  public Advice advise(StudyState state, Question question) {
    @Nullable Densities densities = densities(state);
    List<Advice.Proposal> proposals = new ArrayList<>();
    for (int job = 0; job < question.jobs(); job++) {
      Draws draws = Draws.of(spec.seed(), "bohb", question.ask()).split("job", job);
      propose(state, densities, draws, job).ifPresent(proposals::add);
    }
    return question.answer(state, proposals);
  }

  private Optional<Advice.Proposal> propose(
      StudyState state, @Nullable Densities densities, Draws draws, int job) {
    if (densities == null || draws.uniform(0) < RANDOM_FRACTION) {
      return new RandomSuggestion()
          .suggest(state.space(), draws.bits(1), state.progress().trials().size() + job)
          .map(configuration -> Starts.of(configuration, "random", 0));
    }
    return densities.best(draws.split("samples", 0));
  }

  /** The densities of the highest rung with enough trials for both; null if there is none. */
  private @Nullable Densities densities(StudyState state) {
    int dimension = spec.space().dimension();
    List<Integer> best = List.of();
    int level = 0;
    for (Bracket bracket : state.searched()) {
      for (Rung rung : bracket.rungs()) {
        if (rung.epochs() > level && rung.arrived().size() >= 2 * (dimension + 1)) {
          level = rung.epochs();
          best = trials(rung);
        }
      }
    }
    return best.isEmpty() ? null : densities(state, best);
  }

  /** Trials that could not be trained are the worst of all, wherever they were when that showed. */
  private Densities densities(StudyState state, List<Integer> ranked) {
    List<Integer> trials = new ArrayList<>();
    for (int trial : ranked) {
      if (state.trial(trial).status() != TrialStatus.INFEASIBLE) {
        trials.add(trial);
      }
    }
    int trained = trials.size();
    for (Trial trial : state.candidates()) {
      if (trial.status() == TrialStatus.INFEASIBLE) {
        trials.add(trial.number());
      }
    }
    return new Densities(state.space(), points(state, trials), trained);
  }

  private static List<Integer> trials(Rung rung) {
    List<Integer> trials = new ArrayList<>();
    for (Map.Entry<Standing, Boolean> entry : rung.arrived()) {
      trials.add(entry.getKey().trial());
    }
    return trials;
  }

  private double[][] points(StudyState state, List<Integer> trials) {
    return trials.stream()
        .map(trial -> spec.space().encode(state.trial(trial).configuration()))
        .toArray(double[][]::new);
  }

  /** A density of good and one of bad configurations. */
  private static final class Densities {
    private final SearchSpace space;
    private final KernelDensity good;
    private final KernelDensity bad;

    /**
     * Fits both.
     *
     * @param ranked points of the unit cube, best first
     * @param trained how many of them could be trained
     */
    Densities(SearchSpace space, double[][] ranked, int trained) {
      int least = space.dimension() + 1;
      int goods = Math.max(least, (int) (GOOD_FRACTION * trained));
      int bads = Math.max(least, ranked.length - goods);
      this.space = space;
      good = KernelDensity.of(space, ranked, 0, goods);
      bad = KernelDensity.of(space, ranked, Math.max(0, ranked.length - bads), ranked.length);
    }

    Optional<Advice.Proposal> best(Draws draws) {
      double most = Double.NEGATIVE_INFINITY;
      Advice.Proposal best = null;
      for (int sample = 0; sample < SAMPLES; sample++) {
        double[] point =
            good.sample(draws.split("sample", sample), BANDWIDTH_FACTOR, NUMBERS_PER_SAMPLE);
        Configuration configuration = space.decode(point);
        double ratio =
            Math.log(Math.max(good.at(point), DENSITY_MIN))
                - Math.log(Math.max(bad.at(point), DENSITY_MIN));
        if (ratio > most && space.admits(configuration)) {
          most = ratio;
          best = Starts.of(configuration, "density-ratio", ratio);
        }
      }
      return Optional.ofNullable(best);
    }
  }
}
