package dev.thaw.core.invariant;

import dev.thaw.core.study.Cluster;
import dev.thaw.core.study.Slot;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A device whose memory did not come back is left alone until its node offers it again. */
final class QuarantinedSlotsAreNotGranted implements Invariant {

  @Override
  public String claim() {
    return "A slot in quarantine is neither granted nor free.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyState before = seen.before();
    boolean offeredAgain = seen.events().stream().anyMatch(StudyEvent.NodeAdded.class::isInstance);
    for (StudyEvent event : seen.events()) {
      if (before != null
          && !offeredAgain
          && event instanceof StudyEvent.LeaseGranted e
          && before.cluster().quarantined().containsKey(e.slot())) {
        return "trial %d was granted %s".formatted(e.trial(), e.slot());
      }
    }
    Cluster cluster = seen.after().cluster();
    for (Map.Entry<Slot, String> entry : cluster.quarantined()) {
      if (cluster.free().containsKey(entry.getKey())) {
        return "%s is free".formatted(entry.getKey());
      }
    }
    return null;
  }
}
