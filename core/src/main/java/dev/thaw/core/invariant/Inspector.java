package dev.thaw.core.invariant;

import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches one study at a level. Some truths remember, so it is for one study only. */
public final class Inspector {

  private final Assertions level;
  private final List<Invariant> invariants = Invariants.all();

  /** Watches from now on. */
  public Inspector(Assertions level) {
    this.level = level;
  }

  /**
   * Looks at a step before anybody acts upon it.
   *
   * @return the first truth that does not hold; empty if all hold that the level asks for
   */
  public Optional<Violation> inspect(@Nullable StudyState before, Step step, StudyState after) {
    if (level == Assertions.NONE || step.events().isEmpty()) {
      return Optional.empty();
    }
    var seen = new Observed(before, step, after);
    boolean phase = seen.changesPhase();
    for (Invariant invariant : invariants) {
      if (isDue(invariant.scope(), phase, seen)) {
        String contradiction = invariant.contradiction(seen);
        if (contradiction != null) {
          return Optional.of(Violation.of(invariant, contradiction));
        }
      }
    }
    return level == Assertions.FULL ? again(seen) : Optional.empty();
  }

  private boolean isDue(Invariant.Scope scope, boolean phase, Observed seen) {
    return switch (scope) {
      case STEP -> phase || level.compareTo(Assertions.STEP) >= 0;
      case STATE -> phase || level == Assertions.FULL;
      case END -> seen.ends();
    };
  }

  /** The step decided and recorded a second time. */
  private static Optional<Violation> again(Observed seen) {
    for (Invariant invariant : List.of(new DecisionsRepeat(), new EventsGiveTheState())) {
      String contradiction = invariant.contradiction(seen);
      if (contradiction != null) {
        return Optional.of(Violation.of(invariant, contradiction));
      }
    }
    return Optional.empty();
  }
}
