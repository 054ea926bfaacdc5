package dev.thaw.core.invariant;

import org.jspecify.annotations.Nullable;

/**
 * One truth about every study, written without the code that decides: it looks at a step and at the
 * states around it, and says what is wrong. Its name is that of its class.
 */
public interface Invariant {

  /** When a truth can be looked at, and what that costs. */
  enum Scope {
    /** After each step; the cost is that of what the step is about. */
    STEP,
    /** After each step; the cost grows with the study. */
    STATE,
    /** Once the study is over. */
    END
  }

  /** The truth, in a sentence. */
  String claim();

  /** When it can be looked at. */
  Scope scope();

  /**
   * Returns what contradicts the claim, for people.
   *
   * @return null if nothing does
   */
  @Nullable String contradiction(Observed seen);
}
