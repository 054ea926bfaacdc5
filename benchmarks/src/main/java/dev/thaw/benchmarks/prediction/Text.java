package dev.thaw.benchmarks.prediction;

import java.util.List;
import java.util.Locale;

/** Numbers and tables as text. */
final class Text {

  private Text() {}

  /** A number without needless digits. */
  static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /** A number with so many digits after the point; a dash for none. */
  static String fixed(double number, int digits) {
    return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", number);
  }

  /** A share in per cent; a dash for none. */
  static String percent(double share) {
    return fixed(100 * share, 1);
  }

  /** A Markdown table whose columns are as wide as their widest cell. */
  static String table(List<String> header, List<List<String>> rows) {
    int[] widths = new int[header.size()];
    widen(widths, header);
    rows.forEach(row -> widen(widths, row));
    var text = new StringBuilder();
    line(text, widths, header);
    for (int width : widths) {
      text.append("|").append("-".repeat(width + 2));
    }
    text.append("|\n");
    rows.forEach(row -> line(text, widths, row));
    return text.append('\n').toString();
  }

  private static void widen(int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells.get(i).length());
    }
  }

  private static void line(StringBuilder text, int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String space = " ".repeat(widths[i] - cell.length());
      text.append("| ").append(i == 0 ? cell + space : space + cell).append(' ');
    }
    text.append("|\n");
  }
}
