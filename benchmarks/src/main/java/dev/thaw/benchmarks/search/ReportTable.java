package dev.thaw.benchmarks.search;

import dev.thaw.app.report.Markup;
import java.util.List;

/**
 * A table of a report.
 *
 * @param title its title
 * @param note what its columns mean
 * @param header the names of its columns
 * @param rows its cells, as many in each row as the header has
 */
record ReportTable(String title, String note, List<String> header, List<List<String>> rows) {

  String markdown() {
    var text = new StringBuilder("### " + title + "\n\n" + note + "\n\n");
    line(text, header);
    text.append("|---".repeat(header.size())).append("|\n");
    rows.forEach(row -> line(text, row));
    return text.append('\n').toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    cells.forEach(cell -> text.append("| ").append(cell.replace("|", "\\|")).append(' '));
    text.append("|\n");
  }

  String html() {
    var html = new Markup().element("h3", title).element("p", "muted", note);
    html.raw("<div class=\"wide\"><table><thead><tr>");
    header.forEach(name -> html.element("th", name));
    html.raw("</tr></thead><tbody>");
    for (List<String> row : rows) {
      html.raw("<tr>");
      html.element("td", "text", row.getFirst());
      row.subList(1, row.size()).forEach(cell -> html.element("td", cell));
      html.raw("</tr>");
    }
    return html.raw("</tbody></table></div>").toString();
  }
}
