package dev.thaw.core.simulation;

import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import java.util.List;

/**
 * How a simulation went.
 *
 * @param steps the journal: every input that changed something, with its events
 * @param state the state at the end
 * @param elapsed virtual time
 * @param crashes how often the process died
 */
public record SimulatedRun(List<Step> steps, StudyState state, Duration elapsed, int crashes) {
  public SimulatedRun {
    steps = List.copyOf(steps);
  }
}
