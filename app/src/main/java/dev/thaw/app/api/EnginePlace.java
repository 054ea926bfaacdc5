package dev.thaw.app.api;

import dev.thaw.app.client.AskClient;
import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.export.TrialCheckpoint;
import dev.thaw.app.feed.Curves;
import dev.thaw.app.feed.RowStore;
import dev.thaw.app.feed.StudyFeed;
import dev.thaw.app.feed.StudyFeeds;
import dev.thaw.app.feed.TrialCurve;
import dev.thaw.app.feed.TrialLine;
import dev.thaw.app.feed.TrialLines;
import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.app.summary.Places;
import dev.thaw.app.summary.StatusFile;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.workers.process.TrialOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A study that a process of its own runs for this one; afterwards, its folder. */
final class EnginePlace implements Place {

  private final String study;
  private final Path folder;
  private final Engine engine;
  private final @Nullable RemoteDesk desk;
  private final @Nullable ServerPlace server;
  private final StudyFeeds feeds;
  private final Duration patience;

  private EnginePlace(
      String study, Path folder, Engine engine, @Nullable RemoteDesk desk, Duration patience) {
    this.study = study;
    this.folder = folder;
    this.engine = engine;
    this.desk = desk;
    this.patience = patience;
    this.server = desk == null ? null : new ServerPlace(desk, study, patience);
    this.feeds = new StudyFeeds(name -> RowStore.of(folder, name), Clock.systemUTC());
  }

  /**
   * Waits until the engine serves.
   *
   * @throws IllegalArgumentException if the study is refused, with what the engine says
   * @throws IllegalStateException if another process runs it, or it failed
   */
  static EnginePlace of(String study, Path folder, Engine engine, Duration patience) {
    String link = engine.link();
    if (link == null) {
      return new EnginePlace(study, folder, engine, null, patience);
    }
    String[] parts = link.split("/#token=", 2);
    return new EnginePlace(
        study, folder, engine, RemoteDesk.at(parts[0], parts[1], null), patience);
  }

  /** Reads from the engine; or, once that has gone, from the folder that it left. */
  private <T> CompletionStage<T> read(
      Function<ServerPlace, CompletionStage<T>> there, Supplier<CompletionStage<T>> here) {
    if (server == null || engine.ended().isDone()) {
      return here.get();
    }
    return there
        .apply(server)
        .exceptionallyCompose(
            failure ->
                cause(failure) instanceof UnreachableException
                    ? engine.ended().thenCompose(gone -> here.get())
                    : CompletableFuture.failedFuture(cause(failure)));
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public CompletionStage<StudyStatus> status() {
    return read(ServerPlace::status, () -> CompletableFuture.supplyAsync(this::left));
  }

  private StudyStatus left() {
    try {
      return StatusFile.read(folder);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @Override
  public CompletionStage<List<TrialLine>> trials() {
    return read(
        ServerPlace::trials,
        () ->
            feeds
                .read(
                    study,
                    feed -> feed.trials(Set.of(), TrialLines.Order.NUMBER, 0, Integer.MAX_VALUE))
                .thenApply(TrialLines::trials));
  }

  @Override
  public CompletionStage<List<TrialCurve>> curves() {
    return read(
        ServerPlace::curves,
        () -> feeds.read(study, feed -> feed.curves(CURVES_MAX)).thenApply(Curves::trials));
  }

  @Override
  public CompletionStage<String> report(ReportFormat format) {
    return read(
        there -> there.report(format), () -> CompletableFuture.supplyAsync(() -> written(format)));
  }

  private String written(ReportFormat format) {
    String ending = format == ReportFormat.MARKDOWN ? "md" : format.name().toLowerCase(Locale.ROOT);
    try {
      return Files.readString(folder.resolve("report." + ending));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @Override
  public CompletionStage<TrialOutput.Part> log(int trial, @Nullable Long after) {
    return read(
        there -> there.log(trial, after),
        () -> CompletableFuture.supplyAsync(() -> printed(trial, after)));
  }

  private TrialOutput.Part printed(int trial, @Nullable Long after) {
    try {
      StudySpec begun = new StudyFolder(folder).begun();
      TrialOutput output = TrialOutput.of(folder, study, trial, begun.trainer().options());
      if (!output.exists()) {
        throw new RefusedException(
            Refusal.UNKNOWN,
            "trial %d has no log: %s is not there.\nMaybe it has not trained yet; only scripts have logs."
                .formatted(trial, output.file()));
      }
      return after == null ? output.tail(LOG_MAX) : output.after(after, LOG_MAX);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } catch (BadSpecException damaged) {
      throw new IllegalStateException(damaged.getMessage(), damaged);
    }
  }

  @Override
  public CompletionStage<Path> checkpoint(int trial, TrialCheckpoint.Which which, Path target) {
    return read(
        there -> there.checkpoint(trial, which, target),
        () ->
            feeds
                .read(study, StudyFeed::state)
                .thenApplyAsync(state -> kept(state, trial, which, target)));
  }

  private Path kept(StudyState state, int trial, TrialCheckpoint.Which which, Path target) {
    int trials = state.progress().trials().size();
    if (trial < 0 || trial >= trials) {
      throw new RefusedException(
          Refusal.UNKNOWN,
          "there is no trial %d.\nMaybe one of 0 to %d.".formatted(trial, trials - 1));
    }
    Path own = Places.in(folder).checkpoints();
    try (InputStream zip = TrialCheckpoint.find(state, trial, which, own).zip()) {
      Files.copy(zip, target, StandardCopyOption.REPLACE_EXISTING);
      return target;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    } catch (TrialCheckpoint.NoCheckpointException none) {
      throw new RefusedException(Refusal.UNKNOWN, String.valueOf(none.getMessage()));
    }
  }

  @Override
  public Duration patience() {
    return patience;
  }

  @Override
  public boolean isOver() {
    return engine.ended().isDone();
  }

  @Override
  public CompletionStage<StudyStatus> ended() {
    return engine.ended().thenApply(gone -> left());
  }

  @Override
  public <T> CompletionStage<T> ask(Function<RemoteDesk, CompletionStage<T>> question) {
    return desk == null || engine.ended().isDone()
        ? CompletableFuture.failedFuture(over())
        : question
            .apply(desk)
            .exceptionallyCompose(
                failure ->
                    CompletableFuture.failedFuture(
                        cause(failure) instanceof UnreachableException ? over() : cause(failure)));
  }

  private RefusedException over() {
    return new RefusedException(
        Refusal.CONFLICT,
        "study (%s) has ended, and nobody runs it.\nMaybe submit it again, with a larger budget."
            .formatted(study));
  }

  @Override
  public AskClient asking() {
    if (desk == null) {
      throw over();
    }
    return desk.asking();
  }

  @Override
  public CompletionStage<Long> lastRow() {
    return read(ServerPlace::lastRow, () -> feeds.read(study, StudyFeed::row));
  }

  @Override
  public CompletionStage<Rows> rows(long after) {
    return read(
        there -> there.rows(after),
        () -> CompletableFuture.completedFuture(new FolderRows(feeds, study, after)));
  }

  @Override
  public void close() {
    engine.close();
    if (desk != null) {
      desk.close();
    }
    feeds.close();
  }
}
