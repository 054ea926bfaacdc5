package dev.thaw.app.desk;

/** Why a desk does not do what it was asked to. */
public enum Refusal {

  /** It makes no sense; asking again does not help. */
  BAD_INPUT,

  /** There is no such study. */
  UNKNOWN,

  /** It contradicts how things stand. */
  CONFLICT,

  /** Not now, or nobody is there who could; asking again later helps. */
  UNAVAILABLE
}
