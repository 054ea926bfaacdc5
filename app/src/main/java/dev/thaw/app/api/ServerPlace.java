package dev.thaw.app.api;

import dev.thaw.app.client.AskClient;
import dev.thaw.app.client.RemoteDesk;
import dev.thaw.app.export.TrialCheckpoint;
import dev.thaw.app.feed.Curves;
import dev.thaw.app.feed.TrialCurve;
import dev.thaw.app.feed.TrialLine;
import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.workers.process.TrialOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A study that a server has. */
final class ServerPlace implements Place {

  private static final int PAGE = 1_000;
  private static final long LOOK_MS = 500;

  private final RemoteDesk desk;
  private final String study;

  private final Duration patience;

  /**
   * A study of a server.
   *
   * @param patience how long the server may be away
   */
  ServerPlace(RemoteDesk desk, String study, Duration patience) {
    this.desk = desk;
    this.study = study;
    this.patience = patience;
  }

  @Override
  public CompletionStage<StudyStatus> status() {
    return desk.status(study);
  }

  @Override
  public CompletionStage<List<TrialLine>> trials() {
    return trials(new ArrayList<>(), 0);
  }

  private CompletionStage<List<TrialLine>> trials(List<TrialLine> before, int after) {
    return desk.trials(study, after, PAGE)
        .thenCompose(
            page -> {
              before.addAll(page.trials());
              Integer next = page.next();
              return next == null
                  ? CompletableFuture.completedFuture(List.copyOf(before))
                  : trials(before, next);
            });
  }

  @Override
  public CompletionStage<List<TrialCurve>> curves() {
    return desk.curves(study, CURVES_MAX).thenApply(Curves::trials);
  }

  @Override
  public CompletionStage<String> report(ReportFormat format) {
    return desk.report(study, format);
  }

  @Override
  public CompletionStage<TrialOutput.Part> log(int trial, @Nullable Long after) {
    return desk.log(study, trial, after, LOG_MAX);
  }

  @Override
  public CompletionStage<Path> checkpoint(int trial, TrialCheckpoint.Which which, Path target) {
    return desk.checkpoint(study, trial, Figures.word(which), target);
  }

  @Override
  public Duration patience() {
    return patience;
  }

  /** Somebody may always start a server again. */
  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public CompletionStage<StudyStatus> ended() {
    return ended(new Patience(patience));
  }

  private CompletionStage<StudyStatus> ended(Patience patient) {
    Executor later = CompletableFuture.delayedExecutor(LOOK_MS, TimeUnit.MILLISECONDS);
    return status()
        .handle(
            (status, failure) -> {
              if (failure != null) {
                patient.bear(Study.passed(failure));
                return Optional.<StudyStatus>empty();
              }
              patient.heard();
              return Optional.of(status).filter(now -> now.summary().state().equals("ended"));
            })
        .thenCompose(
            end ->
                end.<CompletionStage<StudyStatus>>map(CompletableFuture::completedFuture)
                    .orElseGet(
                        () ->
                            CompletableFuture.supplyAsync(() -> ended(patient), later)
                                .thenCompose(Function.identity())));
  }

  @Override
  public <T> CompletionStage<T> ask(Function<RemoteDesk, CompletionStage<T>> question) {
    return question.apply(desk);
  }

  @Override
  public AskClient asking() {
    return desk.asking();
  }

  @Override
  public CompletionStage<Long> lastRow() {
    return desk.curves(study, 1).thenApply(Curves::row);
  }

  @Override
  public CompletionStage<Rows> rows(long after) {
    return desk.events(study, after).thenApply(StreamedRows::new);
  }

  /** The desk is its owner's. */
  @Override
  public void close() {}
}
