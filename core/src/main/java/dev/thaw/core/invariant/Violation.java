package dev.thaw.core.invariant;

/**
 * A truth that did not hold.
 *
 * @param invariant its name
 * @param claim what should have held, in a sentence
 * @param contradiction what was seen instead
 */
public record Violation(String invariant, String claim, String contradiction) {

  static Violation of(Invariant invariant, String contradiction) {
    return new Violation(invariant.getClass().getSimpleName(), invariant.claim(), contradiction);
  }

  /** In one line, for people. */
  @Override
  public String toString() {
    return "%s: %s But %s.".formatted(invariant, claim, contradiction);
  }
}
