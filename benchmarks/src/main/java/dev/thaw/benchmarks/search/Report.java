package dev.thaw.benchmarks.search;

import dev.thaw.app.report.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all runs together show, as a page and as a text.
 *
 * @param clock what regret is drawn over
 * @param arenas the runs
 * @param facts what they are scored by
 * @param ours the policy that the others are compared with
 * @param yardstick what all are measured against
 * @param samples how often to resample for an interval
 */
record Report(
    Clock clock,
    List<Arena> arenas,
    Map<String, TableFacts> facts,
    String ours,
    Yardstick yardstick,
    int samples) {

  private static final String TITLE = "Search on tables of learning curves";
  private static final String INTRODUCTION =
      "nr is normalised regret: the distance of the best value so far from the best of the table,"
          + " over that of a median row's best, from 0 to 1; AUC is its mean over the logarithm of"
          + " %s, from one full training to the end of the budget. Less is better everywhere."
          + " Runs are compared only on the same table, with as many workers and the same budget.";

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --page: #fff; --ink: #1b1f24; --muted: #56606b; --line: #d9dee4; }
      @media (prefers-color-scheme: dark) {
        :root { --page: #14171a; --ink: #e8eaed; --muted: #a7b0ba; --line: #353c44; } }
      body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
      main { max-width: 1180px; margin: 0 auto; padding: 1.5rem; }
      h2 { margin: 2.5rem 0 .5rem; } h3 { margin: 2rem 0 .2rem; font-size: 1rem; }
      .muted, figcaption { color: var(--muted); margin: .2rem 0; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .85rem; }
      th, td { padding: .2rem .5rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
      .text, th:first-child { text-align: left; }
      figure { margin: 1rem 0; } svg { display: block; width: 100%; height: auto; }
      svg text { fill: var(--muted); font: 12px system-ui, sans-serif; }
      .grid { stroke: var(--line); stroke-width: .6; } .axis, .lead { stroke: var(--muted); }
      .lead { stroke-width: .8; } line.group { stroke: var(--ink); stroke-width: 4; }
      .line polyline { fill: none; stroke: var(--of); stroke-width: 2; }
      .line polygon { fill: var(--of); opacity: .1; }
      .line:hover polyline { stroke-width: 4; } .line:hover polygon { opacity: .3; }
      .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; margin: .3rem 0; padding: 0; }
      .swatch { display: inline-block; width: 1.4rem; height: .3rem; vertical-align: middle; background: var(--of); }
      .c0 { --of: #c2185b; } .c1 { --of: #1f77b4; } .c2 { --of: #23805a; } .c3 { --of: #b06a00; }
      .c4 { --of: #7b52ab; } .c5 { --of: #8c564b; } .c6 { --of: #17a2b8; } .c7 { --of: #7f7f7f; }
      .multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(26rem, 1fr)); gap: 1rem; }
      """;

  String markdown() {
    var text = new StringBuilder("# " + TITLE + "\n\n" + introduction() + "\n\n");
    for (Arena arena : arenas) {
      text.append("## ").append(arena.title()).append("\n\n");
      tables(arena).forEach(table -> text.append(table.markdown()));
    }
    return text.toString();
  }

  private String introduction() {
    return INTRODUCTION.formatted(clock.title());
  }

  private Findings findings(Arena arena) {
    return new Findings(arena, reference(arena), yardstick.in(arena), samples);
  }

  /** Our policy, or the best of an arena in which it did not run. */
  private String reference(Arena arena) {
    return arena.policies().contains(ours) ? ours : arena.policies().getFirst();
  }

  private List<ReportTable> tables(Arena arena) {
    Findings findings = findings(arena);
    List<ReportTable> tables = new ArrayList<>();
    tables.add(findings.standings());
    if (!findings.yardstick().rules().isEmpty()) {
      tables.add(findings.ratios());
      tables.add(findings.lost());
    }
    tables.add(findings.rivals());
    findings.dearShares().ifPresent(tables::add);
    tables.add(findings.cells());
    return tables;
  }

  String html() {
    var html = new Markup();
    html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.element("title", TITLE).raw("<style>\n" + STYLE + "</style></head><body><main>");
    html.element("h1", TITLE).element("p", introduction());
    arenas.forEach(arena -> section(html, arena));
    return html.raw("</main></body></html>").toString();
  }

  private void section(Markup html, Arena arena) {
    html.element("h2", arena.title());
    List<String> drawn = drawn(arena);
    var plot = new AnytimePlot(arena, facts);
    html.raw(
        plot.render(
            arena.tables(),
            drawn,
            "Mean over all runs on %d tables; bands between quartiles."
                .formatted(arena.tables().size())));
    Optional<RankDiagram> diagram = findings(arena).diagram();
    diagram.ifPresent(
        ranks ->
            html.raw("<figure>")
                .raw(ranks.svg())
                .element(
                    "figcaption",
                    "Average ranks of AUC on the tables that all of them ran on; a bar joins those"
                        + " that Wilcoxon's test with Holm's correction does not tell apart at 5"
                        + " %.")
                .raw("</figure>"));
    tables(arena).forEach(table -> html.raw(table.html()));
    html.raw("<details><summary>Each table</summary><div class=\"multiples\">");
    arena.tables().forEach(table -> html.raw(plot.render(List.of(table), drawn, table)));
    html.raw("</div></details>");
  }

  /** Ours first, then those that ran on most tables, the best among them. */
  private List<String> drawn(Arena arena) {
    List<String> others =
        arena.policies().stream()
            .filter(policy -> !policy.equals(reference(arena)))
            .sorted((a, b) -> Integer.compare(tablesOf(arena, b), tablesOf(arena, a)))
            .limit(AnytimePlot.LINES_MAX - 1L)
            .toList();
    List<String> drawn = new ArrayList<>(List.of(reference(arena)));
    drawn.addAll(others);
    return drawn;
  }

  private static int tablesOf(Arena arena, String policy) {
    return arena.shared(List.of(policy)).size();
  }
}
