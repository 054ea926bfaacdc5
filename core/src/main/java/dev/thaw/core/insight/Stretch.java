package dev.thaw.core.insight;

import dev.thaw.core.study.Slot;

/**
 * A time for which a trial had a slot. Times are those of a {@link Night}. Between two stretches of
 * a trial it was frozen; the later one begins with a thaw.
 *
 * @param trial the trial's number
 * @param slot the slot
 * @param granted when the slot was granted
 * @param from when the first epoch began; {@code to} if none was reported
 * @param to when the last epoch ended
 * @param released when the slot was given back, or the newest known time
 * @param firstEpoch the first epoch that was trained, perhaps again; 0 if none was
 * @param lastEpoch the last one; 0 if none was
 */
public record Stretch(
    int trial,
    Slot slot,
    long granted,
    long from,
    long to,
    long released,
    int firstEpoch,
    int lastEpoch) {

  /** How many epochs were trained, those that were trained again included. */
  public int epochs() {
    return lastEpoch == 0 ? 0 : lastEpoch - firstEpoch + 1;
  }

  /** About when an epoch of this stretch ended: epochs are taken to be equally long. */
  public long endOf(int epoch) {
    double share = (double) (epoch - firstEpoch + 1) / epochs();
    return from + Math.round(share * (to - from));
  }
}
