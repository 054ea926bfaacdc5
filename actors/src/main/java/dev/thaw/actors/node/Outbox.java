package dev.thaw.actors.node;

import dev.thaw.actors.trial.SessionReport;
import dev.thaw.actors.trial.StudyReport;
import java.time.Duration;
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

  /** A quarter of what one message may hold, since this is but an estimate. */
  private static final int BYTES_MAX = 256 * 1024;

  /** After so many answers that did not come, the patience grows no more. */
  private static final int RESENDS_SLOWER = 4;

  private final String study;
  private final int batchSizeMax;
  private final Deque<StudyReport> waiting = new ArrayDeque<>();
  private ActorRef<? super GpuNode.BatchTaken> node;
  private @Nullable ActorRef<ReportBatch> supervisor;
  private @Nullable ReportBatch underWay;
  private long batches;
  private int resends;

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
    int bytes = 0;
    while (oldest.hasNext() && reports.size() < batchSizeMax && bytes < BYTES_MAX) {
      StudyReport next = oldest.next();
      reports.add(next);
      bytes += bytes(next);
      oldest.remove();
    }
    resends = 0;
    underWay = new ReportBatch(++batches, reports, node);
    supervisor.tell(underWay);
    return true;
  }

  /** Sends the batch that is under way again; true if there is one. */
  boolean resend() {
    if (underWay == null || supervisor == null) {
      return false;
    }
    resends++;
    supervisor.tell(underWay);
    return true;
  }

  /**
   * How long to wait for an answer: longer each time, so that whoever has no journal for a while is
   * not buried in what it cannot take yet.
   */
  Duration patience(Duration first) {
    return first.multipliedBy(1L << Math.min(resends, RESENDS_SLOWER));
  }

  /** How much a report adds to a message, roughly; messages have a limit. */
  private static int bytes(StudyReport report) {
    return switch (report) {
      case SessionReport.EpochTrained epoch -> 200 + 60 * epoch.metrics().size();
      case SessionReport.Failed failed -> 200 + 3 * failed.failure().message().length();
      default -> 200;
    };
  }

  /** How many reports the study was not told, or has not taken. */
  int size() {
    return waiting.size() + (underWay == null ? 0 : underWay.reports().size());
  }

  /** Whether there is something about a session that the study has not taken. */
  boolean holdsSessionReports() {
    return waiting.stream().anyMatch(SessionReport.class::isInstance)
        || (underWay != null
            && underWay.reports().stream().anyMatch(SessionReport.class::isInstance));
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
