package dev.thaw.core.foresight;

import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudyState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what to train next. An adviser may remember what it computed for earlier questions, but its
 * answers depend on the questions alone: the same questions in the same order give the same advice,
 * bit for bit. Confined to one thread.
 */
public interface Adviser {

  /**
   * Answers a question.
   *
   * @param state the study as it is; any state of the study may follow any other
   * @param question what is asked
   * @return as many proposals as wanted, or fewer if there is nothing more worth training
   */
  Advice advise(StudyState state, Question question);

  /**
   * What this adviser would like to have computed before it answers, because enough has been
   * learned since the last time; empty if nothing is due. It can answer without.
   *
   * @param state the study as it is
   */
  default Optional<Refit> refit(StudyState state) {
    return Optional.empty();
  }

  /** A long computation: a pure function that may run on any thread. */
  @FunctionalInterface
  interface Refit {

    /** Computes, and returns what makes the adviser use the result, on the adviser's thread. */
    Runnable compute();
  }

  /**
   * A question.
   *
   * @param ask its number
   * @param jobs how many proposals are wanted, at least 1
   * @param row the row of the journal after which it is asked
   */
  record Question(long ask, int jobs, long row) {

    /** The answer that consists of these proposals and was made from this state. */
    public Advice answer(StudyState state, List<Advice.Proposal> proposals) {
      return answer(state, proposals, List.of(), null);
    }

    /** The same, with new hyperparameters of the surrogate, and a trial that it recommends. */
    public Advice answer(
        StudyState state,
        List<Advice.Proposal> proposals,
        List<Double> hyperparameters,
        Advice.@Nullable Recommendation recommendation) {
      long epochs = state.progress().spending().allEpochs();
      return new Advice(ask, row, epochs, proposals, hyperparameters, recommendation);
    }
  }
}
