package dev.thaw.core.invariant;

import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a study, as an invariant sees it.
 *
 * @param before the state before it; null before the first
 * @param step what happened and what was decided
 * @param after the state after it
 */
public record Observed(@Nullable StudyState before, Step step, StudyState after) {

  /** What was decided. */
  List<StudyEvent> events() {
    return step.events();
  }

  /** Whether a trial that the step is about was there before it. */
  boolean knew(int trial) {
    return before != null && trial < before.progress().trials().size();
  }

  /** Whether the step has to do with slots, nodes or leases. */
  boolean touchesSlots() {
    for (StudyEvent event : events()) {
      if (event instanceof StudyEvent.LeaseGranted
          || event instanceof StudyEvent.LeaseEnded
          || event instanceof StudyEvent.NodeAdded
          || event instanceof StudyEvent.NodeRemoved
          || event instanceof StudyEvent.NodeMissed
          || event instanceof StudyEvent.SlotGivenUp
          || event instanceof StudyEvent.SlotQuarantined
          || event instanceof StudyEvent.AllowanceSet
          || event instanceof StudyEvent.TrialUnpacked
          || event instanceof StudyEvent.DeviceReserved) {
        return true;
      }
    }
    return false;
  }

  /** Whether the study entered another phase of its life, or came into other hands. */
  boolean changesPhase() {
    for (StudyEvent event : events()) {
      if (event instanceof StudyEvent.StudyOpened
          || event instanceof StudyEvent.StudyTakenOver
          || event instanceof StudyEvent.StudyReopened
          || event instanceof StudyEvent.StudyPaused
          || event instanceof StudyEvent.StudyResumed
          || event instanceof StudyEvent.ConfirmationBegun
          || event instanceof StudyEvent.StudyEnding
          || event instanceof StudyEvent.StudyEnded) {
        return true;
      }
    }
    return false;
  }

  /** Whether the study is over now. */
  boolean ends() {
    return after.lifecycle().phase() == Lifecycle.Phase.ENDED;
  }
}
