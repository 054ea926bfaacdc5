package dev.thaw.core.invariant;

import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What was recorded is never rewritten. */
final class ThePastStays implements Invariant {

  @Override
  public String claim() {
    return "The curve of a trial begins with what it was before.";
  }

  @Override
  public Scope scope() {
    return Scope.STATE;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyState before = seen.before();
    for (StudyEvent event : seen.events()) {
      if (before != null && event instanceof StudyEvent.EpochRecorded e) {
        double[] old = before.trial(e.trial()).curve().values();
        double[] now = seen.after().trial(e.trial()).curve().values();
        if (now.length < old.length || !Arrays.equals(old, Arrays.copyOf(now, old.length))) {
          return "the past of trial %d changed at epoch %d".formatted(e.trial(), e.epoch());
        }
      }
    }
    return null;
  }
}
