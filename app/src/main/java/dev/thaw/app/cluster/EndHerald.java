package dev.thaw.app.cluster;

import dev.thaw.actors.directory.EndTeller;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.notify.Notifier;
import dev.thaw.app.report.EndNotice;
import dev.thaw.app.report.StudyReport;
import dev.thaw.core.study.Lifecycle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the report of a study that has ended, and sends word of it, as {@code thaw run} does. What
 * this process has told it does not tell again, whatever becomes of its actor systems. Safe for
 * threads.
 */
final class EndHerald implements EndTeller {

  private static final Logger LOG = LoggerFactory.getLogger(EndHerald.class);

  private final Function<String, CompletionStage<StudyReport>> reports;
  private final Optional<Path> folder;
  private final Notifier notifier;
  private final Executor executor;
  private final ConcurrentHashMap<End, CompletableFuture<Done>> told = new ConcurrentHashMap<>();

  private record End(String study, Instant due) {}

  /**
   * A herald.
   *
   * @param reports makes the report of a study
   * @param folder below which reports are written; empty for nowhere
   * @param executor where it waits for receivers
   */
  EndHerald(
      Function<String, CompletionStage<StudyReport>> reports,
      Optional<Path> folder,
      Notifier notifier,
      Executor executor) {
    this.reports = reports;
    this.folder = folder;
    this.notifier = notifier;
    this.executor = executor;
  }

  @Override
  public CompletionStage<Done> tell(String study, Instant due) {
    var end = new End(study, due);
    CompletableFuture<Done> telling =
        told.computeIfAbsent(
            end,
            first ->
                reports.apply(study).thenApplyAsync(this::tell, executor).toCompletableFuture());
    return telling.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            LOG.warn("the end of study {} is told later: {}", study, failure.toString());
            told.remove(end, telling);
          }
        });
  }

  /** A study that was extended meanwhile has another end. */
  private Done tell(StudyReport report) {
    if (report.study().state().lifecycle().phase() == Lifecycle.Phase.ENDED) {
      folder.ifPresent(root -> write(root, report));
      notifier.send(EndNotice.of(report.report().summary(), report)); // It logs what goes wrong.
      LOG.info("the end of study {} has been told", report.report().summary().study());
    }
    return Done.getInstance();
  }

  /** That it cannot be written keeps nobody from being told. */
  private static void write(Path root, StudyReport report) {
    var place = new StudyFolder(root.resolve(report.report().summary().study()));
    try {
      if (place.isOfProcess()) {
        LOG.warn("no report is written to {}, where thaw run keeps a study", place.directory());
      } else {
        place.keep(report);
        LOG.info("the report is in {}", place.places().report());
      }
    } catch (IOException unwritable) {
      LOG.warn("the report cannot be written to {}", place.directory(), unwritable);
    }
  }
}
