package dev.thaw.actors.journal;

import dev.thaw.core.study.Step;
import java.util.List;

/**
 * A row of the journal: the steps that were decided together and became durable together. The only
 * event that is ever persisted.
 *
 * @param steps the steps, in order
 */
public record Recorded(List<Step> steps) implements ThawSerializable {
  public Recorded {
    steps = List.copyOf(steps);
  }
}
