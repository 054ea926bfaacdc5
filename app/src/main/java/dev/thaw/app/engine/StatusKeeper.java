package dev.thaw.app.engine;

import dev.thaw.app.summary.StatusFile;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.Lifecycle;
import dev.thaw.core.study.StudyState;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the copies that a running study leaves for other processes. They are a convenience: when
 * they cannot be written, the study goes on without. Writing takes at most a twentieth of the time,
 * however large a study grows. Confined to one thread.
 */
public final class StatusKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(StatusKeeper.class);
  private static final long PERIOD_MIN_NS = 1_000_000_000;
  private static final long PAUSE_PER_COST = 20;

  private final StudyFolder folder;
  private @Nullable Instant written;
  private long nextNs = System.nanoTime();

  /** A keeper that has written nothing. */
  public StatusKeeper(StudyFolder folder) {
    this.folder = folder;
  }

  /** Has the copies written the next time whether they are due or not. */
  public void hasten() {
    nextNs = System.nanoTime();
  }

  /** Writes the copies if they are due and something changed; always at the end of a study. */
  public void keep(Watched study) {
    StudyState state = study.state();
    boolean over = state.lifecycle().phase() == Lifecycle.Phase.ENDED;
    long beginNs = System.nanoTime();
    if (!over && (beginNs < nextNs || state.lifecycle().lastAt().equals(written))) {
      return;
    }
    try {
      StatusFile.write(
          folder.directory(), StudyStatus.of(study, Instant.now(), folder.directory()));
      StateFile.write(folder, state);
      written = state.lifecycle().lastAt();
    } catch (IOException unwritable) {
      LOG.warn("the status of the study cannot be written: {}", unwritable.toString());
    }
    long costNs = System.nanoTime() - beginNs;
    nextNs = beginNs + Math.max(PERIOD_MIN_NS, PAUSE_PER_COST * costNs);
  }
}
