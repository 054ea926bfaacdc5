package dev.thaw.core.invariant;

import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import org.jspecify.annotations.Nullable;

/** A study that is over has given everything back. */
final class NobodyHoldsASlotAfterTheEnd implements Invariant {

  @Override
  public String claim() {
    return "Once a study is over no trial has a lease, and each has ended, waits or is paused.";
  }

  @Override
  public Scope scope() {
    return Scope.END;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    if (!seen.after().cluster().leases().isEmpty()) {
      return "there are leases: %s".formatted(seen.after().cluster().leases());
    }
    for (Trial trial : seen.after().progress().trials()) {
      TrialStatus status = trial.status();
      if (!status.ended() && status != TrialStatus.PAUSED && status != TrialStatus.PENDING) {
        return "trial %d is %s".formatted(trial.number(), status);
      }
    }
    return null;
  }
}
