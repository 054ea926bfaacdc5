package dev.thaw.app.spec;

/**
 * One difference between two specs.
 *
 * @param path where, such as {@code fidelity.max}
 * @param before the value before, as in YAML; {@code (absent)} if there was none
 * @param after the value after, as in YAML; {@code (absent)} if there is none
 */
public record SpecChange(String path, String before, String after) {
  /** What stands for a value that is not there. */
  public static final String ABSENT = "(absent)";

  /** Returns the change as one readable line. */
  @Override
  public String toString() {
    return "%s: %s -> %s".formatted(path, before, after);
  }
}
