package dev.thaw.core.simulation;

import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyState;
import org.jspecify.annotations.Nullable;

/** Sees every step of a simulation, refused inputs included. */
@FunctionalInterface
public interface StepObserver {

  /**
   * Called after a decision.
   *
   * @param before the state before it; null at the first step
   * @param step the input and its events; no events for a refusal
   * @param decision what was decided
   */
  void onStep(@Nullable StudyState before, Step step, Decision decision);

  /** An observer that looks away. */
  static StepObserver none() {
    return (before, step, decision) -> {};
  }

  /** Both, one after the other. */
  default StepObserver and(StepObserver other) {
    return (before, step, decision) -> {
      onStep(before, step, decision);
      other.onStep(before, step, decision);
    };
  }
}
