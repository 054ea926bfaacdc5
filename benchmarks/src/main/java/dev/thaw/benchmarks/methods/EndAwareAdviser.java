package dev.thaw.benchmarks.methods;

import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.List;
import java.util.Optional;

/**
 * Another adviser, of whose proposals those are left out that would train a trial beyond its last
 * epoch. Where levels of the fidelity are seconds a study does not know that there is one.
 */
final class EndAwareAdviser implements Adviser {

  private final Adviser other;
  private final int epochs;

  /**
   * An adviser for a study on a table.
   *
   * @param epochs of a full training
   */
  EndAwareAdviser(Adviser other, int epochs) {
    this.other = other;
    this.epochs = epochs;
  }

  @Override
  public Optional<Refit> refit(StudyState state) {
    return other.refit(state);
  }

  @Override
  public Advice advise(StudyState state, Question question) {
    int over = 0;
    for (Trial trial : state.progress().trials()) {
      over += isOver(trial) && state.standsStill(trial.number()) ? 1 : 0;
    }
    var wider = new Question(question.ask(), question.jobs() + over, question.row());
    Advice advice = other.advise(state, wider);
    List<Advice.Proposal> left =
        advice.proposals().stream()
            .filter(proposal -> !isOver(state, proposal))
            .limit(question.jobs())
            .map(proposal -> shortened(state, proposal))
            .toList();
    return new Advice(
        advice.ask(),
        advice.row(),
        advice.epochs(),
        left,
        advice.hyperparameters(),
        advice.recommendation(),
        advice.prospect());
  }

  private boolean isOver(Trial trial) {
    return trial.epochs() >= epochs;
  }

  private boolean isOver(StudyState state, Advice.Proposal proposal) {
    return proposal instanceof Advice.Proposal.Go go && isOver(state.trial(go.trial()));
  }

  private Advice.Proposal shortened(StudyState state, Advice.Proposal proposal) {
    return switch (proposal) {
      case Advice.Proposal.Go go
          when go.epochLimit() > epochs && state.trial(go.trial()).epochs() < epochs ->
          new Advice.Proposal.Go(go.trial(), epochs, go.evidence());
      case Advice.Proposal.Go go -> go;
      case Advice.Proposal.Start start -> start;
    };
  }
}
