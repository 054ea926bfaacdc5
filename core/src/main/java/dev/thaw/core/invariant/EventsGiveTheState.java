package dev.thaw.core.invariant;

import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyState;
import org.jspecify.annotations.Nullable;

/** What is recorded suffices to recover the study. */
final class EventsGiveTheState implements Invariant {

  @Override
  public String claim() {
    return "The events of a step lead from the state before it to the state after it.";
  }

  @Override
  public Scope scope() {
    return Scope.STATE;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyState evolved = Study.evolve(seen.before(), seen.step());
    return seen.after().equals(evolved) ? null : "%s leads to another state".formatted(seen.step());
  }
}
