package dev.thaw.app.api;

import dev.thaw.app.client.AskClient;
import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.feed.Curves;
import dev.thaw.app.feed.RowStore;
import dev.thaw.app.feed.StudyFeed;
import dev.thaw.app.feed.StudyFeeds;
import dev.thaw.app.feed.TrialCurve;
import dev.thaw.app.feed.TrialLine;
import dev.thaw.app.feed.TrialLines;
import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.summary.StatusFile;
import dev.thaw.app.summary.StudyStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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

  private EnginePlace(String study, Path folder, Engine engine, @Nullable RemoteDesk desk) {
    this.study = study;
    this.folder = folder;
    this.engine = engine;
    this.desk = desk;
    this.server = desk == null ? null : new ServerPlace(desk, study);
    this.feeds = new StudyFeeds(name -> RowStore.of(folder, name), Clock.systemUTC());
  }

  /**
   * Waits until the engine serves.
   *
   * @throws IllegalArgumentException if the study is refused, with what the engine says
   * @throws IllegalStateException if another process runs it, or it failed
   */
  static EnginePlace of(String study, Path folder, Engine engine) {
    String link = engine.link();
    if (link == null) {
      return new EnginePlace(study, folder, engine, null);
    }
    String[] parts = link.split("/#token=", 2);
    return new EnginePlace(study, folder, engine, RemoteDesk.at(parts[0], parts[1], null));
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
