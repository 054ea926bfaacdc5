package dev.thaw.core.study;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says which free slot a trial may have, where slots share devices.
 *
 * <p>A trial gets a slot of the device on which the fewest others train. A trial that ran out of
 * memory beside others trains alone from then on: it gets only a device that is empty, and while it
 * has it nobody else gets a slot of that device.
 *
 * <p>So that such a trial is not kept waiting for ever, a device is reserved for it if none is
 * empty: no slot of it is granted to anybody else, and the sessions on it are told to pause. They
 * are owed their way. A trial that trains alone is not sent away itself, since two that need a
 * device would then send each other away; its lease ends by itself. One device is reserved at a
 * time, for the trial with the lowest number.
 *
 * <p>A trial that is tried again after a failure gets another device than the one on which it
 * failed, if another one has a free slot: that device may be broken.
 *
 * <p>Of all those slots a trial gets one of a node that has its checkpoint: {@link Placement}.
 */
final class Packing {

  private Packing() {}

  /** A slot for a new trial, or for one that may train beside others; empty if there is none. */
  static Optional<Slot> slot(StudyState state) {
    return slot(state, null, node -> true);
  }

  /** A slot of another device than the one to avoid, or of that one if no other has any. */
  private static Optional<Slot> slot(
      StudyState state, @Nullable Device avoided, Predicate<String> nodes) {
    Slot best = null;
    int fewest = Integer.MAX_VALUE;
    for (Map.Entry<Slot, Boolean> entry : state.cluster().free()) {
      Device device = state.cluster().device(entry.getKey());
      boolean last = device.equals(avoided);
      int others = last ? Integer.MAX_VALUE - 1 : state.cluster().leasesOn(device);
      if (others < fewest && isOpen(state, device) && nodes.test(device.node())) {
        best = entry.getKey();
        fewest = others;
      }
      if (fewest == 0) {
        break;
      }
    }
    return Optional.ofNullable(best);
  }

  /** A slot for a trial; empty if there is none that it may have. */
  static Optional<Slot> slotFor(StudyState state, int trial) {
    return slotFor(state, trial, false);
  }

  /**
   * A slot for a trial, of a node that has its checkpoint if there is any.
   *
   * @param anew whether the trial may be trained again from its beginning if none of those is
   *     awaited; one that trains alone always may
   */
  static Optional<Slot> slotFor(StudyState state, int trial, boolean anew) {
    Cluster.Alone alone = state.cluster().alone().get(trial);
    Search.Debt debt = state.search().owed().get(trial);
    Device failedOn = debt == null ? null : debt.failedOn();
    if (alone == null) {
      return slot(
          state,
          failedOn,
          node ->
              anew
                  ? Placement.allowsAnew(state, trial, node)
                  : Placement.allows(state, trial, node));
    }
    Cluster.Reservation reserved = reservation(state);
    Slot spare = null;
    for (Map.Entry<Slot, Boolean> entry : state.cluster().free()) {
      Device device = state.cluster().device(entry.getKey());
      if (state.cluster().leasesOn(device) > 0
          || isForAnother(reserved, trial, device)
          || !mayHave(state, trial, device)) {
        continue;
      }
      if (!device.equals(alone.exceeded()) && !device.equals(failedOn)) {
        return Optional.of(entry.getKey());
      }
      spare = spare == null ? entry.getKey() : spare;
    }
    return Optional.ofNullable(spare);
  }

  /** A device that was reserved for it is its own, even if another one would be better by now. */
  private static boolean mayHave(StudyState state, int trial, Device device) {
    Cluster.Reservation reserved = state.cluster().reserved();
    return Placement.allowsAnew(state, trial, device.node())
        || (reserved != null && reserved.trial() == trial && reserved.device().equals(device));
  }

  /** Whether a trial need not be passed over: it finds a slot, or waits for none in particular. */
  static boolean mayBeNext(StudyState state, int trial, boolean anew) {
    return !Placement.isBound(state, trial)
        || state.lease(trial) != null
        || state.cluster().alone().containsKey(trial)
        || slotFor(state, trial, anew).isPresent();
  }

  private static boolean isForAnother(
      Cluster.@Nullable Reservation reserved, int trial, Device device) {
    return reserved != null && reserved.trial() != trial && reserved.device().equals(device);
  }

  /** How many of the free slots {@link #slot} may give away. */
  static int open(StudyState state) {
    if (state.cluster().alone().isEmpty()) {
      return state.cluster().free().size();
    }
    int open = 0;
    for (Map.Entry<Slot, Boolean> entry : state.cluster().free()) {
      open += isOpen(state, state.cluster().device(entry.getKey())) ? 1 : 0;
    }
    return open;
  }

  private static boolean isOpen(StudyState state, Device device) {
    Cluster.Reservation reserved = reservation(state);
    return !isClosed(state.cluster(), device)
        && (reserved == null || !reserved.device().equals(device));
  }

  /** Whether somebody trains alone on a device. */
  private static boolean isClosed(Cluster cluster, Device device) {
    for (Map.Entry<Integer, Cluster.Alone> entry : cluster.alone()) {
      Lease lease = cluster.lease(entry.getKey());
      if (lease != null && lease.device().equals(device)) {
        return true;
      }
    }
    return false;
  }

  /** The reservation that holds: its trial still waits, and its device is still on offer. */
  private static Cluster.@Nullable Reservation reservation(StudyState state) {
    Cluster.Reservation reserved = state.cluster().reserved();
    return reserved != null
            && isOwed(state, reserved.trial())
            && state.cluster().offers(reserved.device())
        ? reserved
        : null;
  }

  private static boolean isOwed(StudyState state, int trial) {
    return state.search().owed().containsKey(trial)
        && state.lease(trial) == null
        && Reach.mayGoOn(state, state.trial(trial))
        && Confirming.admits(state, trial);
  }

  /** The first trial of those that train alone that is owed its way and can have it now. */
  static OptionalInt next(StudyState state) {
    for (Map.Entry<Integer, Cluster.Alone> entry : state.cluster().alone()) {
      if (isOwed(state, entry.getKey()) && slotFor(state, entry.getKey()).isPresent()) {
        return OptionalInt.of(entry.getKey());
      }
    }
    return OptionalInt.empty();
  }

  /** The first trial of those that train alone that is owed its way and finds no empty device. */
  static OptionalInt waiting(StudyState state) {
    if (state.affordableEpochs() > 0) {
      for (Map.Entry<Integer, Cluster.Alone> entry : state.cluster().alone()) {
        if (isOwed(state, entry.getKey()) && slotFor(state, entry.getKey()).isEmpty()) {
          return OptionalInt.of(entry.getKey());
        }
      }
    }
    return OptionalInt.empty();
  }

  /** Whether a trial that must train alone is owed its way, in time or not. */
  static boolean isSomebodyOwedADevice(StudyState state) {
    for (Map.Entry<Integer, Cluster.Alone> entry : state.cluster().alone()) {
      if (state.search().owed().containsKey(entry.getKey())) {
        return true;
      }
    }
    return false;
  }

  /** Lets a trial that must train alone, and finds no empty device, wait for one. */
  static void owe(Fold fold, int trial, Search.Debt debt) {
    fold.emit(new StudyEvent.ResumeOwed(trial, debt.epochLimit(), debt.why()));
    makeRoom(fold);
  }

  /** Reserves a device for a trial that waits for one, and sends away who trains on it. */
  static void makeRoom(Fold fold) {
    StudyState state = fold.state();
    if (state.cluster().alone().isEmpty()
        || state.lifecycle().phase() != Lifecycle.Phase.RUNNING
        || reservation(state) != null) {
      return;
    }
    OptionalInt trial = waiting(state);
    Device device = trial.isEmpty() ? null : soonestEmpty(state, trial.getAsInt());
    if (device == null) {
      return;
    }
    fold.emit(new StudyEvent.DeviceReserved(trial.getAsInt(), device));
    for (Map.Entry<Integer, Lease> entry : state.cluster().leases()) {
      Lease lease = entry.getValue();
      if (lease.device().equals(device) && lease.ending() == Lease.Ending.NONE) {
        fold.emit(
            new StudyEvent.PauseOrdered(
                lease.trial(), lease.fence(), new Reason.DeviceNeeded(trial.getAsInt())));
      }
    }
  }

  /**
   * The device on which the fewest epochs are outstanding, the first of them in the order of slots;
   * one on which the trial failed alone before only if there is no other. Null if somebody trains
   * alone on each.
   */
  private static @Nullable Device soonestEmpty(StudyState state, int trial) {
    Cluster cluster = state.cluster();
    Cluster.Alone alone = cluster.alone().get(trial);
    Map<Device, Long> epochs = new LinkedHashMap<>();
    cluster
        .nodes()
        .forEach(
            (name, node) ->
                node.slots().forEach(slot -> epochs.put(new Device(name, slot.device()), 0L)));
    for (Map.Entry<Integer, Lease> entry : cluster.leases()) {
      Lease lease = entry.getValue();
      long rest = lease.ending() == Lease.Ending.NONE ? lease.outstandingEpochs() : 0;
      epochs.computeIfPresent(lease.device(), (device, sum) -> sum + rest);
    }
    Device best = null;
    long fewest = Long.MAX_VALUE;
    for (Map.Entry<Device, Long> entry : epochs.entrySet()) {
      boolean failedHere = alone != null && entry.getKey().equals(alone.exceeded());
      long cost = failedHere ? Long.MAX_VALUE - 1 : entry.getValue();
      if (cost < fewest
          && !isClosed(cluster, entry.getKey())
          && Placement.allowsAnew(state, trial, entry.getKey().node())) {
        best = entry.getKey();
        fewest = cost;
      }
    }
    return best;
  }
}
