package dev.thaw.core.simulation;

import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who decides in a simulation: the decision core, perhaps with somebody beside it who holds a
 * watch.
 */
@FunctionalInterface
public interface Judge {

  /**
   * Decides what follows from an input, as {@link Study#decide} does.
   *
   * @param state the state so far; null before the first input
   */
  Judgement judge(@Nullable StudyState state, StudyInput input);

  /**
   * Asks an adviser, who computes what is due first.
   *
   * @param state the state that the question is about
   */
  default Counsel consult(Adviser adviser, StudyState state, Adviser.Question question) {
    adviser.refit(state).ifPresent(refit -> refit.compute().run());
    return new Counsel(adviser.advise(state, question), Duration.ZERO);
  }

  /** The decision core alone, for which thinking takes no time. */
  static Judge free() {
    return (state, input) -> new Judgement(Study.decide(state, input), Duration.ZERO);
  }

  /**
   * A decision and the virtual time that it takes.
   *
   * @param decision what was decided
   * @param thinking how long whoever waits for it has to wait; further inputs queue up meanwhile
   */
  record Judgement(Decision decision, Duration thinking) {}

  /**
   * Advice and the virtual time that it takes.
   *
   * @param advice what was advised
   * @param thinking how long it takes to arrive; the study goes on meanwhile
   */
  record Counsel(Advice advice, Duration thinking) {}
}
