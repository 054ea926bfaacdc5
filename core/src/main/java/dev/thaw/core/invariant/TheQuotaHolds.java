package dev.thaw.core.invariant;

import dev.thaw.core.study.Advice;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Stored;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Invariant 6, the quota of checkpoints. */
final class TheQuotaHolds implements Invariant {

  @Override
  public String claim() {
    return "What exceeds the quota must stay: of trials with a slot or about to have one, of the"
        + " best, of the recommended.";
  }

  @Override
  public Scope scope() {
    return Scope.STATE;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyState after = seen.after();
    Long quota = after.spec().checkpoints().quota();
    if (quota == null || after.stored().total() <= quota) {
      return null;
    }
    for (Map.Entry<Stored.Name, Long> entry : after.stored().bytes()) {
      if (!mustStay(after, entry.getKey())) {
        return "%s stays beyond the quota of %d bytes".formatted(entry.getKey(), quota);
      }
    }
    return null;
  }

  private static boolean mustStay(StudyState after, Stored.Name name) {
    Trial trial = after.trial(name.trial());
    CheckpointRef checkpoint = name.checkpoint();
    Progress.Best best = after.progress().best();
    Advice.Recommendation advised = after.advised();
    boolean latest = checkpoint.equals(trial.latest());
    boolean trains = after.lease(trial.number()) != null && latest;
    boolean wins =
        best != null && best.trial() == trial.number() && checkpoint.equals(trial.best());
    return trains
        || wins
        || (latest && goesNext(after, trial.number()) && aSlotIsBeingLeft(after))
        || (advised != null && advised.trial() == trial.number());
  }

  private static boolean goesNext(StudyState after, int trial) {
    return after.search().owed().containsKey(trial)
        || after.search().counsel().left().stream()
            .anyMatch(p -> p instanceof Advice.Proposal.Go go && go.trial() == trial);
  }

  private static boolean aSlotIsBeingLeft(StudyState after) {
    for (Map.Entry<Integer, Lease> lease : after.cluster().leases()) {
      if (lease.getValue().ending() != Lease.Ending.NONE) {
        return true;
      }
    }
    return false;
  }
}
