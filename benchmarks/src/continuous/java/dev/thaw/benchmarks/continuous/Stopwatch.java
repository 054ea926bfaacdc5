package dev.thaw.benchmarks.continuous;

import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.simulation.Judge;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets the decision core decide, and measures how long it takes: the processor's time, because
 * benchmarks share their machine with others and a study's decisions are made on one thread.
 * Confined to one simulation.
 */
final class Stopwatch implements Judge {

  private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
  private long asks;
  private long askNanos;
  private long reportNanos;

  @Override
  public Judgement judge(@Nullable StudyState state, StudyInput input) {
    long before = now();
    Decision decision = Study.decide(state, input);
    long nanos = now() - before;
    long given = decision.events().stream().filter(Stopwatch::givesWork).count();
    if (given > 0) {
      asks += given;
      askNanos += nanos;
    } else {
      reportNanos += nanos;
    }
    return new Judgement(decision, Duration.ZERO);
  }

  private long now() {
    return clock.getCurrentThreadCpuTime();
  }

  private static boolean givesWork(StudyEvent event) {
    return event instanceof StudyEvent.LeaseGranted || event instanceof StudyEvent.LeaseExtended;
  }

  @Override
  public Counsel consult(Adviser adviser, StudyState state, Adviser.Question question) {
    long before = now();
    Counsel counsel = Judge.super.consult(adviser, state, question);
    askNanos += now() - before;
    return counsel;
  }

  /** How often a worker was told what to do. */
  long asks() {
    return asks;
  }

  /** Seconds of the decisions that told a worker what to do, of the advice and the refits. */
  double askSeconds() {
    return askNanos / 1e9;
  }

  /** Seconds of all other decisions. */
  double reportSeconds() {
    return reportNanos / 1e9;
  }
}
