package dev.thaw.benchmarks.nights;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a night. Seconds of a limit are those of the clock, or those of all slots
 * together where leases spend it.
 *
 * @param plan the night in words
 * @param limit what limited it
 * @param overrun what became of epochs in hand
 * @param load the machine's
 * @param end why the study ended
 * @param limitSeconds what it might spend
 * @param overshoot by how much it spent more, by the journal; negative if it spent less
 * @param bound by how much it may, as documented
 * @param ending how long scripts may take to end beyond that
 * @param trainedLate how long after the end a script still trained, by its own clock; null where
 *     leases spend the limit
 * @param exitLate how long after the end the process was gone, its reports written; null likewise
 * @param idleShare the share of slots that nobody used
 * @param hangs what hanging epochs cost
 * @param winnerComplete whether the recommended trial was trained to the last epoch
 * @param accounts what must add up
 * @param trials how many trials there were
 * @param orphanSeconds how long scripts outlived a process that was killed
 * @param outlivedSeconds how long scripts outlived the last process
 * @param problem why it did not come to its end; null if it did
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record NightResult(
    long seed,
    String plan,
    String limit,
    String overrun,
    Load load,
    @Nullable String end,
    double limitSeconds,
    double overshoot,
    double bound,
    double ending,
    @Nullable Double trainedLate,
    @Nullable Double exitLate,
    double idleShare,
    List<Hang> hangs,
    boolean winnerComplete,
    Accounts accounts,
    int trials,
    @Nullable Double orphanSeconds,
    double outlivedSeconds,
    @Nullable String problem) {

  /**
   * A hanging epoch.
   *
   * @param why {@code always}, {@code once} or {@code late}
   * @param ignores whether its script ignored SIGTERM
   * @param charged how long it held its slot from then on, by the journal
   * @param lived how long its process lived from then on, by its own clock
   * @param limit how long an epoch may take
   */
  record Hang(
      int trial,
      int epoch,
      String why,
      boolean ignores,
      double charged,
      double lived,
      double limit) {}

  /**
   * What must add up.
   *
   * @param charged nanoseconds of slots that the study charged
   * @param held the same, by the leases in the journal
   * @param leased the same, by the report
   * @param offered nanoseconds of slots that the study had, by the report
   * @param idle the part of it that nobody used
   * @param trained seconds in which scripts trained, by their own clocks
   * @param recorded epochs in the journal
   * @param whole epochs that scripts have finished
   */
  record Accounts(
      long charged,
      long held,
      long leased,
      long offered,
      long idle,
      double trained,
      long recorded,
      long whole) {}

  /**
   * How busy the machine was, as its load average says, everything on it included.
   *
   * @param mean over the night
   * @param most at most
   */
  record Load(double mean, double most) {}

  /** What was not used of the limit. */
  double unusedShare() {
    return Math.max(0, -overshoot / limitSeconds);
  }
}
