package dev.thaw.app.simulate;

/**
 * A range of seeds.
 *
 * @param first the first
 * @param last the last, not below the first
 */
public record Seeds(long first, long last) {

  /**
   * Reads {@code A..B}, or one seed alone.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static Seeds parse(String text) {
    int dots = text.indexOf("..");
    try {
      long first = Long.parseLong(dots < 0 ? text : text.substring(0, dots));
      long last = dots < 0 ? first : Long.parseLong(text.substring(dots + 2));
      if (first <= last) {
        return new Seeds(first, last);
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "--seeds (%s) must be two whole numbers in order.\nMaybe 1..30.".formatted(text));
  }

  /** How many there are. */
  public long count() {
    return last - first + 1;
  }
}
