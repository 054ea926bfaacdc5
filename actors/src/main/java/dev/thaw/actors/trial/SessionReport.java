package dev.thaw.actors.trial;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.thaw.core.study.Failure;
import dev.thaw.core.study.StudyInput;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a trial actor has to say of its session; becomes an input of the study. */
public sealed interface SessionReport extends StudyReport {

  /** The trial's number. */
  int trial();

  /** The lease's fence. */
  long fence();

  /** Whether the session is over. */
  default boolean isLast() {
    return false;
  }

  /** The session is open. */
  record Started(int trial, long fence) implements SessionReport {
    @Override
    public StudyInput at(Instant at) {
      return new StudyInput.SessionStarted(at, trial, fence);
    }
  }

  /**
   * An epoch was trained; the value may be anything.
   *
   * @param processorSeconds how long processors worked for it; null if that was not measured
   * @param inEffect what a controller had changed parameters to; null without a controller, and
   *     then not sent
   */
  record EpochTrained(
      int trial,
      long fence,
      int epoch,
      double value,
      double seconds,
      Map<String, Double> metrics,
      @Nullable Double processorSeconds,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Double> inEffect)
      implements SessionReport {
    public EpochTrained {
      metrics = Map.copyOf(metrics);
      inEffect =
          inEffect == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(inEffect));
    }

    /** An epoch for which nobody measured the time of processors. */
    public EpochTrained(
        int trial,
        long fence,
        int epoch,
        double value,
        double seconds,
        Map<String, Double> metrics) {
      this(trial, fence, epoch, value, seconds, metrics, null, null);
    }

    @Override
    public StudyInput at(Instant at) {
      return new StudyInput.EpochReported(
          at, trial, fence, epoch, value, seconds, metrics, processorSeconds, inEffect);
    }
  }

  /** A checkpoint is complete. */
  record CheckpointSaved(int trial, long fence, int epoch, long bytes) implements SessionReport {
    @Override
    public StudyInput at(Instant at) {
      return new StudyInput.CheckpointSaved(at, trial, fence, epoch, bytes);
    }
  }

  /** The session ended as it was told. */
  record Ended(int trial, long fence) implements SessionReport {
    @Override
    public StudyInput at(Instant at) {
      return new StudyInput.SessionEnded(at, trial, fence);
    }

    @Override
    public boolean isLast() {
      return true;
    }
  }

  /** The session ended badly. */
  record Failed(int trial, long fence, Failure failure) implements SessionReport {
    @Override
    public StudyInput at(Instant at) {
      return new StudyInput.SessionFailed(at, trial, fence, failure);
    }

    @Override
    public boolean isLast() {
      return true;
    }
  }
}
