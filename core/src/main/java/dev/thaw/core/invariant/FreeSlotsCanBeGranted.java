package dev.thaw.core.invariant;

import dev.thaw.core.study.Cluster;
import dev.thaw.core.study.Slot;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whoever is given a free slot finds somebody there. */
final class FreeSlotsCanBeGranted implements Invariant {

  @Override
  public String claim() {
    return "A free slot is on offer, on a node that is heard of.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    if (!seen.touchesSlots()) {
      return null;
    }
    Cluster cluster = seen.after().cluster();
    for (Map.Entry<Slot, Boolean> entry : cluster.free()) {
      Slot slot = entry.getKey();
      Cluster.Node node = cluster.nodes().get(slot.node());
      if (node == null || node.slots().stream().noneMatch(o -> o.index() == slot.index())) {
        return "%s is free and not on offer".formatted(slot);
      }
      if (cluster.tenure().silent().containsKey(slot.node())) {
        return "%s is free and its node is silent".formatted(slot);
      }
    }
    return null;
  }
}
