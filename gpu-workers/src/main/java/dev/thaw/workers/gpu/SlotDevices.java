package dev.thaw.workers.gpu;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a slot trains on.
 *
 * @param slot its number, from 0
 * @param uuids the devices in the order in which CUDA numbers them; empty for the processor
 * @param indices the indices of their GPUs, in the same order
 * @param sharers how many slots have these devices, this one included; 1 if nobody shares them
 * @param environment what a trial's process finds in its environment, sorted by name. On every slot
 *     {@code CUDA_VISIBLE_DEVICES}, by UUID, and empty for the processor. Where slots share a GPU
 *     or memory is measured, what keeps TensorFlow and JAX from taking all of its memory at once.
 *     With several GPUs {@code MASTER_ADDR}, {@code MASTER_PORT} and {@code NPROC}, and the same as
 *     {@code PET_...}, which are torchrun's own options; it sets the rank of each process itself
 */
public record SlotDevices(
    int slot,
    List<String> uuids,
    List<Integer> indices,
    int sharers,
    Map<String, String> environment) {

  public SlotDevices {
    uuids = List.copyOf(uuids);
    indices = List.copyOf(indices);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  /**
   * The environment of one of the processes of a trial that is started once per GPU, without
   * torchrun: also {@code WORLD_SIZE}, {@code RANK}, {@code LOCAL_RANK} and {@code
   * LOCAL_WORLD_SIZE}. These are not in {@link #environment()}, since one process that finds them
   * would wait for others that nobody starts.
   *
   * @param rank from 0, below the number of GPUs, or 0 on the processor
   */
  public Map<String, String> environmentOfRank(int rank) {
    int world = Math.max(1, uuids.size());
    if (rank < 0 || rank >= world) {
      throw new IllegalArgumentException(
          "rank (%d) must be at least 0 and below the number of processes (%d)."
              .formatted(rank, world));
    }
    SortedMap<String, String> all = new TreeMap<>(environment);
    all.put("WORLD_SIZE", Integer.toString(world));
    all.put("LOCAL_WORLD_SIZE", Integer.toString(world));
    all.put("RANK", Integer.toString(rank));
    all.put("LOCAL_RANK", Integer.toString(rank));
    return Collections.unmodifiableSortedMap(all);
  }
}
