package dev.thaw.app.report;

import dev.thaw.app.report.Section.Block;
import java.util.List;
import java.util.stream.Collectors;

/** The report of a study as text in Markdown: everything of the page but for its pictures. */
public final class MarkdownReport {

  private final StringBuilder text = new StringBuilder();

  private MarkdownReport() {}

  /**
   * The text.
   *
   * @param scheduler the name of the study's scheduler
   */
  public static String render(MorningReport report, String scheduler) {
    var markdown = new MarkdownReport();
    markdown.line("# " + escape(report.summary().study()));
    markdown.line(escape(Sections.subtitle(report.summary(), scheduler, report.asOf())));
    for (Section section : Sections.of(report)) {
      markdown.line("## " + section.topic().heading());
      section.blocks().forEach(markdown::block);
    }
    return markdown.text.toString();
  }

  private void line(String line) {
    text.append(line).append("\n\n");
  }

  private void block(Block block) {
    switch (block) {
      case Block.Text(String words) -> line(escape(words));
      case Block.Remark(String words) -> line("_" + escape(words) + "_");
      case Block.Items(List<String> items) ->
          line(items.stream().map(item -> "* " + escape(item)).collect(Collectors.joining("\n")));
      case Block.Table table -> table(table);
      case Block.Commands(List<NextStep> steps) ->
          steps.forEach(
              step -> line("%s:\n\n    %s".formatted(escape(step.purpose()), step.command())));
    }
  }

  private void table(Block.Table table) {
    line("**" + escape(table.title()) + "**");
    row(table.headings());
    text.append('|');
    for (int i = 0; i < table.headings().size(); i++) {
      text.append(i < table.words() ? " --- |" : " ---: |");
    }
    text.append('\n');
    table.rows().forEach(this::row);
    text.append('\n');
  }

  private void row(List<String> cells) {
    text.append('|');
    cells.forEach(cell -> text.append(' ').append(escape(cell)).append(" |"));
    text.append('\n');
  }

  /** Text in which nothing is markup. */
  static String escape(String plain) {
    var escaped = new StringBuilder(plain.length() + 16);
    plain
        .codePoints()
        .forEach(
            point -> {
              if ("\\`*_[]<>|#".indexOf(point) >= 0) {
                escaped.append('\\');
              }
              escaped.appendCodePoint(Character.isISOControl(point) ? ' ' : point);
            });
    return escaped.toString();
  }
}
