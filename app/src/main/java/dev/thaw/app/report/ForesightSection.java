package dev.thaw.app.report;

import dev.thaw.app.summary.Advising;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.RuleWords;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.StudyState;

/** Who decided in a guided study, and what the adviser expected at the main decisions. */
final class ForesightSection {

  private static final String WHICH =
      "Shown are up to three decisions for the trial that turned out best, spread over its"
          + " training; the three, each for another trial, after which the best value improved"
          + " most; and the two with the largest surprises, which are values far outside of their"
          + " band. Decisions without a prediction, such as the first batch, are left out.";

  private final StudyState state;
  private final Foresight foresight;
  private final Markup html = new Markup();

  private ForesightSection(StudyState state, Foresight foresight) {
    this.state = state;
    this.foresight = foresight;
  }

  /** The content of the section; empty if the study has no adviser. */
  static String render(Watched study, Foresight foresight) {
    Advising advising = Advising.of(study);
    return advising == null ? "" : new ForesightSection(study.state(), foresight).render(advising);
  }

  private String render(Advising advising) {
    html.element("p", advising.silent() ? "alarm" : "plain", advising.sentence() + ".");
    rules();
    if (foresight.decisions().isEmpty()) {
      html.element("p", "No decision came with a prediction.");
      return html.toString();
    }
    html.raw(legend()).raw("<div class=\"pairs\">");
    for (int i = 0; i < foresight.decisions().size(); i++) {
      figure(foresight.decisions().get(i), "foreseen-" + i);
    }
    html.raw("</div>").element("p", "muted", WHICH);
    html.element("p", held());
    return html.toString();
  }

  private void rules() {
    if (foresight.rules().isEmpty()) {
      return;
    }
    html.element("p", "What the adviser went by, and how often:").raw("<ul>");
    foresight
        .rules()
        .forEach(
            (rule, count) -> html.element("li", RuleWords.of(rule) + ": " + Figures.count(count)));
    html.raw("</ul>");
  }

  private static String legend() {
    return "<ul class=\"legend\">"
        + "<li><span class=\"swatch known\"></span> known then</li>"
        + "<li><span class=\"swatch foreseen\"></span> predicted median, and the band from 5 % to"
        + " 95 %</li>"
        + "<li><span class=\"swatch came\"></span> what came</li>"
        + "<li><span class=\"swatch incumbent\"></span> the best value then</li>"
        + "<li><span class=\"swatch until\"></span> as far as it was let go</li></ul>";
  }

  private void figure(MainDecision main, String id) {
    var words = new DecisionWords(state, main.decision());
    html.raw("<figure>").raw("<h3>" + Markup.escape(words.title()));
    html.element("span", "tag", main.why().words()).raw("</h3>");
    html.raw(DecisionPlot.draw(state, main.decision(), id));
    html.raw("<figcaption>").element("p", words.sentence()).element("p", words.outcome());
    html.element("p", "row", "Row " + Figures.count(main.decision().row()) + " of the journal.");
    html.raw("</figcaption>").raw("</figure>");
  }

  private String held() {
    BandChecks checks = foresight.checks();
    if (checks.checked() == 0) {
      return "No predicted value was observed later, so that nothing can be said about the bands.";
    }
    String last =
        checks.lastChecked() == 0
            ? "none of them for the last epoch"
            : "for the last epoch %s of %s"
                .formatted(Figures.count(checks.lastHeld()), Figures.count(checks.lastChecked()));
    return "Of %s for epochs that were reached later, %s (%s) had the value inside the 90 %% band; %s. Only trials that were trained on can be checked, and several predictions are for the same trial: this is an impression, not a calibration."
        .formatted(
            Figures.count(checks.checked(), "prediction"),
            Figures.count(checks.held()),
            Figures.percent((double) checks.held() / checks.checked()),
            last);
  }
}
