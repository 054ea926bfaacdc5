package dev.thaw.core.study;

import dev.thaw.core.persistent.OrderedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says on which nodes a trial may go on, where nodes do not all reach the same checkpoints.
 *
 * <p>A trial whose newest checkpoint lies in a store that some nodes have and others have not is
 * bound to those that have it: it is given no slot of another one, and what comes after it in turn
 * gets that slot. It waits as long as a node that has its checkpoint is awaited: it has a slot for
 * the study, free or not, or somebody is still leaving one, or it is silent and its patience has
 * not ended. If no such node is awaited, and nothing else could be done with a free slot, the trial
 * is trained again from its beginning there. It is so in its turn once all those nodes are gone.
 *
 * <p>Nobody is bound to anything if the study names the place of its checkpoints itself, which all
 * nodes are then taken to reach, nor by a node or a checkpoint whose store is not known.
 */
final class Placement {

  private Placement() {}

  /** Whether a trial may be given a slot of a node, and goes on there from where it was. */
  static boolean allows(StudyState state, int trial, String node) {
    String store = store(state, trial);
    return store == null
        || has(state.cluster().nodes().get(node), store)
        || homes(state, store).isEmpty();
  }

  /** The same, or if it would have to be trained again there because no other node is awaited. */
  static boolean allowsAnew(StudyState state, int trial, String node) {
    String store = store(state, trial);
    return store == null
        || has(state.cluster().nodes().get(node), store)
        || !isAwaited(state, store);
  }

  /** Whether some nodes have what a trial would go on from, and others have not. */
  static boolean isBound(StudyState state, int trial) {
    String store = store(state, trial);
    if (store == null) {
      return false;
    }
    int homes = homes(state, store).size();
    return homes > 0 && homes < state.cluster().nodes().size();
  }

  /** Whether a trial waits for nodes of which one may come, and may not be trained again yet. */
  static boolean isWaiting(StudyState state, int trial) {
    String store = store(state, trial);
    return store != null && isBound(state, trial) && isAwaited(state, store);
  }

  /**
   * Whether all that a trial can wait for are slots that the study has already, on nodes that are
   * heard of: then it could not use any others.
   */
  static boolean needsNoOtherSlot(StudyState state, int trial) {
    String store = store(state, trial);
    return store != null
        && isWaiting(state, trial)
        && homes(state, store).stream().noneMatch(state.cluster()::isSilent);
  }

  /** Whether some nodes are known not to reach the checkpoints of others. */
  static boolean isScattered(StudyState state) {
    String first = null;
    for (Map.Entry<String, Cluster.Node> entry : state.cluster().nodes()) {
      String store = entry.getValue().store();
      if (store != null && first != null && !store.equals(first)) {
        return true;
      }
      first = store == null ? first : store;
    }
    return false;
  }

  /** Says that a trial waits for the nodes that have its checkpoint. */
  static StudyEvent passOver(StudyState state, int trial) {
    String store = store(state, trial);
    return new StudyEvent.TrialPassedOver(trial, store == null ? List.of() : homes(state, store));
  }

  /** Takes note of a checkpoint that a trial cannot go on from in a slot that it is given. */
  static void leaveBehind(Fold fold, int number, Slot slot) {
    Trial trial = fold.state().trial(number);
    String store = store(fold.state(), number);
    if (trial.latest() != null && store != null && isOutOfReach(fold.state(), number, slot)) {
      fold.emit(new StudyEvent.CheckpointOutOfReach(number, trial.latest(), store));
    }
  }

  /** Whether some node has the newest checkpoint of a trial. */
  static boolean isReachable(StudyState state, int number) {
    String store = store(state, number);
    return store == null || !homes(state, store).isEmpty();
  }

  /** Whether a slot's node does not have what a trial would go on from. */
  static boolean isOutOfReach(StudyState state, int number, Slot slot) {
    String store = store(state, number);
    return store != null && !has(state.cluster().nodes().get(slot.node()), store);
  }

  /** The store of a trial's newest checkpoint; null if it has none, or all nodes may reach it. */
  private static @Nullable String store(StudyState state, int number) {
    if (number >= state.progress().trials().size()) {
      return null; // It is about to be created.
    }
    Trial trial = state.trial(number);
    return trial.latest() == null || state.spec().checkpoints().store() != null
        ? null
        : trial.store();
  }

  private static boolean has(Cluster.@Nullable Node node, String store) {
    return node != null && (node.store() == null || node.store().equals(store));
  }

  private static List<String> homes(StudyState state, String store) {
    List<String> homes = new ArrayList<>();
    for (Map.Entry<String, Cluster.Node> entry : state.cluster().nodes()) {
      if (has(entry.getValue(), store)) {
        homes.add(entry.getKey());
      }
    }
    return homes;
  }

  private static boolean isAwaited(StudyState state, String store) {
    OrderedMap<String, Cluster.Node> nodes = state.cluster().nodes();
    for (Map.Entry<String, Cluster.Node> entry : nodes) {
      if (has(entry.getValue(), store)
          && (!entry.getValue().slots().isEmpty()
              || state.cluster().isSilent(entry.getKey())
              || state.cluster().isLeased(entry.getKey()))) {
        return true;
      }
    }
    return false;
  }
}
