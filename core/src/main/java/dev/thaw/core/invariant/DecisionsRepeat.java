package dev.thaw.core.invariant;

import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same input decided again in the same state gives the same events. */
final class DecisionsRepeat implements Invariant {

  @Override
  public String claim() {
    return "The same input gives the same decisions.";
  }

  @Override
  public Scope scope() {
    return Scope.STATE;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    List<StudyEvent> again = Study.decide(seen.before(), seen.step().input()).events();
    return again.equals(seen.events())
        ? null
        : "%s was decided first, then %s".formatted(seen.events(), again);
  }
}
