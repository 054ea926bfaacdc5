package dev.thaw.core.invariant;

import dev.thaw.core.curve.Curve;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import org.jspecify.annotations.Nullable;

/** Invariant 2: epochs 1 to n, each recorded once. */
final class CurvesGrowAtTheirEnd implements Invariant {

  @Override
  public String claim() {
    return "An epoch is recorded once, after all before it, with the value that was reported.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyState before = seen.before();
    for (StudyEvent event : seen.events()) {
      if (event instanceof StudyEvent.EpochRecorded e) {
        int known = before == null ? 0 : before.trial(e.trial()).curve().length();
        Curve now = seen.after().trial(e.trial()).curve();
        if (e.epoch() != known + 1 || now.length() != e.epoch()) {
          return "epoch %d of trial %d was recorded after epoch %d, and now it has %d"
              .formatted(e.epoch(), e.trial(), known, now.length());
        }
        if (Double.compare(now.last(), e.value()) != 0) {
          return "trial %d has %s at epoch %d, for which %s was recorded"
              .formatted(e.trial(), now.last(), e.epoch(), e.value());
        }
      }
    }
    return null;
  }
}
