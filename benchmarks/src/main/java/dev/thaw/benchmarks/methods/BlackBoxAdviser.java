package dev.thaw.benchmarks.methods;

import dev.thaw.core.acquisition.Acquisition;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.gp.GaussianProcess;
import dev.thaw.core.gp.GpModel;
import dev.thaw.core.gp.Kernel;
import dev.thaw.core.gp.MapFit;
import dev.thaw.core.gp.Normal;
import dev.thaw.core.gp.Observations;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Catalogue;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.ModelInputs;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.suggest.RandomSuggestion;
import dev.thaw.core.surrogate.OutputTransform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes each trial for one evaluation of a black box: it is trained once, as far as trials may be
 * trained when it begins, and never again, and of its curve only the last value counts. New
 * configurations are those with the largest expected improvement under a Gaussian process over what
 * the evaluations came to, the kernel that {@code mobster} has, after as many random ones as {@code
 * thaw} draws. Those under way count as if they came to what is expected.
 *
 * <p>Where the fidelity does not grow every evaluation is a full training, and this is Bayesian
 * optimisation of final values. Where it does, evaluations are cut off: see {@link Taken}. An
 * evaluation whose last epoch is done ends, whatever time it has left. For tables only.
 *
 * <p>What a configuration costs may count: see {@link Priced}. Its seconds are what another process
 * of the same kind expects of the logarithm of what evaluations took.
 */
final class BlackBoxAdviser implements Adviser {

  /** As what the last value of an evaluation is taken. */
  enum Taken {
    /** As the final value of its configuration. */
    AS_FINAL,
    /** As the value of its configuration after the epochs that it really had, one input more. */
    WITH_ITS_EPOCHS
  }

  /** What expected improvement is divided by. */
  enum Priced {
    /** Nothing: EI. */
    NOT,
    /** The expected seconds: EI per second (Snoek, Larochelle and Adams 2012). */
    FULLY,
    /** A power of them that falls from 1 to 0 as the budget is spent (Lee et al. 2020, CArBO). */
    COOLED
  }

  private static final int FIRST_MIN = 8;
  private static final int CANDIDATES = 500;
  private static final int FIT_VALUES_MAX = 150;
  private static final int FIT_ITERATIONS = 20;
  private static final double FIT_GROWTH = 1.25;

  private final StudySpec spec;
  private final Taken taken;
  private final Priced priced;
  private final int epochs;
  private final ModelInputs inputs;
  private final GpModel model;
  private final Map<Integer, Integer> goals = new HashMap<>();
  private double[] theta;
  private double[] costTheta;
  private int nextFit = FIRST_MIN;

  /**
   * An adviser for a study on a table.
   *
   * @param epochs of a full training
   */
  BlackBoxAdviser(StudySpec spec, Taken taken, int epochs) {
    this(spec, taken, Priced.NOT, epochs);
  }

  /** An adviser that may mind what configurations cost, for a study whose budget is the clock's. */
  BlackBoxAdviser(StudySpec spec, Taken taken, Priced priced, int epochs) {
    this.spec = spec;
    this.taken = taken;
    this.priced = priced;
    this.epochs = epochs;
    this.inputs = new ModelInputs(spec.space());
    int d = inputs.count();
    Kernel space = Kernel.matern52(IntStream.range(0, d).toArray());
    this.model =
        GpModel.of(
            Kernel.scaled(
                taken == Taken.AS_FINAL ? space : Kernel.product(space, Kernel.matern52(d))));
    this.theta = model.start();
    this.costTheta = model.start();
  }

  @Override
  public Advice advise(StudyState state, Question question) {
    List<Advice.Proposal> proposals = new ArrayList<>();
    List<Trial> done = new ArrayList<>();
    Set<Integer> underWay = new HashSet<>();
    for (Trial trial : state.progress().trials()) {
      if (isDone(state, trial)) {
        done.add(trial);
      } else {
        underWay.add(trial.number());
        if (state.standsStill(trial.number()) && Reach.mayGoOn(state, trial)) {
          proposals.add(goOn(state, trial));
        }
      }
    }
    if (proposals.size() > question.jobs()) {
      proposals.subList(question.jobs(), proposals.size()).clear();
    }
    var search = new Search(state, done, underWay);
    Draws draws = Draws.of(spec.seed(), "black-box", question.ask());
    for (int job = proposals.size(); job < question.jobs() && state.mayCreate(); job++) {
      search.start(draws.split("job", job)).ifPresent(proposals::add);
    }
    return question.answer(state, proposals);
  }

  /** Whether an evaluation came to its end: it may do nothing more below its own ceiling. */
  private boolean isDone(StudyState state, Trial trial) {
    int goal = goals.computeIfAbsent(trial.number(), _ -> Reach.ceiling(state));
    return trial.status().ended()
        || trial.epochs() >= epochs
        || (trial.epochs() > 0 && Reach.hasReached(state, trial, goal));
  }

  private Advice.Proposal goOn(StudyState state, Trial trial) {
    int goal = goals.getOrDefault(trial.number(), spec.fidelity().max());
    int limit = Math.min(epochs, Reach.epochAt(state, trial, goal));
    return new Advice.Proposal.Go(trial.number(), limit, evidence("evaluation", 0));
  }

  private static Advice.Evidence evidence(String rule, double score) {
    return new Advice.Evidence(rule, score, List.of(), List.of());
  }

  /** What evaluations that are done say of others. */
  private final class Search {
    private final StudyState state;
    private final Catalogue.Index rows;
    private final Set<Configuration> starting = new HashSet<>();
    private final GaussianProcess process;
    private final @Nullable GaussianProcess costs;
    private final double exponent;
    private final double best;
    private final int first;

    Search(StudyState state, List<Trial> done, Set<Integer> underWay) {
      this.state = state;
      this.rows = spec.space().catalogue().orElseThrow();
      OutputTransform transform =
          OutputTransform.of(
              spec.objective().goal(),
              done.stream().map(trial -> new double[] {value(trial)}).toList());
      Observations known = observations(done, transform);
      if (known.size() >= nextFit) {
        List<Trial> newest = done.subList(Math.max(0, done.size() - FIT_VALUES_MAX), done.size());
        theta =
            MapFit.of(model, FIT_ITERATIONS).fit(observations(newest, transform), theta).theta();
        if (priced != Priced.NOT) {
          costTheta = MapFit.of(model, FIT_ITERATIONS).fit(seconds(newest), costTheta).theta();
        }
        nextFit = (int) Math.ceil(FIT_GROWTH * known.size());
      }
      this.process = model.condition(theta, known);
      this.costs =
          priced == Priced.NOT || done.isEmpty() ? null : model.condition(costTheta, seconds(done));
      this.exponent = exponent();
      this.best = Arrays.stream(known.targets()).min().orElse(0);
      this.first = state.progress().trials().size();
      underWay.forEach(trial -> expect(state.trial(trial).configuration()));
    }

    /** NaN for one that ended badly, which is as bad as can be. */
    private static double value(Trial trial) {
      return trial.curve().isEmpty() || trial.gaveUp() ? Double.NaN : trial.curve().last();
    }

    private Observations observations(List<Trial> trials, OutputTransform transform) {
      return Observations.of(
          trials.stream()
              .map(trial -> point(trial.configuration(), Math.max(1, trial.epochs())))
              .toArray(double[][]::new),
          trials.stream().mapToDouble(trial -> transform.apply(value(trial))).toArray());
    }

    /** The logarithms of seconds, around their mean. */
    private Observations seconds(List<Trial> trials) {
      double[] logs =
          trials.stream().mapToDouble(t -> Math.log(t.effort().totalSeconds() + 1e-6)).toArray();
      double mean = Arrays.stream(logs).average().orElse(0);
      return Observations.of(
          trials.stream().map(t -> point(t.configuration(), epochs)).toArray(double[][]::new),
          Arrays.stream(logs).map(log -> log - mean).toArray());
    }

    /** How far seconds count now. */
    private double exponent() {
      Duration clock = spec.budget().wallClock();
      if (priced != Priced.COOLED || clock == null) {
        return priced == Priced.FULLY ? 1 : 0;
      }
      double spent = 0;
      for (Trial trial : state.progress().trials()) {
        spent += trial.effort().totalSeconds();
      }
      return Acquisition.coolingExponent(spent, spec.resources().slots() * (clock.toNanos() / 1e9));
    }

    private double[] point(Configuration configuration, int trained) {
      double[] point = inputs.of(configuration);
      if (taken == Taken.AS_FINAL) {
        return point;
      }
      double[] longer = Arrays.copyOf(point, point.length + 1);
      longer[point.length] = Math.log(trained) / Math.log(Math.max(2, epochs));
      return longer;
    }

    private void expect(Configuration configuration) {
      double[] point = point(configuration, epochs);
      process.append(point, process.predict(point).mean());
    }

    /** The next evaluation; empty if every row was one. */
    Optional<Advice.Proposal> start(Draws draws) {
      int number = first + starting.size();
      boolean random = number < Math.max(FIRST_MIN, spec.resources().slots());
      Optional<Scored> best = random ? random(number) : promising(free(draws));
      if (best.isEmpty()) {
        return Optional.empty();
      }
      Scored winner = best.get();
      starting.add(winner.configuration());
      expect(winner.configuration());
      boolean whole = !spec.fidelity().isInSeconds();
      return Optional.of(
          new Advice.Proposal.Start(
              winner.configuration(),
              whole ? Reach.ceiling(state) : 1,
              evidence(random ? "initial" : "expected-improvement", winner.score())));
    }

    private boolean isFree(int row) {
      return state.isFree(row) && !starting.contains(rows.configuration(row));
    }

    /** The one that random search, and {@code thaw}, would begin with: luck is the same for all. */
    private Optional<Scored> random(int number) {
      return new RandomSuggestion()
          .suggestFree(spec.space(), spec.seed(), number, this::isFree)
          .map(configuration -> new Scored(configuration, 0));
    }

    private List<Configuration> free(Draws draws) {
      List<Configuration> free = new ArrayList<>();
      for (int draw = 0; free.size() < CANDIDATES && draw < 20 * CANDIDATES; draw++) {
        int row = draws.below(rows.size(), draw);
        if (isFree(row)) {
          free.add(rows.configuration(row));
        }
      }
      return free;
    }

    private record Scored(Configuration configuration, double score) {}

    private Optional<Scored> promising(List<Configuration> free) {
      List<Normal> ends =
          process.predict(free.stream().map(c -> point(c, epochs)).toArray(double[][]::new));
      return IntStream.range(0, free.size())
          .mapToObj(i -> new Scored(free.get(i), improvement(ends.get(i)) - price(free.get(i))))
          .max(Comparator.comparingDouble(Scored::score));
    }

    private double price(Configuration configuration) {
      return costs == null ? 0 : exponent * costs.predict(point(configuration, epochs)).mean();
    }

    private double improvement(Normal end) {
      double score =
          Acquisition.logExpectedImprovement(end.mean(), Math.sqrt(end.variance()), best);
      return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    }
  }
}
