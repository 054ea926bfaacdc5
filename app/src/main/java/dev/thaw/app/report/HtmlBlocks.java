package dev.thaw.app.report;

import dev.thaw.app.report.Section.Block;
import java.util.List;

/** The blocks of a section as HTML. */
final class HtmlBlocks {

  private HtmlBlocks() {}

  static String of(List<Block> blocks) {
    var html = new Markup();
    blocks.forEach(block -> add(html, block));
    return html.toString();
  }

  private static void add(Markup html, Block block) {
    switch (block) {
      case Block.Text(String text) -> html.element("p", text);
      case Block.Remark(String text) -> html.element("p", "muted", text);
      case Block.Items(List<String> items) -> {
        html.raw("<ul>");
        items.forEach(item -> html.element("li", item));
        html.raw("</ul>");
      }
      case Block.Table table -> table(html, table);
      case Block.Commands(List<NextStep> steps) -> {
        html.raw("<dl class=\"steps\">");
        steps.forEach(
            step ->
                html.element("dt", step.purpose())
                    .raw("<dd><code>" + Markup.escape(step.command()) + "</code></dd>"));
        html.raw("</dl>");
      }
    }
  }

  /** A wide one can be scrolled, by the keyboard too. */
  private static void table(Markup html, Block.Table table) {
    html.raw(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">"
            .formatted(Markup.escape(table.title())));
    html.raw("<table>").element("caption", table.title()).raw("<thead><tr>");
    for (int i = 0; i < table.headings().size(); i++) {
      String kind = i < table.words() ? " class=\"text\"" : "";
      html.raw(
          "<th scope=\"col\"%s>%s</th>".formatted(kind, Markup.escape(table.headings().get(i))));
    }
    html.raw("</tr></thead><tbody>");
    for (List<String> row : table.rows()) {
      html.raw("<tr>");
      for (int i = 0; i < row.size(); i++) {
        if (i == 0) {
          html.raw("<th scope=\"row\" class=\"text\">" + Markup.escape(row.get(i)) + "</th>");
        } else if (i < table.words()) {
          html.element("td", "text", row.get(i));
        } else {
          html.element("td", row.get(i));
        }
      }
      html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
  }
}
