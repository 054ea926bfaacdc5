package dev.thaw.actors.study;

import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyState;
import java.util.List;

/**
 * Tells a watcher that a row was added to a study's journal.
 *
 * @param row the number of the row; 0 for the state that a watcher is greeted with
 * @param steps what the row holds; empty in the greeting
 * @param state the state after it
 */
public record StudyChanged(long row, List<Step> steps, StudyState state) {
  public StudyChanged {
    steps = List.copyOf(steps);
  }
}
