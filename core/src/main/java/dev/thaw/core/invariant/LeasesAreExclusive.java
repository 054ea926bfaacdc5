package dev.thaw.core.invariant;

import dev.thaw.core.study.Cluster;
import dev.thaw.core.study.Lease;
import dev.thaw.core.study.Slot;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Invariant 1: one lease a slot. That a trial has one lease at most is what a map by trial says.
 */
final class LeasesAreExclusive implements Invariant {

  @Override
  public String claim() {
    return "A slot serves one lease at a time, and is not free meanwhile.";
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
    Set<Slot> taken = new HashSet<>();
    for (Map.Entry<Integer, Lease> entry : cluster.leases()) {
      Slot slot = entry.getValue().slot();
      if (!taken.add(slot)) {
        return "slot %s has two leases".formatted(slot);
      }
      if (cluster.free().containsKey(slot)) {
        return "slot %s is leased and free".formatted(slot);
      }
    }
    return null;
  }
}
