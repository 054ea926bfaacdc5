package dev.thaw.core.invariant;

import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import org.jspecify.annotations.Nullable;

/** Complete, stopped, failed and infeasible are for good. */
final class EndedTrialsStayEnded implements Invariant {

  @Override
  public String claim() {
    return "A trial that ended never gets a slot again.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyState before = seen.before();
    for (StudyEvent event : seen.events()) {
      if (before != null
          && event instanceof StudyEvent.LeaseGranted e
          && seen.knew(e.trial())
          && before.trial(e.trial()).status().ended()) {
        return "trial %d was %s".formatted(e.trial(), before.trial(e.trial()).status());
      }
    }
    return null;
  }
}
