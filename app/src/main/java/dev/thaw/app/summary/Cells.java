package dev.thaw.app.summary;

/**
 * Text that fits a number of columns of a terminal. Lengths count code points: a letter that a
 * terminal draws two columns wide counts as one.
 */
public final class Cells {

  private Cells() {}

  /** The number of code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The text without control characters, which could move the cursor or forge lines. */
  public static String clean(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints().forEach(point -> clean.appendCodePoint(harmless(point) ? point : '?'));
    return clean.toString();
  }

  private static boolean harmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** The text, cut after so many code points; {@code ..} stands for the rest. */
  public static String cut(String text, int width) {
    if (length(text) <= width) {
      return text;
    }
    String mark = "..".substring(0, Math.clamp(width, 0, 2));
    return text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 2))) + mark;
  }

  /** The text with spaces after it up to a width. */
  public static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - length(text)));
  }

  /** The text with spaces before it up to a width. */
  public static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - length(text))) + text;
  }
}
