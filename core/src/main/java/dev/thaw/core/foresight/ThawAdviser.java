package dev.thaw.core.foresight;

import dev.thaw.core.bracket.Bracket;
import dev.thaw.core.bracket.Position;
import dev.thaw.core.proposer.Foreknowledge;
import dev.thaw.core.proposer.Leaning;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Families;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.Stage;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.surrogate.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler {@code thaw}: one rule for what is frozen and what is new, with ranks as a hedge.
 *
 * <p>After a first batch of random configurations, whatever is expected to improve the best value
 * most when it is trained to the end gets the slot: a new configuration for its first epochs, a
 * frozen trial for a third more than it has. Where the budget is in time, that counts for each
 * second. While nothing improves, every other decision goes to the trial that ASHA would promote;
 * while no trial stands out either, to what ASHA would do with random configurations alone. Once no
 * more trials may be created, only those are trained on that may still win; when there are none,
 * ranks have the last word. See docs/algorithms.md for the reasons.
 */
final class ThawAdviser implements Adviser {

  private static final int FIRST_MIN = 8;
  private static final double STAGNATION = 0.5;
  private static final double NOTICEABLE = 1e-3;
  private static final double HEDGE = 0.5;

  /** By how many deviations the best value lies below the median once a trial stands out. */
  private static final double OUTSTANDING = 0.5;

  private static final int RIVALS = 3;

  private final StudySpec spec;
  private final CurveSurrogate surrogate;
  private final Newcomers newcomers;

  /** What epochs cost; null where epochs are all that counts. */
  private final @Nullable CostSurrogate costs;

  private final ControlGroup controls = new ControlGroup();
  private final Stagnation stagnation = new Stagnation(NOTICEABLE);
  private final Foreknowledge before;
  private List<Double> published = List.of();

  ThawAdviser(StudySpec spec) {
    var inputs = new CurveInputs(spec);
    this.spec = spec;
    this.surrogate = new CurveSurrogate(spec, inputs);
    this.costs = needsCosts(spec) ? new CostSurrogate(inputs.ofConfigurations()) : null;
    this.before = Earlier.of(spec);
    this.newcomers = new Newcomers(spec, inputs, surrogate);
  }

  private static boolean needsCosts(StudySpec spec) {
    return spec.budget().isInTime()
        || spec.fidelity().isInSeconds()
        || (spec.stopWhen() != null && spec.stopWhen().asksForProspects());
  }

  @Override
  public Optional<Refit> refit(StudyState state) {
    return surrogate.refit(state);
  }

  @Override
  public Advice advise(StudyState state, Question question) {
    stagnation.follow(state);
    var decision = new Decision(state, Draws.of(spec.seed(), "thaw", question.ask()));
    for (int job = 0; job < question.jobs(); job++) {
      decision.next(job).ifPresent(decision.proposals::add);
    }
    List<Double> used = Arrays.stream(surrogate.hyperparameters().vector()).boxed().toList();
    List<Double> news = used.equals(published) ? List.of() : used;
    published = used;
    return question
        .answer(state, decision.proposals, news, decision.recommendation())
        .with(decision.prospect);
  }

  /** One answer: proposals are made one after the other, each in the light of those before. */
  private final class Decision {
    private final StudyState state;
    private final Draws draws;
    private final List<Advice.Proposal> proposals = new ArrayList<>();
    private final Set<Integer> going = new HashSet<>();
    private final Set<Configuration> starting = new HashSet<>();
    private @Nullable Worth worth;
    private double incumbent;
    private Advice.@Nullable Prospect prospect;
    private @Nullable Leaning leaning;

    Decision(StudyState state, Draws draws) {
      this.state = state;
      this.draws = draws;
    }

    Optional<Advice.Proposal> next(int job) {
      Draws own = draws.split("job", job);
      if (trials() < Math.max(FIRST_MIN, spec.resources().slots()) && state.mayCreate()) {
        return randomStart("initial");
      }
      if (stagnates() && own.uniform(0) < HEDGE) {
        boolean sure = standsOut() || Stage.isForRefining(state);
        Optional<Advice.Proposal> ranked = sure ? promotion() : controlled();
        if (ranked.isPresent()) {
          return ranked;
        }
      }
      return bestExpected(own.split("candidates", 0));
    }

    /**
     * Whether the best value has not become much better for a while. That is no surprise while what
     * is cheap is refined: by then trials are short, and so a while is what it will be at the end.
     */
    private boolean stagnates() {
      double training =
          Stage.isForRefining(state) ? Reach.fullestTraining(state) : Reach.fullTraining(state);
      return stagnation.epochs(state) >= STAGNATION * training;
    }

    /** New trials so far, without the baseline, which is nobody's choice. */
    private int trials() {
      return state.suggested() + starting.size();
    }

    private Optional<Advice.Proposal> randomStart(String rule) {
      return Starts.configuration(state, spec.seed(), trials(), c -> !starting.contains(c))
          .map(
              configuration -> {
                controls.add(configuration);
                var evidence = new Advice.Evidence(rule, 0, List.of(), List.of());
                return start(configuration, evidence);
              });
    }

    private Advice.Proposal start(Configuration configuration, Advice.Evidence evidence) {
      starting.add(configuration);
      newcomers.propose(configuration);
      return new Advice.Proposal.Start(configuration, worth().firstLimit(configuration), evidence);
    }

    /** How far to lean to what was good in earlier studies, after what was shown here so far. */
    private Leaning leaning() {
      if (leaning == null) {
        leaning = before.isNone() ? Leaning.none() : before.leaning(Shown.at(state));
      }
      return leaning;
    }

    /** Whether the best trial is told from the others; on a plateau it is not. */
    private boolean standsOut() {
      worth();
      return surrogate.best(state) < -OUTSTANDING;
    }

    /** What ASHA would do if it had drawn the control group and knew no other trials. */
    private Optional<Advice.Proposal> controlled() {
      Bracket rungs = climbed();
      Optional<Position> position = controls.bestPromotable(state, rungs.plan(), this::isAvailable);
      if (position.isPresent()) {
        return Optional.of(promote(position.get(), rungs, "control-promotion"));
      }
      return state.mayCreate() ? randomStart("control") : Optional.empty();
    }

    /**
     * The first bracket that trials climb, to the maximum as it is where schedules depend on it;
     * that of a baseline has a single rung.
     */
    private Bracket climbed() {
      for (Bracket bracket : state.search().brackets()) {
        if (bracket.top() > 0 && Families.isOpen(state, bracket)) {
          return bracket;
        }
      }
      return state.search().brackets().get(0);
    }

    /** What ASHA would promote, if that trial is there to be promoted. */
    private Optional<Advice.Proposal> promotion() {
      for (Bracket bracket : state.search().brackets()) {
        Optional<Position> position =
            bracket.bestPromotable(!state.mayCreate(), this::isBelowTheCeiling);
        if (position.isPresent() && isAvailable(state.trial(position.get().trial()))) {
          return Optional.of(promote(position.get(), bracket, "promotion"));
        }
      }
      return Optional.empty();
    }

    private boolean isBelowTheCeiling(int trial) {
      return Reach.mayGoOn(state, state.trial(trial));
    }

    private Advice.Proposal promote(Position position, Bracket bracket, String rule) {
      int level = bracket.rungs().get(position.rung() + 1).epochs();
      int limit = Reach.epochAt(state, state.trial(position.trial()), level);
      var evidence = new Advice.Evidence(rule, 0, List.of(), List.of());
      return go(position.trial(), limit, evidence);
    }

    private Advice.Proposal go(int trial, int limit, Advice.Evidence evidence) {
      going.add(trial);
      return new Advice.Proposal.Go(trial, limit, evidence);
    }

    private boolean isAvailable(Trial trial) {
      return state.standsStill(trial.number())
          && !going.contains(trial.number())
          && Reach.mayGoOn(state, trial);
    }

    /** Brings the surrogate up to date when it is first needed. */
    private Worth worth() {
      if (worth == null) {
        surrogate.follow(state);
        newcomers.follow(state);
        incumbent = incumbent();
        worth = new Worth(state, incumbent, prices());
      }
      return worth;
    }

    private Prices prices() {
      if (costs == null) {
        return Prices.none();
      }
      costs.follow(state);
      boolean inTime = state.budget().isInTime() || spec.fidelity().isInSeconds();
      return inTime ? Prices.of(costs, state) : Prices.none();
    }

    /**
     * The value that is to be beaten: the best so far. While what is cheap is refined it is the
     * best that is expected of any trial, where that is worse: nothing near a lucky value beats it,
     * and the search would leave what it is to refine.
     */
    private double incumbent() {
      if (!Stage.isForRefining(state)) {
        return surrogate.best(state);
      }
      int last = (int) Math.max(1, Math.round(Reach.fullTraining(state)));
      double expected = Double.POSITIVE_INFINITY;
      for (Trial trial : state.candidates()) {
        int place = surrogate.place(trial.number());
        if (place >= 0) {
          expected = Math.min(expected, surrogate.model().predict(place, last).mean());
        }
      }
      return expected == Double.POSITIVE_INFINITY
          ? surrogate.best(state)
          : Math.max(surrogate.best(state), expected);
    }

    Advice.@Nullable Recommendation recommendation() {
      return forecasts().recommendation(state);
    }

    private Forecasts forecasts() {
      return new Forecasts(surrogate, worth().last(), worth()::last);
    }

    private Optional<Advice.Proposal> bestExpected(Draws own) {
      List<Candidate> candidates = new ArrayList<>();
      Worth now = worth();
      for (Trial trial : state.candidates()) {
        if (isAvailable(trial) && surrogate.place(trial.number()) >= 0) {
          Candidate frozen = frozen(now, trial);
          if (state.mayCreate() || !now.hopeless(frozen.mean(), frozen.variance())) {
            candidates.add(frozen);
          }
        }
      }
      if (state.mayCreate()) {
        Stage stage = Stage.of(state);
        candidates.addAll(
            newcomers.candidates(
                state, now, leaning(), c -> !starting.contains(c) && stage.admits(c), own));
      }
      candidates.sort(Candidate.BEST_FIRST);
      return candidates.isEmpty() ? Optional.empty() : Optional.of(propose(now, candidates));
    }

    private Advice.Prospect prospect(Worth now, Candidate winner) {
      double variance = now.raised(winner.variance());
      double seconds = Prices.epochSeconds(costs, state, winner);
      return Prospects.of(state, surrogate.transform(), winner, variance, incumbent, seconds);
    }

    private Candidate frozen(Worth now, Trial trial) {
      int horizon = now.horizon(trial);
      Prediction end = surrogate.model().predict(surrogate.place(trial.number()), horizon);
      double score = now.of(trial, end.mean(), end.variance());
      return new Candidate(score, end.mean(), end.variance(), horizon, trial, null);
    }

    private Advice.Proposal propose(Worth now, List<Candidate> ranked) {
      Candidate winner = ranked.getFirst();
      Trial trial = winner.trial();
      prospect = prospect == null ? prospect(now, winner) : prospect;
      int limit =
          trial == null
              ? now.firstLimit(Objects.requireNonNull(winner.configuration()))
              : now.limit(trial);
      var foretold = forecasts();
      List<Advice.Rival> rivals =
          ranked.stream()
              .skip(1)
              .limit(RIVALS)
              .map(c -> new Advice.Rival(c.trial() == null ? null : c.trial().number(), c.score()))
              .toList();
      var evidence =
          new Advice.Evidence(
              "expected-improvement", winner.score(), foretold.of(winner, limit), rivals);
      if (trial != null) {
        surrogate.model().believe(surrogate.place(trial.number()), limit);
        return go(trial.number(), limit, evidence);
      }
      Configuration configuration = Objects.requireNonNull(winner.configuration());
      surrogate.expectNew(state, configuration, limit);
      return start(configuration, evidence);
    }
  }
}
