package dev.thaw.workers.gpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The slots that a worker offers, and the GPUs that it leaves alone.
 *
 * <p>A pure function of an inventory. Every device of the inventory is in a slot or refused, never
 * both. Groups of GPUs are disjoint, of one model each, and filled by ascending index. Slots are
 * numbered over the GPUs first and around again where GPUs are shared, so that the first trials
 * have a GPU each.
 *
 * <p>Slots on the processor are offered only if there is no GPU at all or the settings want none:
 * where GPUs are merely busy, a trial waits rather than trains a hundred times slower.
 *
 * @param slots by number, from 0 or from where an earlier plan ended
 * @param refused by the index of the GPU, ascending
 */
public record SlotPlan(List<SlotDevices> slots, List<Refused> refused) {

  public SlotPlan {
    slots = List.copyOf(slots);
    refused = List.copyOf(refused);
  }

  /** Plans the slots of a machine. */
  public static SlotPlan of(Inventory inventory, SlotSettings settings, GpuClaims claims) {
    return of(inventory, settings, claims, 0);
  }

  /**
   * Plans slots for GPUs that earlier plans left out.
   *
   * @param firstSlot the number of the first slot, 0 or more
   */
  public static SlotPlan of(
      Inventory inventory, SlotSettings settings, GpuClaims claims, int firstSlot) {
    if (settings.gpusPerTrial() == 0 || inventory.gpus().isEmpty()) {
      return new SlotPlan(slots(processors(settings), 1, settings, firstSlot), List.of());
    }
    List<Refused> refused = new ArrayList<>();
    List<Candidate> usable = usable(inventory, settings, claims, refused);
    List<List<Candidate>> groups = groups(usable, settings.gpusPerTrial(), refused);
    refused.sort(Comparator.comparingInt(Refused::index));
    return new SlotPlan(slots(groups, settings.slotsPerGpu(), settings, firstSlot), refused);
  }

  private static List<List<Candidate>> processors(SlotSettings settings) {
    return IntStream.range(0, settings.cpuSlots()).mapToObj(_ -> List.<Candidate>of()).toList();
  }

  private static List<Candidate> usable(
      Inventory inventory, SlotSettings settings, GpuClaims claims, List<Refused> refused) {
    List<Candidate> usable = new ArrayList<>();
    for (Gpu gpu : inventory.gpus()) {
      List<Candidate> candidates = Candidate.of(gpu);
      if (candidates.isEmpty()) {
        refused.add(Candidate.withoutInstance(gpu));
      }
      for (Candidate candidate : candidates) {
        Optional<Refused> refusal = candidate.refusal(settings, claims);
        refusal.ifPresentOrElse(refused::add, () -> usable.add(candidate));
      }
    }
    return usable;
  }

  /** One model a group, since a trial on several GPUs is as fast as the slowest of them. */
  private static List<List<Candidate>> groups(
      List<Candidate> usable, int size, List<Refused> refused) {
    Map<String, List<Candidate>> byModel = new LinkedHashMap<>();
    usable.forEach(c -> byModel.computeIfAbsent(c.device().name(), _ -> new ArrayList<>()).add(c));
    List<List<Candidate>> groups = new ArrayList<>();
    for (List<Candidate> same : byModel.values()) {
      int whole = same.size() - same.size() % size;
      for (int i = 0; i < whole; i += size) {
        groups.add(same.subList(i, i + size));
      }
      List<Candidate> rest = same.subList(whole, same.size());
      rest.forEach(candidate -> refused.add(candidate.leftOver(rest.size(), size)));
    }
    groups.sort(Comparator.comparingInt(group -> group.getFirst().gpu().index()));
    return groups;
  }

  private static List<SlotDevices> slots(
      List<List<Candidate>> groups, int sharers, SlotSettings settings, int firstSlot) {
    List<SlotDevices> slots = new ArrayList<>();
    for (int round = 0; round < sharers; round++) {
      for (List<Candidate> group : groups) {
        int slot = firstSlot + slots.size();
        List<String> uuids = group.stream().map(c -> c.device().uuid()).toList();
        List<Integer> indices = group.stream().map(c -> c.gpu().index()).toList();
        var environment = SlotEnvironment.of(slot, uuids, settings);
        slots.add(new SlotDevices(slot, uuids, indices, sharers, environment));
      }
    }
    return slots;
  }
}
