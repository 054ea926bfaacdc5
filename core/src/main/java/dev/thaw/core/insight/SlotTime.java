package dev.thaw.core.insight;

/**
 * What slots did while trials had them, in nanoseconds; every nanosecond of a lease is in exactly
 * one of the parts.
 *
 * @param starting from the grant of a lease to the beginning of its first epoch: the process, the
 *     data, the checkpoint; all of a lease that never reported
 * @param training epochs that made a curve longer
 * @param retraining epochs that the curve already had, trained again behind a lost checkpoint
 * @param other between and after epochs: checkpoints, waiting for a decision, epochs that were
 *     never reported, leaving the slot
 */
public record SlotTime(long starting, long training, long retraining, long other) {

  /** No time at all. */
  public static SlotTime none() {
    return new SlotTime(0, 0, 0, 0);
  }

  /** Both together. */
  public SlotTime plus(SlotTime more) {
    return new SlotTime(
        starting + more.starting,
        training + more.training,
        retraining + more.retraining,
        other + more.other);
  }

  /** All parts together: the time of the leases. */
  public long total() {
    return starting + training + retraining + other;
  }
}
