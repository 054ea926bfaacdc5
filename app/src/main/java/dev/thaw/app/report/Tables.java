package dev.thaw.app.report;

import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.RungRow;
import dev.thaw.app.summary.TrialRow;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The tables of a report. */
final class Tables {

  private static final int MOST_RUNGS = 60;

  private Tables() {}

  /** The best trials, with all their parameters. */
  static String best(StudyState state, int limit) {
    List<TrialRow> rows = TrialRow.best(state, limit);
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.parameters().keySet()));
    var html = open("Rank", "Trial", state.spec().objective().metric(), "At epoch", "Trained");
    html.raw("<th scope=\"col\" class=\"text\">Status</th>");
    names.forEach(name -> html.raw("<th scope=\"col\">" + Markup.escape(name) + "</th>"));
    html.raw("</tr></thead><tbody>");
    for (TrialRow row : rows) {
      html.raw("<tr>");
      cell(html, Integer.toString(row.rank()));
      cell(html, row.trial() + (state.spec().baseline() && row.trial() == 0 ? " (defaults)" : ""));
      cell(html, Figures.value(row.value()));
      cell(html, Integer.toString(row.epoch()));
      cell(html, Integer.toString(row.epochs()));
      html.element("td", "text", row.status());
      for (String name : names) {
        Object value = row.parameters().get(name);
        cell(html, value == null ? "" : Figures.parameter(value));
      }
      html.raw("</tr>");
    }
    return close(html);
  }

  /** The level of a rung, with the unit where that is not what every row has. */
  private static String level(StudyState state, int level) {
    StudySpec.Fidelity fidelity = state.spec().fidelity();
    return fidelity.isInSeconds() ? Figures.level(fidelity, level) : Integer.toString(level);
  }

  /** The rungs of the newest brackets. */
  static String rungs(StudyState state) {
    List<RungRow> all = RungRow.all(state);
    int hidden = Math.max(0, all.size() - MOST_RUNGS);
    String metric = state.spec().objective().metric();
    var html = open("Bracket", "Rung", "Arrived", "Promoted", "Waiting", "On the way", "Failed");
    html.raw("<th scope=\"col\">" + Markup.escape("Best " + metric) + "</th>");
    html.raw("</tr></thead><tbody>");
    for (RungRow row : all.subList(hidden, all.size())) {
      boolean top = row.epochs() == state.bracket(row.bracket()).maximum();
      html.raw("<tr>");
      cell(html, row.bracket() + (state.isOfTheBaseline(row.bracket()) ? " (defaults)" : ""));
      cell(html, level(state, row.epochs()));
      cell(html, Integer.toString(row.arrived()));
      cell(html, top ? "" : Integer.toString(row.promoted()));
      cell(html, top ? "" : Integer.toString(row.waiting()));
      cell(html, Integer.toString(row.onTheWay()));
      cell(html, Integer.toString(row.lost()));
      cell(html, row.best() == null ? "" : Figures.value(row.best()));
      html.raw("</tr>");
    }
    String older = hidden == 0 ? "" : " " + hidden + " older rungs are not shown.";
    return close(html)
        + new Markup()
            .element("p", "muted", "Trials that arrive in a top rung are complete." + older);
  }

  private static Markup open(String... headings) {
    var html = new Markup().raw("<div class=\"wide\"><table><thead><tr>");
    for (String heading : headings) {
      html.raw("<th scope=\"col\">" + Markup.escape(heading) + "</th>");
    }
    return html;
  }

  private static void cell(Markup html, String text) {
    html.element("td", text);
  }

  private static String close(Markup html) {
    return html.raw("</tbody></table></div>").toString();
  }
}
