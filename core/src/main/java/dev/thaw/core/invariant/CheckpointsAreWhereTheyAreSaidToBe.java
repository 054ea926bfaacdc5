package dev.thaw.core.invariant;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.study.CheckpointRef;
import dev.thaw.core.study.Lineage;
import dev.thaw.core.study.Stored;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is stored is what was recorded and neither lost nor given up; trials go on from it. */
final class CheckpointsAreWhereTheyAreSaidToBe implements Invariant {

  @Override
  public String claim() {
    return "Each trial names the checkpoints that are stored of it, and goes on from no other.";
  }

  @Override
  public Scope scope() {
    return Scope.STATE;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyState after = seen.after();
    long total = 0;
    for (Map.Entry<Stored.Name, Long> entry : after.stored().bytes()) {
      total += entry.getValue();
    }
    if (total != after.stored().total()) {
      return "%d bytes are stored, not %d".formatted(total, after.stored().total());
    }
    for (Trial trial : after.progress().trials()) {
      String wrong = namesAndStored(after, trial);
      if (wrong != null) {
        return wrong;
      }
    }
    return origins(seen);
  }

  private static @Nullable String namesAndStored(StudyState after, Trial trial) {
    Set<@Nullable CheckpointRef> named = new HashSet<>();
    named.add(trial.latest());
    named.add(trial.best());
    named.remove(null);
    Set<CheckpointRef> stored = new HashSet<>();
    after.stored().of(trial.number()).forEach(name -> stored.add(name.checkpoint()));
    named.removeIf(ref -> ref != null && ref.owner() != null); // Forks go on from their parents'.
    boolean population = after.spec().scheduler() instanceof Scheduler.Population;
    stored.removeIf(
        ref ->
            !named.contains(ref)
                && (population
                    ? isOfAComparison(after, trial, ref)
                    : isForAFork(after, trial, ref)));
    boolean right = trial.gaveUp() ? named.containsAll(stored) : named.equals(stored);
    return right ? null : "trial %d names %s and has %s".formatted(trial.number(), named, stored);
  }

  private static @Nullable String origins(Observed seen) {
    for (StudyEvent event : seen.events()) {
      if (event instanceof StudyEvent.LeaseGranted e && e.resumeFrom() != null) {
        CheckpointRef from = e.resumeFrom();
        var name = new Stored.Name(from.writtenBy(e.trial()), from.fence(), from.epoch());
        if (!seen.after().stored().bytes().containsKey(name)) {
          return "trial %d goes on from nothing: %s".formatted(e.trial(), from);
        }
      }
    }
    return null;
  }

  /** Whether a fork by hand has nothing else yet, or its parent's session will give it up. */
  private static boolean isForAFork(StudyState state, Trial parent, CheckpointRef checkpoint) {
    for (int fork : state.byHand().forks()) {
      Trial trial = state.trial(fork);
      Lineage lineage = trial.lineage();
      if (lineage != null
          && lineage.parent() == parent.number()
          && lineage.checkpoint().equals(checkpoint)
          && ((!trial.status().ended() && lineage.origin().equals(trial.latest()))
              || state.lease(parent.number()) != null)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfAComparison(StudyState state, Trial trial, CheckpointRef checkpoint) {
    return state.bracket(trial.bracket()).rungs().stream()
        .anyMatch(rung -> rung.epochs() == checkpoint.epoch());
  }
}
