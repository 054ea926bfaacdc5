package dev.thaw.app.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * For how long nobody trained in the slots of nodes that nothing had happened to.
 *
 * @param slots how many slots were looked at
 * @param windowMs how long the time was that was looked at
 * @param idleMs for how long nobody trained, summed over the slots
 * @param longestMs the longest time in which nobody trained in one of them
 */
public record Idle(int slots, long windowMs, long idleMs, long longestMs) {

  private record Place(long process, int slot) {}

  /**
   * What the trainers' logs say of a stretch of time.
   *
   * @param processes those whose slots count
   */
  public static Idle between(
      Instant from,
      Instant to,
      Set<Long> processes,
      Map<EpochLog.Session, List<EpochLog.Epoch>> trained) {
    Map<Place, List<EpochLog.Epoch>> places = new HashMap<>();
    trained.forEach(
        (session, epochs) -> {
          if (processes.contains(session.process())) {
            places
                .computeIfAbsent(
                    new Place(session.process(), session.slot()), place -> new ArrayList<>())
                .addAll(epochs);
          }
        });
    long idle = 0;
    long longest = 0;
    for (List<EpochLog.Epoch> epochs : places.values()) {
      epochs.sort(Comparator.comparingLong(EpochLog.Epoch::begunMs));
      long busyUntil = from.toEpochMilli();
      for (EpochLog.Epoch epoch : epochs) {
        long gap = Math.min(epoch.begunMs(), to.toEpochMilli()) - busyUntil;
        idle += Math.max(0, gap);
        longest = Math.max(longest, gap);
        busyUntil = Math.max(busyUntil, epoch.endedMs());
      }
      long gap = to.toEpochMilli() - busyUntil;
      idle += Math.max(0, gap);
      longest = Math.max(longest, gap);
    }
    return new Idle(places.size(), to.toEpochMilli() - from.toEpochMilli(), idle, longest);
  }

  /** The idle time of the nodes that a fault spared, from its beginning until all was well. */
  public static Idle during(
      FaultRun.Happened fault,
      Map<String, List<NodeProcess.Life>> lives,
      Map<EpochLog.Session, List<EpochLog.Epoch>> trained) {
    Instant to = fault.working() == null ? fault.over() : fault.working();
    Set<Long> spared = new HashSet<>();
    lives.forEach(
        (node, all) -> {
          if (!fault.where().contains(node)) {
            all.stream()
                .filter(life -> life.from().isBefore(fault.at()))
                .reduce((earlier, later) -> later)
                .ifPresent(life -> spared.add(life.pid()));
          }
        });
    return between(fault.at(), to, spared, trained);
  }

  /** The share of the time in which nobody trained; 0 if nothing was looked at. */
  public double share() {
    return slots == 0 || windowMs == 0 ? 0 : (double) idleMs / slots / windowMs;
  }
}
