package dev.thaw.actors.node;

import dev.thaw.actors.trial.StudyReport;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/** The ways of a node to its studies, each with its own patience. Confined to the node. */
final class Outboxes {

  private final Map<String, Outbox> byStudy;
  private final TimerScheduler<GpuNode.Command> timers;
  private final NodeSettings settings;
  private final ActorRef<GpuNode.Command> self;

  /**
   * Goes on with the outboxes of an earlier node of this process.
   *
   * @param self who hears from studies, and when it is time to send again
   */
  Outboxes(
      NodeBooks books,
      TimerScheduler<GpuNode.Command> timers,
      NodeSettings settings,
      ActorRef<GpuNode.Command> self) {
    this.byStudy = books.outboxes;
    this.timers = timers;
    this.settings = settings;
    this.self = self;
    byStudy.values().forEach(outbox -> outbox.passOnTo(self));
  }

  List<String> studies() {
    return List.copyOf(byStudy.keySet());
  }

  /** How many reports their studies have not taken yet. */
  int size() {
    return byStudy.values().stream().mapToInt(Outbox::size).sum();
  }

  /** Whether a study has not taken all that is about sessions. */
  boolean holdSessionReports() {
    return byStudy.values().stream().anyMatch(Outbox::holdsSessionReports);
  }

  /** Forgets a study, unless there is something of its sessions that it has not taken. */
  boolean forget(String study) {
    Outbox outbox = byStudy.get(study);
    if (outbox != null && outbox.holdsSessionReports()) {
      return false;
    }
    byStudy.remove(study);
    timers.cancel(study);
    return true;
  }

  /** A study says where it is. */
  void reportTo(String study, ActorRef<ReportBatch> supervisor) {
    byStudy
        .computeIfAbsent(study, s -> new Outbox(s, self, settings.batchSizeMax()))
        .reportTo(supervisor);
  }

  /** Reports to a study; to one that never said where it is, nothing. */
  void report(String study, StudyReport report) {
    Outbox outbox = byStudy.get(study);
    if (outbox != null) {
      outbox.add(report);
      flush(study);
    }
  }

  void reportToAll(StudyReport report) {
    studies().forEach(study -> report(study, report));
  }

  /** Sends what waits, unless something is under way. */
  void flush(String study) {
    Outbox outbox = byStudy.get(study);
    if (outbox != null && outbox.send()) {
      awaitAnswer(study, outbox);
    }
  }

  void resend(String study) {
    Outbox outbox = byStudy.get(study);
    if (outbox != null && outbox.resend()) {
      awaitAnswer(study, outbox);
    }
  }

  private void awaitAnswer(String study, Outbox outbox) {
    timers.startSingleTimer(
        study, new GpuNode.ResendDue(study), outbox.patience(settings.resendInterval()));
  }

  /** A study has taken a batch, which is returned; null if that is not the one under way. */
  @Nullable ReportBatch taken(String study, long batch) {
    Outbox outbox = byStudy.get(study);
    ReportBatch taken = outbox == null ? null : outbox.taken(batch);
    if (taken != null) {
      timers.cancel(study);
    }
    return taken;
  }
}
