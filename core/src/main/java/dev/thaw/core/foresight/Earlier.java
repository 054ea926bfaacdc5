package dev.thaw.core.foresight;

import dev.thaw.core.proposer.Foreknowledge;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.KnownResult;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.WarmStart;
import java.util.List;

/** What a spec knows of earlier studies, as advisers need it. */
final class Earlier {

  private Earlier() {}

  static Foreknowledge of(StudySpec spec) {
    List<KnownResult> known = spec.known();
    if (known == null) {
      return Foreknowledge.none();
    }
    List<List<Configuration>> ranked =
        WarmStart.ranked(spec.objective().goal(), known).values().stream()
            .map(of -> of.stream().map(KnownResult::configuration).toList())
            .toList();
    return Foreknowledge.of(spec.space(), ranked);
  }
}
