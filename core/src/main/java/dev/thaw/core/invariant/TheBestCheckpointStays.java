package dev.thaw.core.invariant;

import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Stored;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import org.jspecify.annotations.Nullable;

/** Invariant 6, the best: it is kept while it may win. */
final class TheBestCheckpointStays implements Invariant {

  @Override
  public String claim() {
    return "The checkpoint of the best value is not given up, unless there is another of it.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    Progress.Best best = seen.after().progress().best();
    for (StudyEvent event : seen.events()) {
      if (event instanceof StudyEvent.CheckpointEvicted e) {
        if (e.retrainingSeconds() < 0) {
          return "to train what %s holds would take %s s".formatted(e, e.retrainingSeconds());
        }
        if (best != null
            && e.trial() == best.trial()
            && e.checkpoint().epoch() == best.epoch()
            && !hasAnother(seen.after(), best, e.checkpoint())) {
          return "%s was given up".formatted(e.checkpoint());
        }
      }
    }
    return null;
  }

  private static boolean hasAnother(StudyState after, Progress.Best best, CheckpointRef gone) {
    CheckpointRef ref = after.trial(best.trial()).best();
    return ref != null
        && ref.epoch() == best.epoch()
        && !ref.equals(gone)
        && after
            .stored()
            .bytes()
            .containsKey(new Stored.Name(ref.writtenBy(best.trial()), ref.fence(), ref.epoch()));
  }
}
