package dev.thaw.app.report;

/** HTML under construction, in which text is always escaped. */
public final class Markup {

  private final StringBuilder html = new StringBuilder();

  /**
   * The text with every character that HTML or XML could take for markup written as a reference.
   */
  public static String escape(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> escape(escaped, point));
    return escaped.toString();
  }

  private static void escape(StringBuilder escaped, int point) {
    switch (point) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      case '\n', '\t' -> escaped.appendCodePoint(point);
      // Control characters and lone surrogates cannot be written in HTML at all.
      default -> escaped.appendCodePoint(writable(point) ? point : 0xFFFD);
    }
  }

  private static boolean writable(int point) {
    int type = Character.getType(point);
    return type != Character.CONTROL && type != Character.SURROGATE;
  }

  /** Appends trusted markup. */
  public Markup raw(String markup) {
    html.append(markup).append('\n');
    return this;
  }

  /** Appends an element that holds text. */
  public Markup element(String name, String text) {
    return raw("<" + name + ">" + escape(text) + "</" + name + ">");
  }

  /** Appends an element of a class that holds text. */
  public Markup element(String name, String kind, String text) {
    return raw("<" + name + " class=\"" + escape(kind) + "\">" + escape(text) + "</" + name + ">");
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
