package dev.thaw.core.invariant;

import dev.thaw.core.study.Counsel;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import org.jspecify.annotations.Nullable;

/** What an adviser thought of an older state would decide. */
final class AdviceAnswersTheOpenQuestion implements Invariant {

  @Override
  public String claim() {
    return "Advice is kept that answers the question that is open.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    if (!(seen.step().input() instanceof StudyInput.AdviceGiven given)) {
      return null;
    }
    Counsel counsel = seen.before() == null ? null : seen.before().search().counsel();
    boolean open = counsel != null && counsel.pending() && counsel.asked() == given.advice().ask();
    boolean kept = seen.events().stream().anyMatch(StudyEvent.AdviceKept.class::isInstance);
    return kept && !open
        ? "advice to question %d was kept, and the open question is %s"
            .formatted(given.advice().ask(), counsel)
        : null;
  }
}
