package dev.thaw.core.invariant;

import dev.thaw.core.study.StudyEvent;
import org.jspecify.annotations.Nullable;

/** An epoch is paid for when it is recorded or trained again, once, and at no other time. */
final class SpendingAddsUp implements Invariant {

  @Override
  public String claim() {
    return "A step charges as many epochs as it records or knows to have been trained again.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    long charged = seen.after().progress().spending().allEpochs();
    if (seen.before() != null) {
      charged -= seen.before().progress().spending().allEpochs();
    }
    long trained = 0;
    for (StudyEvent event : seen.events()) {
      boolean epoch =
          event instanceof StudyEvent.EpochRecorded || event instanceof StudyEvent.EpochRetrained;
      trained += epoch ? 1 : 0;
    }
    return charged == trained ? null : "%d were charged for %d".formatted(charged, trained);
  }
}
