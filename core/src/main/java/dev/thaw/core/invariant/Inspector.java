package dev.thaw.core.invariant;

import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches one study at a level. Some truths remember, so it is for one study only. */
public final class Inspector {

  private final Assertions level;
  private final List<Invariant> invariants;

  /** Watches from now on, for all that is known to hold. */
  public Inspector(Assertions level) {
    this(level, Invariants.all());
  }

  /** Watches from now on, for some truths. */
  public Inspector(Assertions level, List<Invariant> invariants) {
    this.level = level;
    this.invariants = List.copyOf(invariants);
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
        Optional<Violation> violation = look(invariant, seen);
        if (violation.isPresent()) {
          return violation;
        }
      }
    }
    return level == Assertions.FULL ? again(seen) : Optional.empty();
  }

  /** What cannot even be looked at does not hold. */
  private static Optional<Violation> look(Invariant invariant, Observed seen) {
    String contradiction;
    try {
      contradiction = invariant.contradiction(seen);
    } catch (RuntimeException lost) {
      contradiction = "it could not be looked at: " + lost;
    }
    return contradiction == null
        ? Optional.empty()
        : Optional.of(Violation.of(invariant, contradiction));
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
    return look(new DecisionsRepeat(), seen).or(() -> look(new EventsGiveTheState(), seen));
  }
}
