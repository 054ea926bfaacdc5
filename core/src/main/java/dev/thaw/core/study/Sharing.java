package dev.thaw.core.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Decides what becomes of slots that a study may not keep: because others are entitled to them, or
 * because their node is leaving.
 *
 * <p>A slot that is given up is granted to nobody any more. Whoever trains in it is told to pause,
 * and is owed its way; so it loses no epoch. The slot is held until its lease has ended.
 */
final class Sharing {

  private Sharing() {}

  /**
   * Gives up as many slots as are on offer beyond what the study may hold, the cheapest first; none
   * of nodes that are silent.
   */
  static void fit(Fold fold) {
    int surplus = fold.state().cluster().slots() - fold.state().cluster().tenure().allowed();
    if (surplus <= 0) {
      return;
    }
    int allowed = fold.state().cluster().tenure().allowed();
    for (Slot slot : cheapest(fold.state()).subList(0, surplus)) {
      giveUp(fold, slot, new Reason.Preempted(allowed));
    }
  }

  /** Gives up all slots of a node, and those that it has taken back while they were leased. */
  static void leave(Fold fold, String node) {
    Reason why = new Reason.NodeLeaving(node);
    for (Slot slot : slots(fold.state())) {
      if (slot.node().equals(node)) {
        giveUp(fold, slot, why);
      }
    }
    for (Map.Entry<Integer, Lease> entry : fold.state().cluster().leases()) {
      if (entry.getValue().slot().node().equals(node)) {
        pause(fold, entry.getValue(), why);
      }
    }
  }

  private static void giveUp(Fold fold, Slot slot, Reason why) {
    fold.emit(new StudyEvent.SlotGivenUp(slot));
    Lease lease = fold.state().cluster().leaseOf(slot);
    if (lease != null) {
      pause(fold, lease, why);
    }
  }

  private static void pause(Fold fold, Lease lease, Reason why) {
    if (lease.ending() == Lease.Ending.NONE) {
      fold.emit(new StudyEvent.PauseOrdered(lease.trial(), lease.fence(), why));
    }
  }

  private static List<Slot> slots(StudyState state) {
    List<Slot> all = new ArrayList<>();
    for (Map.Entry<String, Cluster.Node> entry : state.cluster().nodes()) {
      entry.getValue().slots().forEach(slot -> all.add(new Slot(entry.getKey(), slot.index())));
    }
    return all;
  }

  /**
   * The slots on offer, those first whose loss costs the least: free ones, those of sessions that
   * end anyway, those of sessions that wait, and then by the best score of the trial, the worst
   * first; the newest lease of equal ones. Of the free ones those last for which a trial waits.
   */
  private static List<Slot> cheapest(StudyState state) {
    List<Slot> all = slots(state);
    all.removeIf(slot -> state.cluster().isSilent(slot.node()));
    return all.stream()
        .map(slot -> new Loss(slot, cost(state, slot), score(state, slot), fence(state, slot)))
        .sorted(Loss.ORDER)
        .map(Loss::slot)
        .toList();
  }

  /** What is lost with a slot. */
  private record Loss(Slot slot, int cost, double score, long fence) {
    static final Comparator<Loss> ORDER =
        Comparator.comparingInt(Loss::cost)
            .thenComparing(Comparator.comparingDouble(Loss::score).reversed())
            .thenComparing(Comparator.comparingLong(Loss::fence).reversed());
  }

  private static int cost(StudyState state, Slot slot) {
    Lease lease = state.cluster().leaseOf(slot);
    if (lease == null) {
      return isWaitedFor(state, slot.node()) ? 1 : 0;
    }
    if (lease.ending() != Lease.Ending.NONE) {
      return 2;
    }
    return lease.outstandingEpochs() == 0 ? 3 : 4;
  }

  private static boolean isWaitedFor(StudyState state, String node) {
    return Dispatch.next(
            state, trial -> Placement.isBound(state, trial) && Placement.allows(state, trial, node))
        .filter(job -> job.trial() >= 0)
        .isPresent();
  }

  private static double score(StudyState state, Slot slot) {
    Lease lease = state.cluster().leaseOf(slot);
    Trial trial = lease == null ? null : state.trial(lease.trial());
    return trial == null || trial.bestEpoch() == 0
        ? Double.POSITIVE_INFINITY
        : state.score(trial.curve().value(trial.bestEpoch()));
  }

  private static long fence(StudyState state, Slot slot) {
    Lease lease = state.cluster().leaseOf(slot);
    return lease == null ? 0 : lease.fence();
  }

  /**
   * How many slots the study could use now: as many as it is entitled to while there is more to do,
   * and those that it uses otherwise; at least one while it runs, but none outside of its hours.
   * Trials that wait for slots that it has already, on nodes that have their checkpoints, could use
   * no others. Those that wait for a silent node could: that one's, which nobody else may be given
   * before the study.
   */
  static int demand(StudyState state) {
    if (state.lifecycle().phase() == Lifecycle.Phase.ENDED) {
      return 0;
    }
    if (!state.isOpen()) {
      return state.cluster().leases().size();
    }
    int used = Math.max(1, state.cluster().leases().size());
    return hasMoreToDo(state) ? Math.max(used, state.cluster().tenure().share().slotsMax()) : used;
  }

  private static boolean hasMoreToDo(StudyState state) {
    if (state.lifecycle().phase() != Lifecycle.Phase.RUNNING || state.affordableEpochs() <= 0) {
      return false;
    }
    if (Packing.waiting(state).isPresent()
        || Dispatch.next(state, trial -> !Placement.needsNoOtherSlot(state, trial)).isPresent()) {
      return true;
    }
    return Guidance.guides(state)
        && (!Guidance.saysNothingMore(state) || Guidance.heldBack(state) > 0);
  }
}
