package dev.thaw.core.foresight;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.ListedSuggestion;

/** Makes advisers. */
public final class Advisers {

  private Advisers() {}

  /**
   * A fresh adviser for a guided study.
   *
   * @throws IllegalArgumentException if the study's scheduler asks nobody
   */
  public static Adviser of(StudySpec spec) {
    Guide guide = spec.guide();
    if (guide == null) {
      throw new IllegalArgumentException(
          "scheduler (%s) must be guided to have an adviser.".formatted(spec.scheduler().name()));
    }
    Adviser adviser = of(spec, guide);
    return spec.suggestion() instanceof ListedSuggestion listed
        ? new ListedFirst(listed, adviser)
        : adviser;
  }

  private static Adviser of(StudySpec spec, Guide guide) {
    return switch (guide) {
      case THAW -> new ThawAdviser(spec);
      case PROPOSER -> new ProposingAdviser(spec);
      case DYHPO -> new GreedyAdviser(spec);
      case FREEZE_THAW -> new EntropyAdviser(spec);
      case BOHB -> new DensityAdviser(spec);
      case MOBSTER -> new JointProcessAdviser(spec);
    };
  }
}
