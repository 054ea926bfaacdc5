package dev.thaw.actors.journal;

import dev.thaw.core.study.Cluster;
import dev.thaw.core.study.Search;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.Trial;
import java.util.Map;
import java.util.Set;

/**
 * Components that records got after rows had been written without them. Where one is missing it is
 * read as absent, so it must be {@code @Nullable} or an {@code Optional} of some kind, and absent
 * must mean what old rows meant. All others are required.
 */
final class LateComponents {

  private static final Map<Class<?>, Set<String>> LATE =
      Map.of(
          Search.Debt.class, Set.of("failedOn"),
          StudySpec.Resources.class,
              Set.of("slotsPerGpu", "gpusPerTrial", "slotsMin", "weight", "priority"),
          StudySpec.Checkpoints.class, Set.of("quota", "store"),
          StudyInput.NodeJoined.class, Set.of("store"),
          StudyInput.Recovered.class, Set.of("nodePatience"),
          StudyEvent.NodeAdded.class, Set.of("store"),
          Cluster.Node.class, Set.of("store"),
          Trial.class, Set.of("store"));

  private LateComponents() {}

  /** Whether rows may lack a component of a record. */
  static boolean contains(Class<?> record, String component) {
    return LATE.getOrDefault(record, Set.of()).contains(component);
  }
}
