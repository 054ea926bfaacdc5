package dev.thaw.actors.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What the supervisor of a study measures, and its adviser. */
public final class StudyMeters implements AutoCloseable {
  private final Family family;
  private final Timer decision;
  private final Timer mailbox;
  private final Timer journal;
  private final Timer answer;
  private final Timer fit;
  private final Counter reports;
  private final Counter refusals;
  private volatile Now now = new Now(0, 0, 0, 0);

  private record Now(int held, int allowed, int running, int paused) {}

  StudyMeters(Family family) {
    this.family = family;
    decision =
        family.timer(
            "thaw.study.decision",
            "From taking a message to having carried out what follows, its row included");
    mailbox = family.timer("thaw.study.mailbox.lag", "From sending a message to taking it");
    journal = family.timer("thaw.study.journal.write", "From deciding a row to its being durable");
    answer = family.timer("thaw.study.adviser.answer", "From a question to the adviser's answer");
    fit = family.timer("thaw.study.adviser.fit", "One fit of the adviser's model");
    reports = family.counter("thaw.study.reports", null, "Reports of trials that were taken");
    refusals =
        family.counter("thaw.study.fence.refusals", null, "Reports refused for an old fence");
    family.gauge("thaw.study.slots.held", "Slots that the study holds", () -> now.held());
    family.gauge("thaw.study.slots.allowed", "Slots it may hold now", () -> now.allowed());
    family.gauge("thaw.study.trials.running", "Trials that have a slot", () -> now.running());
    family.gauge("thaw.study.trials.paused", "Trials that wait for one", () -> now.paused());
  }

  /** A message was taken, decided, recorded and carried out in this time. */
  public void decided(Duration latency) {
    record(decision, latency);
  }

  /** A message that the study had sent to itself waited for this long in its mailbox. */
  public void waited(Duration lag) {
    record(mailbox, lag);
  }

  /** A row became durable in this time. */
  public void wrote(Duration latency) {
    record(journal, latency);
  }

  /** The adviser answered in this time. */
  public void advised(Duration latency) {
    record(answer, latency);
  }

  /** The adviser fitted its model in this time. */
  public void fitted(Duration time) {
    record(fit, time);
  }

  /** So many reports were taken. */
  public void reported(int count) {
    reports.increment(count);
  }

  /** A report was refused because its lease is over. */
  public void refusedFence() {
    refusals.increment();
  }

  /** The study holds so many slots, of those that its share gives it now. */
  public synchronized void slots(int held, int allowed) {
    now = new Now(held, allowed, now.running(), now.paused());
  }

  /** So many trials have a slot, and so many wait for one. */
  public synchronized void trials(int running, int paused) {
    now = new Now(now.held(), now.allowed(), running, paused);
  }

  private static void record(Timer timer, Duration time) {
    timer.record(time.isNegative() ? Duration.ZERO : time);
  }

  @Override
  public void close() {
    family.close();
  }
}
