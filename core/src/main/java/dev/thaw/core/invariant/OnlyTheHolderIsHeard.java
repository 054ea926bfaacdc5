package dev.thaw.core.invariant;

import dev.thaw.core.study.Lease;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import org.jspecify.annotations.Nullable;

/** Two sessions of one trial would both be believed, and a zombie's word would count. */
final class OnlyTheHolderIsHeard implements Invariant {

  @Override
  public String claim() {
    return "What is recorded of an epoch was said by the session that has the lease, in its turn.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    if (!(seen.step().input() instanceof StudyInput.EpochReported said)) {
      return null;
    }
    StudyState before = seen.before();
    Lease lease = before == null ? null : before.lease(said.trial());
    for (StudyEvent event : seen.events()) {
      boolean counts =
          event instanceof StudyEvent.EpochRecorded || event instanceof StudyEvent.EpochRetrained;
      if (counts && (lease == null || lease.fence() != said.fence())) {
        return "epoch %d of trial %d was taken by fence %d, and the lease is %s"
            .formatted(said.epoch(), said.trial(), said.fence(), lease);
      }
      if (counts && lease != null && said.epoch() != lease.reported() + 1) {
        return "epoch %d of trial %d was taken after epoch %d"
            .formatted(said.epoch(), said.trial(), lease.reported());
      }
    }
    return null;
  }
}
