package dev.thaw.actors.node;

import dev.thaw.actors.trial.StudyReport;
import dev.thaw.actors.wire.WireMessage;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Reports of one node to one study, in order; sent again until they are taken.
 *
 * @param batch the batch's number in this life of the node
 * @param reports the reports, oldest first, never empty
 * @param replyTo who hears that they were taken
 */
public record ReportBatch(
    long batch, List<StudyReport> reports, ActorRef<? super GpuNode.BatchTaken> replyTo)
    implements WireMessage {
  public ReportBatch {
    reports = List.copyOf(reports);
  }
}
