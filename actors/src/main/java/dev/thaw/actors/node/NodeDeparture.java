package dev.thaw.actors.node;

import dev.thaw.actors.trial.StudyReport;
import dev.thaw.core.study.StudyInput;
import java.time.Instant;

/**
 * Tells a study that a node is about to end in good order.
 *
 * @param node the node's name
 * @param incarnation the node's life
 */
public record NodeDeparture(String node, String incarnation) implements StudyReport {

  @Override
  public StudyInput at(Instant at) {
    return new StudyInput.NodeLeaving(at, node, incarnation);
  }
}
