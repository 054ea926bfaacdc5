package dev.thaw.core.study;

import java.util.List;

/**
 * What {@link Study#decide} answers.
 *
 * @param events the facts, in order; empty for a refusal or a repetition
 * @param reply what the one who brought the input is told
 * @param after the state that the events lead to
 */
public record Decision(List<StudyEvent> events, Reply reply, StudyState after) {
  public Decision {
    events = List.copyOf(events);
  }
}
