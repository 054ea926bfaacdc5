package dev.thaw.core.bracket;

import java.util.Locale;

/** Who may be asked what to train next. */
public enum Guide {
  /** The freeze-thaw surrogate: expected improvement of whole learning curves. */
  THAW,
  /** Kernel density estimates of good and bad configurations propose, brackets promote. */
  BOHB,
  /** A Gaussian process over configuration and epoch proposes, brackets promote. */
  MOBSTER,
  /** A proposer that the study's suggestion names proposes, the study's own brackets promote. */
  PROPOSER,
  /** Always the one epoch that is expected to improve most. */
  DYHPO,
  /** Always the one epoch that is expected to tell most about who ends lowest. */
  FREEZE_THAW;

  /** Whether it only proposes new configurations, and ranks decide everything else. */
  public boolean proposesOnly() {
    return this == BOHB || this == MOBSTER || this == PROPOSER;
  }

  /** Whether it grants one epoch at a time. */
  public boolean goesByEpochs() {
    return this == DYHPO || this == FREEZE_THAW;
  }

  /** Whether it looks at how trials rank, not at what they showed. */
  public boolean knowsRanksOnly() {
    return this == BOHB;
  }

  /** The name by which a study asks for it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
