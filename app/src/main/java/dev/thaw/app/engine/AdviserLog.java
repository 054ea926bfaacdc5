package dev.thaw.app.engine;

import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyEvent;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a line in the study's log when its adviser falls silent, one when it answers again, and
 * one when the time of processors cannot be measured, of which a study speaks once. Confined to one
 * thread.
 */
final class AdviserLog {

  private static final Logger LOG = LoggerFactory.getLogger(AdviserLog.class);

  private final String study;
  private long missed;

  AdviserLog(String study) {
    this.study = study;
  }

  /** Learns what an earlier process has seen, without a word. */
  void remember(List<Step> steps) {
    hear(steps, false);
  }

  /** Reports what happened. */
  void hear(List<Step> steps) {
    hear(steps, true);
  }

  private void hear(List<Step> steps, boolean aloud) {
    for (Step step : steps) {
      for (StudyEvent event : step.events()) {
        if (event instanceof StudyEvent.AdviceMissed(long ask)) {
          missed(ask, aloud);
        } else if (event instanceof StudyEvent.AdviceKept kept) {
          answered(kept.ask(), aloud);
        } else if (event instanceof StudyEvent.ClockCounts(int trial, int epoch) && aloud) {
          LOG.warn(
              "study {}: the time of processors for epoch {} of trial {} could not be measured; the"
                  + " clock counts for it, and for others like it",
              study,
              epoch,
              trial);
        }
      }
    }
  }

  private void missed(long ask, boolean aloud) {
    missed = ask;
    if (aloud) {
      LOG.warn(
          "study {}: the adviser did not answer question {} in time; ranks decide until it does",
          study,
          ask);
    }
  }

  /** The rest of an older answer may be used meanwhile: that is no return. */
  private void answered(long ask, boolean aloud) {
    if (missed == 0 || ask < missed) {
      return;
    }
    if (aloud) {
      LOG.info("study {}: the adviser answers again, from question {} on", study, ask);
    }
    missed = 0;
  }
}
