package dev.thaw.core.study;

import dev.thaw.core.space.Configuration;
import dev.thaw.core.suggest.ListedSuggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The keys of a spec, as people write them. */
final class SpecKeys {

  private SpecKeys() {}

  /** The keys at the top in which two specs differ, in the order of the spec. */
  static List<String> differing(StudySpec one, StudySpec other) {
    var differing = new ArrayList<String>();
    add(differing, "study", one.name(), other.name());
    add(differing, "objective", one.objective(), other.objective());
    var space = one.space();
    add(differing, "parameters", space.parameters(), other.space().parameters());
    add(differing, "constraints", space.constraints(), other.space().constraints());
    add(differing, "fidelity", one.fidelity(), other.fidelity());
    add(differing, "scheduler", one.scheduler(), other.scheduler());
    add(differing, "suggest", one.suggestion().rule(), other.suggestion().rule());
    add(differing, "tryFirst", listed(one), listed(other));
    add(differing, "baseline", one.baseline(), other.baseline());
    add(differing, "trainer", one.trainer(), other.trainer());
    add(differing, "resources", one.resources(), other.resources());
    add(differing, "budget", one.budget(), other.budget());
    add(differing, "maxRestarts", one.maxRestarts(), other.maxRestarts());
    add(differing, "epochTimeLimit", one.epochTimeLimit(), other.epochTimeLimit());
    add(differing, "checkpoints", one.checkpoints(), other.checkpoints());
    add(differing, "seed", one.seed(), other.seed());
    add(differing, "hours", one.hours(), other.hours());
    add(differing, "stopWhen", one.stopWhen(), other.stopWhen());
    add(differing, "confirm", one.confirm(), other.confirm());
    add(differing, "controller", one.control(), other.control());
    add(differing, "known", one.known(), other.known());
    return differing;
  }

  private static List<Configuration> listed(StudySpec spec) {
    return spec.suggestion() instanceof ListedSuggestion listed ? listed.first() : List.of();
  }

  private static void add(
      List<String> differing, String key, @Nullable Object one, @Nullable Object other) {
    if (!Objects.equals(one, other)) {
      differing.add(key);
    }
  }
}
