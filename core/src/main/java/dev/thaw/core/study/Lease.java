package dev.thaw.core.study;

import dev.thaw.core.budget.Tariff;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right of one trial to one slot.
 *
 * @param trial the trial's number
 * @param fence the lease's number in its study: later leases have larger ones, and a node refuses
 *     smaller ones
 * @param slot the slot
 * @param device the device of the slot
 * @param reported the last epoch that was reported under this lease, or that it resumed from
 * @param epochLimit the epoch after which the session waits to be told how to go on
 * @param ending whether the session was told to end
 * @param grantedAt when it was granted; null once an epoch was reported
 * @param since from when its time is still to be charged; null for a lease that is not charged
 * @param tariff how its time is counted; null for a lease that is not charged
 * @param gap time in which nobody ran the study, before {@code since}, which is charged once it is
 *     known that the session went on; null for none
 * @param grant for how long it may train at most; null for as long as its epochs take
 */
public record Lease(
    int trial,
    long fence,
    Slot slot,
    Device device,
    int reported,
    int epochLimit,
    Ending ending,
    @Nullable Instant grantedAt,
    @Nullable Instant since,
    @Nullable Tariff tariff,
    @Nullable Duration gap,
    @Nullable Grant grant) {

  /**
   * A grant of time.
   *
   * @param from the last epoch that was trained before it
   * @param upTo the epoch limit for which it was reckoned
   * @param until when a session that is not done by itself is cut
   */
  public record Grant(int from, int upTo, Instant until) {}

  /** How a lease ends. */
  public enum Ending {
    /** It does not, for now. */
    NONE,
    /** With a checkpoint. */
    PAUSE,
    /** With a checkpoint, but without the epoch that is being trained. */
    HALT,
    /** Without one. */
    STOP
  }

  Lease report(int epoch) {
    return new Lease(
        trial, fence, slot, device, epoch, epochLimit, ending, null, start(), tariff, null, grant);
  }

  Lease extend(int limit) {
    return new Lease(
        trial, fence, slot, device, reported, limit, ending, grantedAt, since, tariff, gap, grant);
  }

  Lease grant(@Nullable Grant time) {
    return new Lease(
        trial,
        fence,
        slot,
        device,
        reported,
        epochLimit,
        ending,
        grantedAt,
        since,
        tariff,
        gap,
        time);
  }

  Lease end(Ending how) {
    return new Lease(
        trial,
        fence,
        slot,
        device,
        reported,
        epochLimit,
        how,
        grantedAt,
        since,
        tariff,
        gap,
        grant);
  }

  /** It was charged up to an instant. */
  Lease chargeFrom(Instant start, @Nullable Duration pending) {
    return new Lease(
        trial,
        fence,
        slot,
        device,
        reported,
        epochLimit,
        ending,
        grantedAt,
        start,
        tariff,
        pending,
        grant);
  }

  /** From when it is charged if its session went on all the time. */
  private @Nullable Instant start() {
    return since == null || gap == null ? since : since.minus(gap);
  }

  /** Time that is charged only if the session went on; zero for none. */
  Duration pending() {
    return gap == null ? Duration.ZERO : gap;
  }

  /** For how long it has held its slot without being charged, gaps left out; never negative. */
  Duration uncharged(Instant at) {
    Duration held = since == null ? Duration.ZERO : Duration.between(since, at);
    return held.isNegative() ? Duration.ZERO : held;
  }

  /** How many epochs this lease may still train. */
  public int outstandingEpochs() {
    return Math.max(0, epochLimit - reported);
  }
}
