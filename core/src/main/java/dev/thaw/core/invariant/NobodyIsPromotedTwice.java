package dev.thaw.core.invariant;

import dev.thaw.core.bracket.Position;
import dev.thaw.core.study.StudyEvent;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Invariant 3: each trial leaves each rung at most once. */
final class NobodyIsPromotedTwice implements Invariant {

  private final Set<Long> gone = new HashSet<>();

  @Override
  public String claim() {
    return "A trial leaves a rung once.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    for (StudyEvent event : seen.events()) {
      Position position =
          switch (event) {
            case StudyEvent.TrialPromoted e -> e.position();
            case StudyEvent.RungLeft e -> e.position();
            default -> null;
          };
      if (position != null && !gone.add(((long) position.trial() << 32) | position.rung())) {
        return "trial %d left rung %d a second time".formatted(position.trial(), position.rung());
      }
    }
    return null;
  }
}
