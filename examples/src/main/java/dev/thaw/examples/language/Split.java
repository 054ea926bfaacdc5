package dev.thaw.examples.language;

/** What a phrase is for. The phrase alone decides, so that no setting can move it. */
public enum Split {
  /** Seven in ten: the network learns from these. */
  TRAIN,
  /** Three in twenty: trials are compared on these. */
  VALIDATION,
  /** Three in twenty: no decision ever looks at these. */
  TEST;

  static Split of(String phrase) {
    var twentieth = Long.remainderUnsigned(StableHash.of(phrase, 0, phrase.length(), 1), 20);
    return twentieth < 14 ? TRAIN : twentieth < 17 ? VALIDATION : TEST;
  }
}
