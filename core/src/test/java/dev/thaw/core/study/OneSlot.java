package dev.thaw.core.study;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler.Asha;
import dev.thaw.core.testing.Specs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A study that is led by hand, with epochs whose seconds a test chooses. */
final class OneSlot {

  static final Instant START = Instant.parse("2026-03-01T18:00:00Z");

  private Instant now = START;
  private StudyState state;
  private Decision last;

  /** A study whose node offers slots; several slots with one device share it. */
  OneSlot(Specs specs, OfferedSlot... slots) {
    last = Study.decide(null, new StudyInput.Opened(START, specs.spec()));
    state = last.after();
    give(new StudyInput.NodeJoined(now, "node", "1", List.of(slots)));
  }

  OneSlot(Specs specs) {
    this(specs, OfferedSlot.own(0));
  }

  static Specs asha() {
    return Specs.study(new Asha(3, PromotionRule.PAPER, false));
  }

  StudyState state() {
    return state;
  }

  List<StudyEvent> events() {
    return last.events();
  }

  Reply reply() {
    return last.reply();
  }

  Instant now() {
    return now;
  }

  OneSlot give(StudyInput input) {
    last = Study.decide(state, input);
    state = last.after();
    return this;
  }

  /** The session of a trial is open. */
  OneSlot open(int trial) {
    return give(new StudyInput.SessionStarted(now, trial, lease(trial).fence()));
  }

  /** Time passes, and an alarm rings. */
  OneSlot waitFor(int seconds) {
    now = now.plusSeconds(seconds);
    return give(new StudyInput.DeadlinePassed(now, now));
  }

  OneSlot epoch(int trial, int seconds) {
    return epoch(trial, seconds, null);
  }

  OneSlot epoch(int trial, int seconds, @Nullable Double processorSeconds) {
    now = now.plusSeconds(seconds);
    Lease lease = lease(trial);
    return give(
        new StudyInput.EpochReported(
            now,
            trial,
            lease.fence(),
            lease.reported() + 1,
            0.5,
            seconds,
            Map.of(),
            processorSeconds));
  }

  /** Trains one epoch after the other until the session waits or is sent away. */
  OneSlot train(int trial, int seconds, @Nullable Double processorSeconds) {
    for (Lease lease = state.lease(trial);
        lease != null && lease.ending() == Lease.Ending.NONE && lease.outstandingEpochs() > 0;
        lease = state.lease(trial)) {
      epoch(trial, seconds, processorSeconds);
    }
    return this;
  }

  OneSlot leave(int trial) {
    Trial left = state.trial(trial);
    Lease lease = lease(trial);
    give(new StudyInput.CheckpointSaved(now, trial, lease.fence(), left.epochs(), 1));
    return give(new StudyInput.SessionEnded(now, trial, lease.fence()));
  }

  Lease lease(int trial) {
    return Objects.requireNonNull(state.lease(trial), "the lease of trial " + trial);
  }

  Lease.Grant grant(int trial) {
    return Objects.requireNonNull(lease(trial).grant(), "the grant of trial " + trial);
  }
}
