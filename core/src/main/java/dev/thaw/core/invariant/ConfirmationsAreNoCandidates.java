package dev.thaw.core.invariant;

import dev.thaw.core.study.Confirmation;
import dev.thaw.core.study.Families;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import org.jspecify.annotations.Nullable;

/** The winner's configuration with other seeds: a measurement, and nothing that could win. */
final class ConfirmationsAreNoCandidates implements Invariant {

  @Override
  public String claim() {
    return "A confirmation has its winner's configuration, never wins, and is trained whole.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    StudyState after = seen.after();
    if (after.progress().rounds().isEmpty()) {
      return null;
    }
    Trial recommended = after.recommended();
    if (recommended != null && after.confirms(recommended.number())) {
      return "trial %d is recommended".formatted(recommended.number());
    }
    for (StudyEvent event : seen.events()) {
      String wrong =
          switch (event) {
            case StudyEvent.ConfirmationBegun _ -> otherConfiguration(after);
            case StudyEvent.LeaseGranted e -> grantedInPart(after, e);
            case StudyEvent.BestImproved e when after.confirms(e.trial()) ->
                "trial %d is the best".formatted(e.trial());
            default -> null;
          };
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  private static @Nullable String otherConfiguration(StudyState after) {
    for (Confirmation round : after.progress().rounds()) {
      for (int i = 0; i < round.trials(); i++) {
        Trial trial = after.trial(round.first() + i);
        Trial winner = after.trial(round.winner());
        if (!trial.configuration().equals(winner.configuration())) {
          return "trial %d has another than trial %d".formatted(trial.number(), winner.number());
        }
      }
    }
    return null;
  }

  private static @Nullable String grantedInPart(StudyState after, StudyEvent.LeaseGranted e) {
    if (!after.confirms(e.trial()) || after.spec().fidelity().isInSeconds()) {
      return null;
    }
    Trial trial = after.trial(e.trial());
    int whole =
        Math.min(Families.maximum(after, trial), Reach.asked(after.spec(), trial.configuration()));
    return e.epochLimit() == whole
        ? null
        : "trial %d was granted epoch %d of %d".formatted(e.trial(), e.epochLimit(), whole);
  }
}
