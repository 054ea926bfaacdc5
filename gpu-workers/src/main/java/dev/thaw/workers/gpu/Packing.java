package dev.thaw.workers.gpu;

import java.util.Collections;
import java.util.List;

/**
 * How many trials of a study fit on one GPU, from the memory that its own epochs took so far.
 *
 * <p>Safe: as many trials as it answers, each as large as the largest that was seen and the margin
 * more, fit at the same time. Trials differ in size with their configurations (batch size, width),
 * so the largest counts, not the mean. Monotone: never more trials for a larger peak, a smaller GPU
 * or a wider margin; never fewer for the opposite.
 *
 * @param margin the share of a trial's peak that is kept free on top of it, such as 0.2; 0 or more
 * @param leastSeen how many trials must have been measured before any are packed; 1 or more
 * @param most the most trials on one GPU, since they share its processors too; 1 or more
 */
public record Packing(double margin, int leastSeen, int most) {

  public Packing {
    if (!(margin >= 0) || Double.isInfinite(margin)) {
      throw new IllegalArgumentException(
          "margin (%s) must be at least 0 and finite.\nMaybe 0.2.".formatted(margin));
    }
    if (leastSeen < 1) {
      throw new IllegalArgumentException(
          "leastSeen (%d) must be at least 1.\nMaybe 4.".formatted(leastSeen));
    }
    if (most < 1) {
      throw new IllegalArgumentException("most (%d) must be at least 1.\nMaybe 4.".formatted(most));
    }
  }

  /** A fifth of each trial's peak as margin, after four trials, at most four on one GPU. */
  public static Packing defaults() {
    return new Packing(0.2, 4, 4);
  }

  /**
   * The number of trials that may share a GPU.
   *
   * @param peaks the most memory that each measured trial held on one GPU, in bytes, 0 or more, in
   *     any order; 0 means that the driver did not tell, and counts as the whole GPU
   * @param usableBytes the GPU's memory that trials can have, in bytes: the free memory when no
   *     trial ran
   * @return from 0 to {@code most}; 0 if a trial was larger than this GPU, and at least 1
   *     otherwise, since a trial alone needs no margin that is not there
   */
  public int trialsPerGpu(List<Long> peaks, long usableBytes) {
    long largest = 0;
    for (long peak : peaks) {
      if (peak < 0) {
        throw new IllegalArgumentException("peak (%d) must be at least 0.".formatted(peak));
      }
      largest = Math.max(largest, peak == 0 ? usableBytes : peak);
    }
    if (largest > usableBytes) {
      return 0;
    }
    if (peaks.size() < leastSeen || largest == 0) {
      return 1;
    }
    double fitting = Math.floor(usableBytes / (largest * (1 + margin)));
    return (int) Math.clamp(fitting, 1, most);
  }

  /**
   * The free memory that one more trial needs on a GPU, in bytes; -1 if too few were measured to
   * tell, or the driver does not.
   *
   * @param peaks as for {@link #trialsPerGpu}
   */
  public long roomFor(List<Long> peaks) {
    if (peaks.size() < leastSeen || peaks.contains(0L)) {
      return -1;
    }
    return (long) Math.ceil(Collections.max(peaks) * (1 + margin));
  }
}
