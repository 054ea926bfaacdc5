package dev.thaw.actors.study;

import dev.thaw.core.invariant.Violation;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudyState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was decided for a study and must not be recorded, because it breaks what holds of every
 * study.
 *
 * @param study its name
 * @param at when it was decided
 * @param row the last row of its journal, which is as good as all before it; 0 for none
 * @param violation which truth is broken
 * @param before the state after that row; null before the first
 * @param taken what was decided since then, the last step of which breaks it
 */
public record Incident(
    String study,
    Instant at,
    long row,
    Violation violation,
    @Nullable StudyState before,
    List<Step> taken) {
  public Incident {
    taken = List.copyOf(taken);
  }

  /**
   * What people are told.
   *
   * @param bundle where all is that a bug report needs
   */
  public String sentence(String bundle) {
    return "study (%s) is frozen: %s\nNothing that is recorded is wrong, and nothing is lost: it goes on from row %d when it is run again. Please report this bug, with %s; thaw.assertions = none goes on all the same."
        .formatted(study, violation, row, bundle);
  }
}
