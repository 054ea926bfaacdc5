package dev.thaw.actors.study;

import dev.thaw.actors.node.ReportBatch;
import dev.thaw.actors.session.SessionId;
import dev.thaw.actors.trial.StudyReport;
import dev.thaw.core.study.Reply;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the reports of a batch, one after the other. */
final class BatchReading {

  private static final Logger log = LoggerFactory.getLogger(BatchReading.class);
  private final String study;
  private final Steps steps;
  private final Gauge gauge;
  private final List<SessionId> stale = new ArrayList<>();

  BatchReading(String study, Steps steps, Gauge gauge) {
    this.study = study;
    this.steps = steps;
    this.gauge = gauge;
  }

  /** Takes all; returns the sessions that have lost their lease, or whose curve has a gap. */
  List<SessionId> stale(ReportBatch batch) {
    batch.reports().forEach(this::take);
    gauge.reported(batch.reports().size());
    return stale;
  }

  private void take(StudyReport report) {
    Reply reply = steps.take(report::at);
    switch (reply) {
      case Reply.StaleFence(int trial, long fence) -> {
        gauge.refusedFence();
        stale.add(new SessionId(study, trial, fence));
      }
      case Reply.EpochGap(int trial, long fence, int _, int _) -> {
        log.warn("study {}: {} was refused: {}", study, report, reply);
        stale.add(new SessionId(study, trial, fence)); // It can never be taken again.
      }
      case Reply.Accepted _ -> {}
      case Reply other -> log.warn("study {}: {} was refused: {}", study, report, other);
    }
  }
}
