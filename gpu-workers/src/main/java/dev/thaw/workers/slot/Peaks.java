package dev.thaw.workers.slot;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The most memory of each trial that was measured, for {@link dev.thaw.workers.gpu.Packing}. */
final class Peaks {

  /** More would not change the largest, but take room. */
  private static final int MOST = 1_000;

  private final List<Long> measured = new ArrayList<>();

  void add(Tenant gone) {
    gone.peak().ifPresent(measured::add);
    if (measured.size() > MOST) {
      // The largest decides, so the smallest goes.
      measured.remove(measured.stream().min(Long::compare).orElseThrow());
    }
  }

  /** Those of the sessions that are gone, and of those that are there as far as they are known. */
  List<Long> with(Set<Tenant> present) {
    List<Long> all = new ArrayList<>(measured);
    present.forEach(tenant -> tenant.peak().ifPresent(all::add));
    return all;
  }
}
