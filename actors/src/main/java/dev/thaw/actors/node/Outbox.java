package dev.thaw.actors.node;

import dev.thaw.actors.trial.StudyReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What a node has to tell one study: at most one batch is under way, and it is sent again until it
 * is taken; what comes meanwhile goes into the next. That is batching, back-pressure and
 * at-least-once in one. Confined to its node.
 */
final class Outbox {

  private final String study;
  private final int batchSizeMax;
  private final Deque<StudyReport> waiting = new ArrayDeque<>();
  private ActorRef<? super GpuNode.BatchTaken> node;
  private @Nullable ActorRef<ReportBatch> supervisor;
  private @Nullable ReportBatch underWay;
  private long batches;

  Outbox(String study, ActorRef<? super GpuNode.BatchTaken> node, int batchSizeMax) {
    this.study = study;
    this.node = node;
    this.batchSizeMax = batchSizeMax;
  }

  /** Where the study is; one that has moved is told again at once what is under way. */
  void reportTo(ActorRef<ReportBatch> newest) {
    boolean moved = !newest.equals(supervisor);
    supervisor = newest;
    if (moved && underWay != null) {
      newest.tell(underWay);
    }
  }

  /** Another node of the same process goes on; where the study is, it will say. */
  void passOnTo(ActorRef<? super GpuNode.BatchTaken> successor) {
    node = successor;
    supervisor = null;
    if (underWay != null) {
      underWay = new ReportBatch(underWay.batch(), underWay.reports(), successor);
    }
  }

  void add(StudyReport report) {
    waiting.add(report);
  }

  /** Sends the next batch if none is under way; true if it did. */
  boolean send() {
    if (underWay != null || waiting.isEmpty() || supervisor == null) {
      return false;
    }
    List<StudyReport> reports = new ArrayList<>();
    Iterator<StudyReport> oldest = waiting.iterator();
    while (oldest.hasNext() && reports.size() < batchSizeMax) {
      reports.add(oldest.next());
      oldest.remove();
    }
    underWay = new ReportBatch(++batches, reports, node);
    supervisor.tell(underWay);
    return true;
  }

  /** Sends the batch that is under way again; true if there is one. */
  boolean resend() {
    if (underWay == null || supervisor == null) {
      return false;
    }
    supervisor.tell(underWay);
    return true;
  }

  /** Whether the study was told everything. */
  boolean isEmpty() {
    return underWay == null && waiting.isEmpty();
  }

  /** Forgets the batch that is under way, and returns it; null if it is another one. */
  @Nullable ReportBatch taken(long batch) {
    ReportBatch taken = underWay;
    if (taken == null || taken.batch() != batch) {
      return null;
    }
    underWay = null;
    return taken;
  }

  @Override
  public String toString() {
    return "outbox of %s: %d waiting".formatted(study, waiting.size());
  }
}
