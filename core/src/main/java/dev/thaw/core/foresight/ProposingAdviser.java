package dev.thaw.core.foresight;

import dev.thaw.core.bracket.Rung;
import dev.thaw.core.pareto.Outcome;
import dev.thaw.core.proposer.Foreknowledge;
import dev.thaw.core.proposer.Knowledge;
import dev.thaw.core.proposer.Leaning;
import dev.thaw.core.proposer.Observed;
import dev.thaw.core.proposer.Proposal;
import dev.thaw.core.proposer.Proposer;
import dev.thaw.core.proposer.Proposers;
import dev.thaw.core.random.Draws;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Dispatch;
import dev.thaw.core.study.Outcomes;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.suggest.ModelSuggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Asks the proposer that a study's suggestion names for new configurations, and leaves everything
 * else to its brackets.
 *
 * <p>The proposer is told what each trial showed at each rung that it reached, and what is on its
 * way to the first. What could not be trained counts as worse than anything, at the first rung.
 * Several proposals of one answer are made one after the other, each as if those before were on
 * their way.
 */
final class ProposingAdviser implements Adviser {

  private final StudySpec spec;
  private final Proposer proposer;
  private final Foreknowledge before;

  /**
   * An adviser.
   *
   * @throws IllegalArgumentException if the study's suggestion asks no proposer, or one that does
   *     not exist
   */
  ProposingAdviser(StudySpec spec) {
    this(spec, proposer(spec));
  }

  /** An adviser that asks a proposer of its own. */
  ProposingAdviser(StudySpec spec, Proposer proposer) {
    this.spec = spec;
    this.proposer = proposer;
    this.before = Earlier.of(spec);
  }

  private static Proposer proposer(StudySpec spec) {
    if (!(spec.suggestion().rule()
        instanceof ModelSuggestion(String name, Map<String, Object> options))) {
      throw new IllegalArgumentException(
          "suggest (%s) must name a proposer.".formatted(spec.suggestion().name()));
    }
    return Proposers.of(name, options);
  }

  @Override
  public Advice advise(StudyState state, Question question) {
    List<Observed> observed = Shown.at(state);
    List<Configuration> pending = pending(state, observed);
    List<Advice.Proposal> proposals = new ArrayList<>();
    Draws draws = Draws.of(spec.seed(), "proposer", question.ask());
    int planned = planned(state);
    int level = level(state);
    Leaning leaning = before.leaning(observed);
    for (int job = 0; job < question.jobs(); job++) {
      Draws own = draws.split("job", job);
      var known =
          new Knowledge(
              state.space(),
              Outcomes.matter(spec) ? scored(state, observed, own.split("weights", 0)) : observed,
              pending,
              state.progress().trials().size() + job,
              planned,
              spec.seed(),
              level,
              leaning);
      Optional<Proposal> found = proposer.propose(known, own);
      if (found.isEmpty()) {
        break;
      }
      Proposal proposal = found.get();
      pending.add(proposal.configuration());
      proposals.add(
          Starts.of(proposal.configuration(), rule(proposal.measure()), proposal.worth()));
    }
    return question.answer(state, proposals);
  }

  /** Who proposed, and by what: {@code tpe/density-ratio}. */
  private String rule(String measure) {
    return spec.suggestion().name() + "/" + measure;
  }

  private static int planned(StudyState state) {
    Integer trials = state.budget().trials();
    return trials == null ? 0 : trials;
  }

  /** The first rung of the bracket that the next new trial enters; 0 if none has room. */
  private static int level(StudyState state) {
    OptionalInt bracket = Dispatch.bracketForNew(state);
    return bracket.isEmpty() ? 0 : state.bracket(bracket.getAsInt()).rungs().getFirst().epochs();
  }

  /** What trials showed in one score, where several count. */
  private List<Observed> scored(StudyState state, List<Observed> observed, Draws draws) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Observed one : observed) {
      Trial trial = state.trial(one.trial());
      outcomes.add(
          Double.isNaN(one.score())
              ? new Outcome(List.of(Double.NaN), 0)
              : Outcomes.at(state, trial, epochs(state, trial, one.level())));
    }
    return ManyScores.of(spec.suggestion().name(), observed, outcomes, draws);
  }

  /** The epoch at which a trial stood at a level. */
  private static int epochs(StudyState state, Trial trial, int level) {
    List<Rung> rungs = state.bracket(trial.bracket()).rungs();
    for (int rung = 0; rung < rungs.size(); rung++) {
      if (rungs.get(rung).epochs() == level) {
        return trial.epochsAt(rung, level);
      }
    }
    throw new IllegalStateException("trial %d has no level %d.".formatted(trial.number(), level));
  }

  private static List<Configuration> pending(StudyState state, List<Observed> observed) {
    Set<Integer> known = new HashSet<>();
    observed.forEach(one -> known.add(one.trial()));
    List<Configuration> pending = new ArrayList<>();
    for (Trial trial : state.candidates()) {
      if (!trial.gaveUp() && !known.contains(trial.number())) {
        pending.add(trial.configuration());
      }
    }
    return pending;
  }
}
