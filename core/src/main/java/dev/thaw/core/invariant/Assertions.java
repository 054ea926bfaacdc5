package dev.thaw.core.invariant;

/** How closely a study that runs is watched; each level includes those before it. */
public enum Assertions {
  /** Not at all. */
  NONE,
  /** Everything is looked at when the study enters another phase of its life. */
  PHASE,
  /** What a step changed is looked at after each step; the cost does not grow with the study. */
  STEP,
  /** Everything is looked at after each step, and every step is decided a second time. */
  FULL
}
