package dev.thaw.app.engine;

import dev.thaw.actors.study.StudyChanged;
import dev.thaw.app.summary.Advising;
import dev.thaw.app.summary.DecisionCounts;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.Step;
import dev.thaw.core.study.StudySpec;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the study that this process runs, and knows what happened in it before. Hears changes
 * from one thread; any thread may ask.
 */
public final class StudyWatch implements Consumer<StudyChanged> {

  private static final Logger LOG = LoggerFactory.getLogger(StudyWatch.class);

  private final AdviserLog log;
  private DecisionCounts decisions = DecisionCounts.none();
  private volatile @Nullable Watched newest;

  private StudyWatch(String study) {
    this.log = new AdviserLog(study);
  }

  /**
   * Begins to follow a study, before it is opened. Of a guided study that was begun earlier, the
   * journal is read: its state does not say who decided.
   */
  public static StudyWatch begin(StudySpec spec, StudyFolder folder) {
    var watch = new StudyWatch(spec.name());
    if (Advising.isGuided(spec)) {
      try {
        JournalRows.forEach(folder, spec.name(), row -> watch.remember(row.recorded().steps()));
      } catch (IllegalStateException unreadable) {
        // Whoever opens the study will fail in the same way, and say so better.
        LOG.warn("the journal of study {} cannot be read: {}", spec.name(), unreadable.toString());
      }
    }
    return watch;
  }

  private void remember(List<Step> steps) {
    decisions = decisions.after(steps);
    log.remember(steps);
  }

  @Override
  public void accept(StudyChanged changed) {
    if (Advising.isGuided(changed.state().spec())) {
      decisions = decisions.after(changed.steps());
      log.hear(changed.steps());
    }
    newest = new Watched(changed.state(), decisions);
  }

  /** The study after the newest row; null before it was opened. */
  public @Nullable Watched newest() {
    return newest;
  }
}
