package dev.thaw.core.curve;

import dev.thaw.core.persistent.PersistentVector;
import java.util.Arrays;

/**
 * An immutable learning curve: an objective value and a duration for each of the epochs 1 to n.
 *
 * <p>Values are finite; seconds are finite and at least 0. Appending copies at most the last 32
 * epochs, however long the curve is. A curve of three epochs takes 88 bytes: most trials of a study
 * are stopped that early.
 *
 * <p>Two curves are equal if they have the same values and seconds, bit for bit.
 */
public final class Curve {

  private static final double[] NO_POINTS = {};
  private static final Curve EMPTY = new Curve(PersistentVector.empty(), NO_POINTS);

  private final PersistentVector<Block> blocks;

  /** Value and seconds, alternating, of the 1 to 32 epochs after the blocks; never left full. */
  private final double[] tail;

  private Curve(PersistentVector<Block> blocks, double[] tail) {
    this.blocks = blocks;
    this.tail = tail;
  }

  /** The curve of a trial that has not finished an epoch. */
  public static Curve empty() {
    return EMPTY;
  }

  /**
   * The curve with the given values and seconds, where index 0 is epoch 1.
   *
   * @throws IllegalArgumentException if the lengths differ, a value is not finite, or seconds are
   *     negative or not finite
   */
  public static Curve of(double[] values, double[] seconds) {
    if (values.length != seconds.length) {
      throw new IllegalArgumentException(
          ("values (%d epochs) and seconds (%d epochs) must have the same length.\n"
                  + "Maybe one of them was cut off.")
              .formatted(values.length, seconds.length));
    }
    Curve curve = EMPTY;
    for (int i = 0; i < values.length; i++) {
      curve = curve.append(values[i], seconds[i]);
    }
    return curve;
  }

  /**
   * This curve with one more epoch.
   *
   * @param value the objective value after the epoch
   * @param seconds how long the epoch took
   * @throws IllegalArgumentException if the value is not finite, or the seconds are negative or not
   *     finite
   */
  public Curve append(double value, double seconds) {
    check(value, seconds);
    if (tail.length == 2 * Block.EPOCHS) {
      var block = new Block(tail, totalSeconds());
      return new Curve(blocks.append(block), new double[] {value, seconds});
    }
    double[] longer = Arrays.copyOf(tail, tail.length + 2);
    longer[tail.length] = value;
    longer[tail.length + 1] = seconds;
    return new Curve(blocks, longer);
  }

  /**
   * The first epochs of this curve.
   *
   * @param epoch how many, 0 to its length
   */
  public Curve upTo(int epoch) {
    Curve first = EMPTY;
    for (int i = 1; i <= epoch; i++) {
      first = first.append(value(i), seconds(i));
    }
    return first;
  }

  /** The number of epochs. */
  public int length() {
    return blocks.size() * Block.EPOCHS + tail.length / 2;
  }

  /** Whether there are no epochs. */
  public boolean isEmpty() {
    return tail.length == 0;
  }

  /**
   * The objective value after an epoch.
   *
   * @throws IndexOutOfBoundsException unless 1 &lt;= epoch &lt;= length
   */
  public double value(int epoch) {
    return points(epoch)[2 * ((epoch - 1) % Block.EPOCHS)];
  }

  /**
   * The seconds that an epoch took.
   *
   * @throws IndexOutOfBoundsException unless 1 &lt;= epoch &lt;= length
   */
  public double seconds(int epoch) {
    return points(epoch)[2 * ((epoch - 1) % Block.EPOCHS) + 1];
  }

  /**
   * The objective value after the latest epoch.
   *
   * @throws IllegalStateException if there are no epochs
   */
  public double last() {
    checkNotEmpty();
    return tail[tail.length - 2];
  }

  /** The seconds that all epochs took together, summed from epoch 1 on; 0 if there are none. */
  public double totalSeconds() {
    double total = blocks.isEmpty() ? 0 : blocks.get(blocks.size() - 1).totalSeconds;
    for (int i = 1; i < tail.length; i += 2) {
      total += tail[i];
    }
    return total;
  }

  /** A copy of the objective values; index 0 is epoch 1. */
  public double[] values() {
    return column(0);
  }

  /** A copy of the seconds; index 0 is epoch 1. */
  public double[] seconds() {
    return column(1);
  }

  /** The earliest epoch with the best objective value, or 0 if there are no epochs; O(n). */
  public int bestEpoch(Goal goal) {
    int best = 0;
    double bestValue = Double.NaN;
    int epoch = 0;
    for (double value : values()) {
      epoch++;
      if (goal.better(value, bestValue)) {
        best = epoch;
        bestValue = value;
      }
    }
    return best;
  }

  /**
   * The best objective value; O(n).
   *
   * @throws IllegalStateException if there are no epochs
   */
  public double best(Goal goal) {
    checkNotEmpty();
    return value(bestEpoch(goal));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Curve that
        && Arrays.equals(tail, that.tail)
        && blocks.equals(that.blocks);
  }

  @Override
  public int hashCode() {
    return 31 * blocks.hashCode() + Arrays.hashCode(tail);
  }

  @Override
  public String toString() {
    return "Curve[values=%s, seconds=%s]"
        .formatted(Arrays.toString(values()), Arrays.toString(seconds()));
  }

  /** The points of the block or tail that holds an epoch. */
  private double[] points(int epoch) {
    if (epoch < 1 || epoch > length()) {
      throw new IndexOutOfBoundsException(
          ("epoch (%d) must be between 1 and the length of the curve (%d).\n"
                  + "Maybe it counts from 0, or the epoch was not reported yet.")
              .formatted(epoch, length()));
    }
    int block = (epoch - 1) / Block.EPOCHS;
    return block == blocks.size() ? tail : blocks.get(block).points;
  }

  private double[] column(int offset) {
    double[] column = new double[length()];
    int epochs = 0;
    for (Block block : blocks) {
      epochs = fill(column, epochs, block.points, offset);
    }
    fill(column, epochs, tail, offset);
    return column;
  }

  private static int fill(double[] column, int start, double[] points, int offset) {
    int next = start;
    for (int i = offset; i < points.length; i += 2) {
      column[next++] = points[i];
    }
    return next;
  }

  private void check(double value, double seconds) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          ("value (%s) at epoch %d must be finite.\n"
                  + "Maybe the training diverged: report the trial as failed instead.")
              .formatted(value, length() + 1));
    }
    if (!Double.isFinite(seconds) || seconds < 0) {
      throw new IllegalArgumentException(
          ("seconds (%s) at epoch %d must be finite and at least 0.\n"
                  + "Maybe they were measured on a clock that can go backwards.")
              .formatted(seconds, length() + 1));
    }
  }

  private void checkNotEmpty() {
    if (isEmpty()) {
      throw new IllegalStateException(
          "The curve has no epochs yet.\nMaybe check isEmpty() before asking for a value.");
    }
  }
}
