package dev.thaw.core.testing;

import dev.thaw.core.invariant.Invariant;
import dev.thaw.core.invariant.Invariants;
import dev.thaw.core.invariant.Observed;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import java.util.List;

/** All invariants of a study as observers of its steps, refused ones included. */
public final class Checkers {

  private Checkers() {}

  /** What must hold after every step; a new instance for each run, because some remember. */
  public static StepObserver all() {
    List<Invariant> invariants =
        Invariants.all().stream()
            .filter(invariant -> invariant.scope() != Invariant.Scope.END)
            .toList();
    return (before, step, decision) ->
        check(invariants, new Observed(before, step, decision.after()));
  }

  /** What must hold once a study is over. */
  public static void checkEnd(StudyState state) {
    List<Invariant> invariants =
        Invariants.all().stream()
            .filter(invariant -> invariant.scope() == Invariant.Scope.END)
            .toList();
    var nothing = new Step(new StudyInput.StopRequested(state.lifecycle().lastAt()), List.of());
    check(invariants, new Observed(state, nothing, state));
  }

  private static void check(List<Invariant> invariants, Observed seen) {
    for (Invariant invariant : invariants) {
      String contradiction = invariant.contradiction(seen);
      if (contradiction != null) {
        throw new AssertionError(
            "%s: %s But %s: %s"
                .formatted(
                    invariant.getClass().getSimpleName(),
                    invariant.claim(),
                    contradiction,
                    seen.step()));
      }
    }
  }
}
