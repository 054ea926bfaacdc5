package dev.thaw.app.cluster;

import dev.thaw.actors.journal.PostgresJournal;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.report.StudyReport;
import dev.thaw.app.report.StudyRows;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the reports of a cluster's studies from their journals, one at a time: each may take
 * seconds, and holds a whole study in memory. Outlives actor systems.
 */
final class ClusterReports implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterReports.class);
  private static final int WAITING_MAX = 16;

  private final Function<String, StudyRows> journals;
  private final ExecutorService maker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          Thread.ofPlatform().daemon().name("thaw-report").factory());

  /**
   * Makes reports.
   *
   * @param journals the journal of each study, by its name
   */
  ClusterReports(Function<String, StudyRows> journals) {
    this.journals = journals;
  }

  static ClusterReports of(PostgresJournal journal) {
    return new ClusterReports(journals(journal));
  }

  /** The rows of each study, by its name. */
  static Function<String, StudyRows> journals(PostgresJournal journal) {
    return study -> action -> journal.forEachRow(StudySupervisor.persistenceId(study), action);
  }

  /**
   * The report of a study as its journal has it now. The stage completes with a {@link
   * RefusedException} if too many wait already, the journal cannot be read, or the study has no
   * rows.
   */
  CompletionStage<StudyReport> of(String study) {
    try {
      return CompletableFuture.supplyAsync(() -> make(study), maker);
    } catch (RejectedExecutionException busy) {
      return CompletableFuture.failedFuture(
          new RefusedException(
              Refusal.UNAVAILABLE, "too many ask for reports at once.\nMaybe ask again later."));
    }
  }

  private StudyReport make(String study) {
    try {
      return StudyReport.read(
              journals.apply(study), Instant.now(), Path.of(study), StudyReport.Home.CLUSTER)
          .orElseThrow(
              () -> new RefusedException(Refusal.UNAVAILABLE, "the study is not open yet."));
    } catch (IllegalStateException unreadable) {
      LOG.warn("the report of study {} cannot be made", study, unreadable);
      throw new RefusedException(
          Refusal.UNAVAILABLE,
          "the journal of study (%s) cannot be read on this node.\nMaybe ask again, or another node; its log says why."
              .formatted(study));
    }
  }

  @Override
  public void close() {
    maker.shutdownNow();
  }
}
