package dev.thaw.app.report;

import dev.thaw.app.spec.SpecJson;
import dev.thaw.app.summary.Advising;
import dev.thaw.app.summary.DecisionCounts;
import dev.thaw.app.summary.RuleWords;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The report of a study in all its formats.
 *
 * @param study the study that it is about
 * @param report what it says
 * @param html the page
 * @param markdown the same as text
 * @param json the same for programs
 */
public record StudyReport(
    Watched study, MorningReport report, String html, String markdown, String json) {

  /** Where a study is looked after, which is how one goes on with it. */
  public enum Home {
    /** In a folder, by one process. */
    FOLDER,
    /** In a cluster, by the name of the study. */
    CLUSTER
  }

  /**
   * The report of a study of which the state is known.
   *
   * @param now the present; ignored once the study has ended
   * @param directory the study's folder
   */
  public static StudyReport of(
      Watched study, JournalFacts facts, Instant now, Path directory, Home home) {
    MorningReport report = MorningReport.of(study, facts.night(), now, directory, home);
    String spec = SpecJson.text(study.state().spec());
    return new StudyReport(
        study,
        report,
        HtmlReport.render(study, report, facts.foresight(), spec),
        MarkdownReport.render(report, RuleWords.search(study.state().spec())),
        JsonReport.render(report));
  }

  /**
   * The report of a study of which nothing but its journal is known; empty if it has no rows. Rows
   * that are added meanwhile are left out.
   *
   * @throws IllegalStateException as {@link StudyRows#forEach}
   */
  public static Optional<StudyReport> read(StudyRows rows, Instant now, Path directory, Home home) {
    var reading = new Reading();
    rows.forEach(row -> reading.take(row.number(), row.recorded().steps()));
    StudyState state = reading.state;
    if (state == null) {
      return Optional.empty();
    }
    boolean guided = Advising.isGuided(state.spec());
    var study = new Watched(state, guided ? reading.decisions : null);
    JournalFacts facts = JournalFacts.of(rows, state, reading.last);
    return Optional.of(of(study, facts, now, directory, home));
  }

  /** The text in a format. */
  public String text(ReportFormat format) {
    return switch (format) {
      case MARKDOWN -> markdown;
      case HTML -> html;
      case JSON -> json;
    };
  }

  private static final class Reading {
    private @Nullable StudyState state;
    private DecisionCounts decisions = DecisionCounts.none();
    private long last;

    private void take(long row, List<Step> steps) {
      last = row;
      decisions = decisions.after(steps);
      for (Step step : steps) {
        state = Study.evolve(state, step);
      }
    }
  }
}
