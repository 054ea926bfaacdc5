package dev.thaw.core.foresight;

import dev.thaw.core.acquisition.Acquisition;
import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.surrogate.Candidates;
import dev.thaw.core.surrogate.CurveModel;
import dev.thaw.core.surrogate.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler {@code thaw}: one rule for what is frozen and what is new, with ranks as a hedge.
 *
 * <p>After a first batch of random configurations, whatever is expected to improve the best value
 * most when it is trained to the end gets the slot: a new configuration for one epoch, a frozen
 * trial for a third more than it has. While nothing improves, every other decision goes to the
 * trial that ASHA would promote. See docs/algorithms.md for the reasons.
 */
final class ThawAdviser implements Adviser {

  private static final int FIRST_MIN = 8;
  private static final double STEP = 1.34;
  private static final double STAGNATION = 0.5;
  private static final double NOTICEABLE = 1e-3;
  private static final double HEDGE = 0.5;
  private static final int BEST_MEANS = 40;
  private static final int RANDOM_DRAWS = 20;
  private static final int CENTRES = 5;
  private static final int STEPS = 30;
  private static final int RIVALS = 3;

  /**
   * By how much predicted variances are raised at first, when the hyperparameters rest on little:
   * squared standardised errors are 4 to 5 in the first full training's worth of epochs.
   */
  private static final double FIRST_DOUBT = 4;

  /** One in twenty draws from a normal distribution lies below its mean by so many deviations. */
  private static final double TWENTIETH = 1.6448536269514722;

  private final StudySpec spec;
  private final ModelInputs inputs;
  private final CurveSurrogate surrogate;
  private final Pool pool;
  private final Neighbours neighbours;
  private final Stagnation stagnation = new Stagnation(NOTICEABLE);
  private List<Double> published = List.of();

  ThawAdviser(StudySpec spec) {
    this.spec = spec;
    this.inputs = new ModelInputs(spec.space());
    this.neighbours = new Neighbours(spec.space());
    this.surrogate = new CurveSurrogate(spec, inputs);
    this.pool = Pool.of(spec, inputs);
  }

  @Override
  public Optional<Refit> refit(StudyState state) {
    return surrogate.refit(state);
  }

  @Override
  public Advice advise(StudyState state, Question question) {
    var decision = new Decision(state, question);
    stagnation.follow(state);
    for (int job = 0; job < question.jobs(); job++) {
      decision.next(job).ifPresent(decision.proposals::add);
    }
    List<Double> used = Arrays.stream(surrogate.hyperparameters().vector()).boxed().toList();
    List<Double> news = used.equals(published) ? List.of() : used;
    published = used;
    return new Advice(
        question.ask(),
        question.row(),
        state.progress().spending().allEpochs(),
        decision.proposals,
        news);
  }

  /** One answer: proposals are made one after the other, each in the light of those before. */
  private final class Decision {
    private final StudyState state;
    private final Draws draws;
    private final List<Advice.Proposal> proposals = new ArrayList<>();
    private final Set<Integer> going = new HashSet<>();
    private final Set<Configuration> starting = new HashSet<>();
    private final double doubt;
    private boolean modelled;

    Decision(StudyState state, Question question) {
      this.state = state;
      this.draws = Draws.of(spec.seed(), "thaw", question.ask());
      double trained = (double) state.progress().spending().allEpochs() / spec.fidelity().max();
      this.doubt = 1 + FIRST_DOUBT * Math.exp(-trained);
    }

    Optional<Advice.Proposal> next(int job) {
      Draws own = draws.split("job", job);
      if (trials() < Math.max(FIRST_MIN, spec.resources().slots()) && state.mayCreate()) {
        return randomStart();
      }
      if (stagnation.epochs(state) >= STAGNATION * spec.fidelity().max()
          && own.uniform(0) < HEDGE) {
        Optional<Advice.Proposal> promotion = promotion();
        if (promotion.isPresent()) {
          return promotion;
        }
      }
      return bestExpected(own.split("candidates", 0));
    }

    /** New trials so far, without the baseline, which is nobody's choice. */
    private int trials() {
      return state.progress().trials().size() + starting.size() - (spec.baseline() ? 1 : 0);
    }

    private Optional<Advice.Proposal> randomStart() {
      long index = trials();
      return Starts.configuration(state, spec.seed(), index, c -> !starting.contains(c))
          .map(
              configuration -> {
                starting.add(configuration);
                pool.take(configuration);
                return new Advice.Proposal.Start(
                    configuration,
                    firstLimit(),
                    new Advice.Evidence("initial", 0, List.of(), List.of()));
              });
    }

    /** What ASHA would promote, if that trial is there to be promoted. */
    private Optional<Advice.Proposal> promotion() {
      for (Bracket bracket : state.search().brackets()) {
        Optional<Position> position = bracket.bestPromotable(!state.mayCreate());
        if (position.isPresent() && isAvailable(state.trial(position.get().trial()))) {
          int trial = position.get().trial();
          int limit = bracket.rungs().get(position.get().rung() + 1).epochs();
          going.add(trial);
          return Optional.of(
              new Advice.Proposal.Go(
                  trial, limit, new Advice.Evidence("promotion", 0, List.of(), List.of())));
        }
      }
      return Optional.empty();
    }

    private boolean isAvailable(Trial trial) {
      return state.standsStill(trial.number())
          && !going.contains(trial.number())
          && trial.epochs() < spec.fidelity().max();
    }

    private Optional<Advice.Proposal> bestExpected(Draws own) {
      if (!modelled) {
        surrogate.follow(state);
        pool.follow(state);
        modelled = true;
      }
      double best = best();
      List<Scored> scored = new ArrayList<>();
      for (Trial trial : state.progress().trials()) {
        if (isAvailable(trial) && surrogate.place(trial.number()) >= 0) {
          scored.add(frozen(trial, best));
        }
      }
      if (state.mayCreate()) {
        scored.addAll(fresh(own, best));
      }
      scored.sort(Comparator.comparingDouble((Scored s) -> -s.score));
      return scored.isEmpty() ? Optional.empty() : Optional.of(propose(scored));
    }

    private double best() {
      return state.progress().best() == null
          ? 0
          : surrogate.transform().apply(state.progress().best().value());
    }

    private Scored frozen(Trial trial, double best) {
      int place = surrogate.place(trial.number());
      Prediction end = surrogate.model().predict(place, spec.fidelity().max());
      double score = score(end.mean(), end.variance(), best);
      return new Scored(score, end.mean(), end.variance(), trial, null);
    }

    private double score(double mean, double variance, double best) {
      double width = Math.sqrt(Math.max(variance, 0) * doubt);
      double score = Acquisition.logExpectedImprovement(mean, width, best);
      return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    }

    private List<Scored> fresh(Draws own, double best) {
      CurveModel model = surrogate.model();
      double[] means = model.means(pool.candidates(), spec.fidelity().max());
      int[] chosen = screen(means, own);
      double[] variances = model.variances(pool.candidates(), chosen, spec.fidelity().max());
      List<Scored> scored = new ArrayList<>();
      for (int k = 0; k < chosen.length; k++) {
        double mean = means[chosen[k]];
        Configuration configuration = pool.configuration(chosen[k]);
        scored.add(
            new Scored(score(mean, variances[k], best), mean, variances[k], null, configuration));
      }
      if (pool.isOpen()) {
        scored.addAll(near(own.split("near", 0), best));
      }
      return scored;
    }

    /** What lies around the trials that are expected to end best. */
    private List<Scored> near(Draws own, double best) {
      CurveModel model = surrogate.model();
      int end = spec.fidelity().max();
      List<Configuration> around =
          neighbours.of(centres(end), STEPS, own).stream()
              .filter(c -> !starting.contains(c) && !pool.isTaken(c))
              .toList();
      var candidates = Candidates.of(around.stream().map(inputs::of).toArray(double[][]::new));
      double[] means = model.means(candidates, end);
      int[] chosen =
          IntStream.range(0, means.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> means[i]))
              .limit(BEST_MEANS)
              .mapToInt(Integer::intValue)
              .toArray();
      double[] variances = model.variances(candidates, chosen, end);
      List<Scored> scored = new ArrayList<>();
      for (int k = 0; k < chosen.length; k++) {
        double mean = means[chosen[k]];
        scored.add(
            new Scored(
                score(mean, variances[k], best), mean, variances[k], null, around.get(chosen[k])));
      }
      return scored;
    }

    private List<Configuration> centres(int end) {
      List<Map.Entry<Double, Configuration>> ends = new ArrayList<>();
      for (Trial trial : state.progress().trials()) {
        int place = surrogate.place(trial.number());
        if (place >= 0) {
          ends.add(Map.entry(surrogate.model().predict(place, end).mean(), trial.configuration()));
        }
      }
      return ends.stream()
          .sorted(Map.Entry.comparingByKey())
          .limit(CENTRES)
          .map(Map.Entry::getValue)
          .toList();
    }

    /** The free candidates with the best means, and some at random. */
    private int[] screen(double[] means, Draws own) {
      List<Integer> free = new ArrayList<>();
      for (int i = 0; i < means.length; i++) {
        if (pool.isFree(i) && !starting.contains(pool.configuration(i))) {
          free.add(i);
        }
      }
      free.sort(Comparator.comparingDouble((Integer i) -> means[i]).thenComparing(i -> i));
      Set<Integer> chosen = new LinkedHashSet<>();
      chosen.addAll(free.subList(0, Math.min(BEST_MEANS, free.size())));
      for (int draw = 0; draw < RANDOM_DRAWS && !free.isEmpty(); draw++) {
        chosen.add(free.get(own.below(free.size(), draw)));
      }
      return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    private Advice.Proposal propose(List<Scored> scored) {
      Scored winner = scored.getFirst();
      List<Advice.Rival> rivals =
          scored.stream()
              .skip(1)
              .limit(RIVALS)
              .map(s -> new Advice.Rival(s.trial == null ? null : s.trial.number(), s.score))
              .toList();
      var evidence =
          new Advice.Evidence("expected-improvement", winner.score, forecasts(winner), rivals);
      if (winner.trial != null) {
        int limit = Math.min(spec.fidelity().max(), step(winner.trial.epochs()));
        going.add(winner.trial.number());
        surrogate.model().believe(surrogate.place(winner.trial.number()), limit);
        return new Advice.Proposal.Go(winner.trial.number(), limit, evidence);
      }
      Configuration configuration = Objects.requireNonNull(winner.configuration);
      starting.add(configuration);
      pool.take(configuration);
      surrogate.expectNew(configuration, firstLimit());
      return new Advice.Proposal.Start(configuration, firstLimit(), evidence);
    }

    /**
     * What is expected of the winner on its way: at the end of this step, twice that, and so on.
     */
    private List<Advice.Forecast> forecasts(Scored winner) {
      List<Advice.Forecast> forecasts = new ArrayList<>();
      if (winner.trial != null) {
        int place = surrogate.place(winner.trial.number());
        for (int epoch = step(winner.trial.epochs()); epoch < spec.fidelity().max(); epoch *= 2) {
          Prediction prediction = surrogate.model().predict(place, epoch);
          forecasts.add(forecast(epoch, prediction.mean(), prediction.variance()));
        }
      }
      forecasts.add(forecast(spec.fidelity().max(), winner.mean, winner.variance));
      return forecasts;
    }

    /** Bounds in the order of the objective's values, whichever way the scale goes. */
    private Advice.Forecast forecast(int epoch, double mean, double variance) {
      double width = TWENTIETH * Math.sqrt(Math.max(0, variance));
      double good = surrogate.transform().objective(mean - width);
      double bad = surrogate.transform().objective(mean + width);
      return new Advice.Forecast(
          epoch, surrogate.transform().objective(mean), Math.min(good, bad), Math.max(good, bad));
    }
  }

  /** What is not trained for so long is not compared by ranks either. */
  private int firstLimit() {
    return Math.min(spec.fidelity().min(), spec.fidelity().max());
  }

  private static int step(int epochs) {
    return Math.max(epochs + 1, (int) Math.ceil(STEP * epochs));
  }

  private record Scored(
      double score,
      double mean,
      double variance,
      @Nullable Trial trial,
      @Nullable Configuration configuration) {}
}
