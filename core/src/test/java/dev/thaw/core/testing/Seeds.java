package dev.thaw.core.testing;

import java.util.stream.LongStream;

/**
 * Which of the seeds of a simulation are run. Every build runs the first part of a fixed list; the
 * whole list takes {@code -Dthaw.sim.percent=100}, which is what {@code make sim} says.
 */
public final class Seeds {

  private static final int PERCENT = Integer.getInteger("thaw.sim.percent", 30);

  private Seeds() {}

  /** How much of a list of seeds is run, in percent of it. */
  public static int percent() {
    return PERCENT;
  }

  /**
   * The blocks of seeds that are run, at least one.
   *
   * @param all how many blocks the whole list has
   */
  public static LongStream blocks(int all) {
    return LongStream.range(0, Math.max(1, Math.ceilDiv(all * PERCENT, 100)));
  }
}
