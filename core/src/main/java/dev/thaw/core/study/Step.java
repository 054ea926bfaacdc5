package dev.thaw.core.study;

import java.util.List;

/**
 * An input and what was decided of it: what the journal holds.
 *
 * @param input what happened
 * @param events what was decided
 */
public record Step(StudyInput input, List<StudyEvent> events) {
  public Step {
    events = List.copyOf(events);
  }
}
