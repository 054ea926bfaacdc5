package dev.thaw.app.report;

import dev.thaw.app.summary.Comparison;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.OverSeeds;
import dev.thaw.app.summary.Recommended;
import dev.thaw.app.summary.RuleWords;
import dev.thaw.app.summary.Savings;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.Progress;
import dev.thaw.core.study.Reach;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/**
 * The report of a study: one HTML page without scripts, which refers to nothing outside itself and
 * forbids the browser to load anything.
 */
public final class HtmlReport {

  private static final int BEST = 20;
  private static final String POLICY =
      "<meta http-equiv=\"Content-Security-Policy\""
          + " content=\"default-src 'none'; style-src 'unsafe-inline'\">";

  private final Watched study;
  private final StudyState state;
  private final MorningReport report;
  private final StudySummary summary;
  private final Markup html = new Markup();

  private HtmlReport(Watched study, MorningReport report) {
    this.study = study;
    this.state = study.state();
    this.report = report;
    this.summary = report.summary();
  }

  /**
   * The page.
   *
   * @param study the study, for the pictures of curves
   * @param report what is said of it
   * @param foresight what was predicted; empty if nothing was, or nobody knows any more
   * @param spec the study as the user wrote it; shown as it is
   */
  public static String render(
      Watched study, MorningReport report, Foresight foresight, String spec) {
    return new HtmlReport(study, report).page(foresight, spec);
  }

  private String page(Foresight foresight, String spec) {
    html.raw("<!DOCTYPE html>").raw("<html lang=\"en\">").raw("<head>");
    html.raw("<meta charset=\"utf-8\">").raw(POLICY);
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.element("title", summary.study() + ": report");
    html.raw("<style>").raw(style()).raw("</style>").raw("</head>").raw("<body>").raw("<main>");
    header();
    headline();
    for (Section section : Sections.of(report)) {
      if (section.topic() == Section.Topic.OUTCOME) {
        continue;
      }
      section(section.topic().heading(), HtmlBlocks.of(section.blocks()) + pictures(section));
      if (section.topic() == Section.Topic.ADVICE) {
        section("The best value so far", BestPlot.render(state, report));
      }
    }
    section("Learning curves", CurvePlot.render(state));
    section("Frozen and thawed", LifePlot.render(state, report));
    section("What was foreseen", ForesightSection.render(study, foresight));
    section("Best trials", Tables.best(state, BEST));
    section("Rungs", Tables.rungs(state));
    html.raw("<details>").element("summary", "The study as it was written");
    html.element("pre", spec).raw("</details>");
    return html.raw("</main>").raw("</body>").raw("</html>").toString();
  }

  /** What belongs to a section and can only be seen. */
  private String pictures(Section section) {
    return switch (section.topic()) {
      case PARAMETERS -> ParameterPlots.render(state);
      case SETTLING -> SettlingPlot.render(state.spec(), report);
      default -> "";
    };
  }

  private static String style() {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(
          Objects.requireNonNull(css, "report.css").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void header() {
    html.raw("<header>").element("h1", summary.study());
    String scheduler = RuleWords.search(state.spec());
    html.element("p", "muted", Sections.subtitle(summary, scheduler, report.asOf()));
    html.raw("</header>");
  }

  private void headline() {
    html.raw("<section aria-label=\"Result\" class=\"cards\">");
    best();
    savings();
    trials();
    slots();
    html.raw("</section>");
  }

  private void best() {
    Progress.Best best = state.progress().best();
    if (best == null) {
      card("Best " + summary.metric(), "none", "No epoch was reported yet.");
      return;
    }
    card(
        "Best " + summary.metric(),
        Figures.value(best.value()),
        "trial %d at epoch %d of at most %d"
            .formatted(best.trial(), best.epoch(), Reach.longest(state)),
        baseline(best),
        confirmed(),
        recommended());
    html.raw("<div class=\"card\">").element("h2", "Its parameters").raw("<dl>");
    state
        .trial(best.trial())
        .configuration()
        .asMap()
        .forEach((name, value) -> html.element("dt", name).element("dd", Figures.parameter(value)));
    html.raw("</dl>").raw("</div>");
  }

  private String confirmed() {
    String confirmed = OverSeeds.sentence(summary.confirmed(), summary.metric());
    return confirmed == null ? "" : Labels.sentence(confirmed);
  }

  private String recommended() {
    Recommended recommended = Recommended.insteadOfBest(state);
    return recommended == null ? "" : Labels.sentence(recommended.sentence(summary.metric()));
  }

  private String baseline(Progress.Best best) {
    var baseline = summary.baseline();
    return baseline == null
        ? "The defaults were not trained to the end."
        : Comparison.sentence(best.value(), baseline.value(), state.spec().objective().goal());
  }

  private void savings() {
    Savings savings = Savings.of(state);
    boolean saved = savings.savedEpochs() > 0;
    card(
        "Spared by early stopping",
        saved ? Figures.percent(savings.share()) : "nothing",
        "%s trained instead of %s for training every trial to the end"
            .formatted(
                Figures.count(savings.trainedEpochs(), "epoch"),
                Figures.count(savings.fullEpochs())),
        "about %s of training spared, %s spent"
            .formatted(duration(savings.savedSeconds()), duration(savings.trainedSeconds())));
  }

  private static String duration(double seconds) {
    return Figures.duration(Duration.ofMillis((long) (1000 * seconds)));
  }

  private void trials() {
    var trials = summary.trials();
    card(
        "Trials",
        Integer.toString(trials.started()),
        "%d completed, %d paused, %d stopped"
            .formatted(trials.completed(), trials.paused(), trials.stopped()),
        "%s, %d running".formatted(trials.failures(), trials.running()));
  }

  private void slots() {
    Bought bought = report.bought();
    if (bought.offeredNanos() > 0) {
      double training = bought.leasedNanos().training() + bought.leasedNanos().retraining();
      card(
          "Slot time",
          Clock.of(bought.offeredTicks(), bought.tickNanos()),
          Figures.percent(training / bought.offeredNanos()) + " of it training",
          Figures.percent((double) bought.idleNanos() / bought.offeredNanos()) + " idle");
    }
  }

  private void card(String title, String figure, String... lines) {
    html.raw("<div class=\"card\">").element("h2", title).element("p", "figure", figure);
    for (String line : lines) {
      if (!line.isEmpty()) {
        html.element("p", line);
      }
    }
    html.raw("</div>");
  }

  private void section(String title, String content) {
    if (!content.isEmpty()) {
      html.raw("<section>").element("h2", title).raw(content).raw("</section>");
    }
  }
}
