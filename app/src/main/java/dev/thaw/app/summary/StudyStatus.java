package dev.thaw.app.summary;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * How a study stands at one moment; what its status file holds.
 *
 * @param schema the version of this layout
 * @param updated the moment, in ISO-8601 and UTC
 * @param summary the outcome so far
 * @param best the best trials, at most {@value #BEST}
 * @param rungs the rungs of the newest brackets, at most {@value #RUNGS}
 */
public record StudyStatus(
    int schema, String updated, StudySummary summary, List<TrialRow> best, List<RungRow> rungs) {

  /** The version of the layout that this program writes. */
  public static final int SCHEMA = 1;

  private static final int BEST = 20;
  private static final int RUNGS = 200;

  public StudyStatus {
    best = List.copyOf(best);
    rungs = List.copyOf(rungs);
  }

  /** The status of a study. */
  public static StudyStatus of(Watched study, Instant now, Path directory) {
    List<RungRow> rungs = RungRow.all(study.state());
    return new StudyStatus(
        SCHEMA,
        now.toString(),
        StudySummary.of(study, now, directory),
        TrialRow.best(study.state(), BEST),
        rungs.subList(Math.max(0, rungs.size() - RUNGS), rungs.size()));
  }
}
