package dev.thaw.core.curve;

import java.util.Arrays;

/** A full run of {@link #EPOCHS} consecutive epochs of a curve. */
final class Block {

  /** Epochs in a full block. */
  static final int EPOCHS = 32;

  /** Value and seconds of each epoch, alternating. */
  final double[] points;

  /** The seconds of the whole curve up to the end of this block. */
  final double totalSeconds;

  Block(double[] points, double totalSeconds) {
    this.points = points;
    this.totalSeconds = totalSeconds;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Block that && Arrays.equals(points, that.points);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(points);
  }
}
