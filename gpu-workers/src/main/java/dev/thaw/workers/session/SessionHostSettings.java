package dev.thaw.workers.session;

import java.time.Duration;
import java.util.Map;

/**
 * How a host treats its sessions.
 *
 * @param abortGrace how long an aborted session may take to end before its thread is given up;
 *     positive
 * @param maxOrders how many orders may wait in one session, 1 or more; one more is refused by an
 *     {@link IllegalStateException}, since an actor gives the next order after the last answer
 * @param gpuOfSlot the index of the GPU that belongs to a slot; a slot that is absent trains on the
 *     processor
 */
public record SessionHostSettings(
    Duration abortGrace, int maxOrders, Map<Integer, Integer> gpuOfSlot) {

  /** The device of a slot without a GPU, in the words of a trainer's set-up. */
  static final int PROCESSOR = -1;

  public SessionHostSettings {
    if (!abortGrace.isPositive()) {
      throw new IllegalArgumentException(
          "abortGrace (%s) must be positive.\nMaybe 30 s.".formatted(abortGrace));
    }
    if (maxOrders < 1) {
      throw new IllegalArgumentException("maxOrders (%d) must be at least 1.".formatted(maxOrders));
    }
    gpuOfSlot = Map.copyOf(gpuOfSlot);
  }

  /** Thirty seconds of grace, 64 orders, no GPUs. */
  public static SessionHostSettings defaults() {
    return new SessionHostSettings(Duration.ofSeconds(30), 64, Map.of());
  }

  int deviceOf(int slot) {
    return gpuOfSlot.getOrDefault(slot, PROCESSOR);
  }
}
