package dev.thaw.core.testing;

import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.random.Draws;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import dev.thaw.core.suggest.RandomSuggestion;
import java.util.ArrayList;
import java.util.List;

/**
 * An adviser that proposes anything: trials that wait, run, ended or do not exist, epochs that are
 * too low or too high, the same trial twice, too few proposals, scores that are not numbers.
 *
 * @param seed what it proposes
 * @param folly the probability that a proposal makes no sense
 */
public record ErraticAdviser(long seed, double folly) implements Adviser {

  @Override
  public Advice advise(StudyState state, Question question) {
    Draws draws = Draws.of(seed, "erratic", question.ask());
    List<Advice.Proposal> proposals = new ArrayList<>();
    for (int job = 0; job < question.jobs(); job++) {
      if (draws.uniform(10 * job) >= folly / 2) {
        proposals.add(proposal(state, draws.split("job", job), job));
      }
    }
    return question.answer(state, proposals);
  }

  private Advice.Proposal proposal(StudyState state, Draws draws, int job) {
    var evidence = new Advice.Evidence("erratic", Double.NaN, List.of(), List.of());
    int trials = state.progress().trials().size();
    int max = state.spec().fidelity().max();
    if (trials == 0 || draws.uniform(0) < 0.4) {
      var configuration =
          new RandomSuggestion().suggest(state.spec().space(), draws.bits(1), job).orElseThrow();
      return new Advice.Proposal.Start(configuration, 1 + draws.below(max, 2), evidence);
    }
    if (draws.uniform(3) < folly) {
      return new Advice.Proposal.Go(
          draws.below(2 * trials, 4) - 2, draws.below(2 * max, 5) - 2, evidence);
    }
    Trial trial = state.trial(draws.below(trials, 6));
    return new Advice.Proposal.Go(trial.number(), trial.epochs() + 1 + draws.below(3, 7), evidence);
  }
}
