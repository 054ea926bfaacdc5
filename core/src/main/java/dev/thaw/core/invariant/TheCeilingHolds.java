package dev.thaw.core.invariant;

import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import org.jspecify.annotations.Nullable;

/** While the maximum of a search grows, nobody is trained beyond it. */
final class TheCeilingHolds implements Invariant {

  @Override
  public String claim() {
    return "Only the baseline and confirmations are granted epochs beyond the ceiling of a search.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyState after = seen.after();
    Integer ceiling = after.search().ceiling();
    if (ceiling == null
        || after.spec().fidelity().isInSeconds()
        || Reach.ceiling(after) != ceiling) {
      return null;
    }
    for (StudyEvent event : seen.events()) {
      if (event instanceof StudyEvent.LeaseGranted e && e.epochLimit() > ceiling) {
        boolean baseline = after.spec().baseline() && after.trial(e.trial()).bracket() == 0;
        if (!baseline && !after.confirms(e.trial())) {
          return "trial %d was granted epoch %d, where the ceiling is %d"
              .formatted(e.trial(), e.epochLimit(), ceiling);
        }
      }
    }
    return null;
  }
}
