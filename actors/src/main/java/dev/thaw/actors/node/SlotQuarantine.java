package dev.thaw.actors.node;

import dev.thaw.actors.trial.StudyReport;
import dev.thaw.core.study.StudyInput;
import java.time.Instant;

/**
 * Tells a study that a slot is not on offer, because the memory of its device did not come back.
 *
 * @param node the node's name
 * @param incarnation the node's life
 * @param slot the slot's index
 * @param reason what was seen, for people
 */
public record SlotQuarantine(String node, String incarnation, int slot, String reason)
    implements StudyReport {

  @Override
  public StudyInput at(Instant at) {
    return new StudyInput.SlotQuarantined(at, node, incarnation, slot, reason);
  }
}
