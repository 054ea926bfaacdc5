package dev.thaw.core.invariant;

import dev.thaw.core.study.StudyEvent;
import org.jspecify.annotations.Nullable;

/** What a node refuses rests on this: an older lease has a smaller fence. */
final class FencesGrow implements Invariant {

  private long last;

  @Override
  public String claim() {
    return "Every lease has a larger fence than all before it.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    for (StudyEvent event : seen.events()) {
      if (event instanceof StudyEvent.LeaseGranted e) {
        if (e.fence() <= last) {
          return "trial %d was granted fence %d after fence %d"
              .formatted(e.trial(), e.fence(), last);
        }
        last = e.fence();
      }
    }
    return null;
  }
}
