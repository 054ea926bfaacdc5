package dev.thaw.core.replay;

import dev.thaw.core.invariant.Violation;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a journal that would be decided otherwise now, or that breaks what must hold.
 *
 * @param row the row of the journal, from 1
 * @param step the step in the row, from 1
 * @param input what happened
 * @param recorded what was decided then
 * @param decided what is decided now
 * @param violation what does not hold; null if all does, and the decisions differ
 */
public record Divergence(
    long row,
    int step,
    StudyInput input,
    List<StudyEvent> recorded,
    List<StudyEvent> decided,
    @Nullable Violation violation) {
  public Divergence {
    recorded = List.copyOf(recorded);
    decided = List.copyOf(decided);
  }
}
