package dev.thaw.core.invariant;

import dev.thaw.core.study.Cluster;
import dev.thaw.core.study.Device;
import dev.thaw.core.study.Lease;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trials that ran out of memory beside others are packed with nobody. */
final class WhoTrainsAloneHasItsDevice implements Invariant {

  @Override
  public String claim() {
    return "A trial that must train alone shares its device with no other lease.";
  }

  @Override
  public Scope scope() {
    return Scope.STEP;
  }

  @Override
  public @Nullable String contradiction(Observed seen) {
    Cluster cluster = seen.after().cluster();
    if (cluster.alone().isEmpty() || !seen.touchesSlots()) {
      return null;
    }
    for (Map.Entry<Integer, Lease> entry : cluster.leases()) {
      if (!cluster.alone().containsKey(entry.getKey())) {
        continue;
      }
      Device device = entry.getValue().device();
      for (Map.Entry<Integer, Lease> other : cluster.leases()) {
        if (!other.getKey().equals(entry.getKey()) && other.getValue().device().equals(device)) {
          return "trials %d and %d share %s".formatted(entry.getKey(), other.getKey(), device);
        }
      }
    }
    return null;
  }
}
