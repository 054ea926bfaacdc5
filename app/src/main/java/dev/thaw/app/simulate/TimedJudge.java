package dev.thaw.app.simulate;

import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.simulation.Judge;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.Decision;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudyState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets the decision core decide, with a watch in the hand. Confined to one simulation. */
final class TimedJudge implements Judge {

  private final boolean charge;
  private long asks;
  private long askNanos;
  private long reportNanos;

  /**
   * A judge.
   *
   * @param charge whether the time that passes counts in the simulation
   */
  TimedJudge(boolean charge) {
    this.charge = charge;
  }

  @Override
  public Judgement judge(@Nullable StudyState state, StudyInput input) {
    long before = System.nanoTime();
    Decision decision = Study.decide(state, input);
    long nanos = System.nanoTime() - before;
    long given = decision.events().stream().filter(TimedJudge::givesWork).count();
    if (given > 0) {
      asks += given;
      askNanos += nanos;
    } else {
      reportNanos += nanos;
    }
    return new Judgement(decision, charge ? Duration.ofNanos(nanos) : Duration.ZERO);
  }

  @Override
  public Counsel consult(Adviser adviser, StudyState state, Adviser.Question question) {
    long before = System.nanoTime();
    Advice advice = Judge.super.consult(adviser, state, question).advice();
    long nanos = System.nanoTime() - before;
    askNanos += nanos;
    return new Counsel(advice, charge ? Duration.ofNanos(nanos) : Duration.ZERO);
  }

  private static boolean givesWork(StudyEvent event) {
    return event instanceof StudyEvent.LeaseGranted || event instanceof StudyEvent.LeaseExtended;
  }

  /** How often a worker was told what to do. */
  long asks() {
    return asks;
  }

  /** Seconds of the decisions that told a worker what to do, and of the advice for them. */
  double askSeconds() {
    return askNanos / 1e9;
  }

  /** Seconds of all other decisions. */
  double reportSeconds() {
    return reportNanos / 1e9;
  }
}
