package dev.thaw.core.invariant;

import dev.thaw.core.study.Families;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import org.jspecify.annotations.Nullable;

/** A schedule that depends on the maximum cannot be continued under another. */
final class NobodyGoesOnToAnotherMaximum implements Invariant {

  @Override
  public String claim() {
    return "Whoever was trained for a maximum gets no slot once that has grown.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyState before = seen.before();
    StudyState after = seen.after();
    if (before == null || !Families.matter(after.spec())) {
      return null;
    }
    for (StudyEvent event : seen.events()) {
      if (event instanceof StudyEvent.LeaseGranted e && seen.knew(e.trial())) {
        Trial trial = after.trial(e.trial());
        boolean baseline = after.spec().baseline() && trial.bracket() == 0;
        boolean current = Families.maximum(after, trial) >= Reach.ceiling(before);
        if (!baseline && !after.confirms(e.trial()) && !current) {
          return "trial %d goes on to epoch %d".formatted(e.trial(), e.epochLimit());
        }
      }
    }
    return null;
  }
}
