package dev.thaw.core.invariant;

import dev.thaw.core.bracket.Position;
import dev.thaw.core.study.StudyEvent;
import org.jspecify.annotations.Nullable;

/** Invariant 3, the quota: nobody is promoted by rank whose rank does not suffice. */
final class PromotionsHonourTheRank implements Invariant {

  @Override
  public String claim() {
    return "Whoever is promoted by rank is within the quota of its rung.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    for (StudyEvent event : seen.events()) {
      if (event instanceof StudyEvent.TrialPromoted(int trial, Position position)) {
        boolean stopping = seen.after().bracket(position.bracket()).plan().stopping();
        int quota = stopping ? Math.max(1, position.quota()) : position.quota();
        if (position.rank() >= quota) {
          return "trial %d was promoted at %s".formatted(trial, position);
        }
      }
    }
    return null;
  }
}
