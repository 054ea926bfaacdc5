package dev.thaw.core.invariant;

import dev.thaw.core.study.Cluster;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Several studies share a cluster because each gives up what it is not entitled to. */
final class NoMoreSlotsAreHeldThanAllowed implements Invariant {

  @Override
  public String claim() {
    return "No more slots are on offer to a study than it is allowed to hold.";
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
    int offered = 0;
    for (Map.Entry<String, Cluster.Node> entry : cluster.nodes()) {
      boolean silent = cluster.tenure().silent().containsKey(entry.getKey());
      offered += silent ? 0 : entry.getValue().slots().size();
    }
    int allowed = cluster.tenure().allowed();
    return offered <= allowed ? null : "%d are, of %d".formatted(offered, allowed);
  }
}
