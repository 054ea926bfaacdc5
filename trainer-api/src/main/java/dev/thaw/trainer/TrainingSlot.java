package dev.thaw.trainer;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a session trains.
 *
 * @param number the slot's number on its node, 0 or more
 * @param gpus the indices of the slot's GPUs, in the order in which CUDA shows them to a process
 *     with this environment; empty for the processor
 * @param environment what a process that trains here needs in its environment, sorted by name, such
 *     as {@code CUDA_VISIBLE_DEVICES}; a trainer within this process uses {@code gpus} instead
 */
public record TrainingSlot(int number, List<Integer> gpus, Map<String, String> environment) {

  public TrainingSlot {
    if (number < 0) {
      throw new IllegalArgumentException("number (%d) must be at least 0.".formatted(number));
    }
    gpus = List.copyOf(gpus);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  /** A slot without a GPU, which hides those of the machine from processes. */
  public static TrainingSlot onProcessor(int number) {
    return new TrainingSlot(number, List.of(), Map.of("CUDA_VISIBLE_DEVICES", ""));
  }

  /** The index of its first GPU, or -1 for the processor. */
  public int gpu() {
    return gpus.isEmpty() ? -1 : gpus.getFirst();
  }
}
