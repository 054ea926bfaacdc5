package dev.thaw.core.foresight;

import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.suggest.ListedSuggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proposes what somebody listed, before another adviser has a say. */
final class ListedFirst implements Adviser {

  private final ListedSuggestion listed;
  private final Adviser then;

  ListedFirst(ListedSuggestion listed, Adviser then) {
    this.listed = listed;
    this.then = then;
  }

  @Override
  public Advice advise(StudyState state, Question question) {
    List<Advice.Proposal> proposals = starts(state, question.jobs());
    if (proposals.isEmpty()) {
      return then.advise(state, question);
    }
    int left = question.jobs() - proposals.size();
    if (left == 0) {
      return question.answer(state, proposals);
    }
    Advice rest = then.advise(state, new Question(question.ask(), left, question.row()));
    proposals.addAll(rest.proposals());
    return question
        .answer(state, proposals, rest.hyperparameters(), rest.recommendation())
        .with(rest.prospect());
  }

  private List<Advice.Proposal> starts(StudyState state, int most) {
    StudySpec spec = state.spec();
    List<Advice.Proposal> starts = new ArrayList<>();
    long next = state.suggested();
    int limit = spec.fidelity().isInSeconds() ? 1 : spec.fidelity().min();
    while (state.mayCreate() && starts.size() < most && listed.listed(next).isPresent()) {
      var evidence = new Advice.Evidence("listed", 0, List.of(), List.of());
      starts.add(new Advice.Proposal.Start(listed.listed(next).orElseThrow(), limit, evidence));
      next++;
    }
    return starts;
  }

  @Override
  public Optional<Refit> refit(StudyState state) {
    return then.refit(state);
  }
}
