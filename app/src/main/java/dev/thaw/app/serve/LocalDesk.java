package dev.thaw.app.serve;

import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.desk.StudyRow;
import dev.thaw.app.desk.Submission;
import dev.thaw.app.engine.JournalRows;
import dev.thaw.app.engine.LocalStudy;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.report.JournalFacts;
import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.report.StudyReport;
import dev.thaw.app.report.StudyRows;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.ShareChange;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudySpec;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/** The desk of a process that runs one study: it knows that one, and takes in no other. */
public final class LocalDesk implements StudyDesk {

  private final StudySpec spec;
  private final StudyFolder folder;
  private final LocalStudy study;
  private final Supplier<@Nullable Watched> newest;

  /**
   * Opens a desk.
   *
   * @param newest the study as it was last seen; null before it was
   */
  public LocalDesk(
      StudySpec spec, StudyFolder folder, LocalStudy study, Supplier<@Nullable Watched> newest) {
    this.spec = spec;
    this.folder = folder;
    this.study = study;
    this.newest = newest;
  }

  /**
   * The rows of a study's journal, for those who watch it.
   *
   * @throws RefusedException if it is not this one
   */
  public StudyRows rows(String name) {
    if (!name.equals(spec.name())) {
      throw unknown(name);
    }
    return action -> JournalRows.forEach(folder, name, action);
  }

  private RefusedException unknown(String name) {
    return new RefusedException(
        Refusal.UNKNOWN,
        "there is no study (%s) in this process.\nMaybe %s is meant.".formatted(name, spec.name()));
  }

  private static <T> CompletionStage<T> refused(Refusal why, String message) {
    return CompletableFuture.failedFuture(new RefusedException(why, message));
  }

  @Override
  public CompletionStage<Submission> submit(StudySpec other) {
    return refused(
        Refusal.CONFLICT,
        "this process runs study (%s) alone, and takes in no other.\nMaybe run it beside this one: thaw run --serve -f SPEC"
            .formatted(spec.name()));
  }

  @Override
  public CompletionStage<List<StudyRow>> list() {
    return now().thenApply(seen -> List.of(row(seen)));
  }

  private static StudyRow row(Watched seen) {
    StudySummary summary = StudySummary.of(seen, Instant.now(), java.nio.file.Path.of(""));
    StudySummary.Best best = summary.best();
    return new StudyRow(
        summary.study(),
        summary.state(),
        summary.metric(),
        best == null ? null : best.value(),
        summary.trials().started(),
        summary.epochs(),
        seen.state().cluster().leases().size(),
        null,
        summary.paused());
  }

  private CompletionStage<Watched> now() {
    Watched seen = newest.get();
    return seen == null
        ? refused(Refusal.UNAVAILABLE, "the study is being opened.")
        : CompletableFuture.completedFuture(seen);
  }

  private CompletionStage<Watched> now(String name) {
    return name.equals(spec.name()) ? now() : CompletableFuture.failedFuture(unknown(name));
  }

  @Override
  public CompletionStage<StudyStatus> status(String name) {
    return now(name).thenApply(seen -> StudyStatus.of(seen, Instant.now(), folder.directory()));
  }

  @Override
  public CompletionStage<String> report(String name, ReportFormat format) {
    return now(name).thenApply(seen -> report(seen, format));
  }

  private String report(Watched seen, ReportFormat format) {
    JournalFacts facts;
    try {
      facts = JournalFacts.of(rows(spec.name()), seen.state(), Long.MAX_VALUE);
    } catch (IllegalStateException unreadable) {
      throw new RefusedException(Refusal.UNAVAILABLE, String.valueOf(unreadable.getMessage()));
    }
    return StudyReport.of(seen, facts, Instant.now(), folder.directory(), StudyReport.Home.FOLDER)
        .text(format);
  }

  @Override
  public CompletionStage<Share> setShare(String name, ShareChange change) {
    return now(name)
        .thenCompose(
            seen ->
                refused(
                    Refusal.CONFLICT,
                    "study (%s) has all slots of its process, and shares them with none.\nMaybe a cluster is meant: thaw node."
                        .formatted(name)));
  }

  @Override
  public CompletionStage<StudySummary.Limits> extend(
      String name, BudgetChange change, @Nullable String key) {
    return this.<StudySupervisor.Spendable>ask(
            name, replyTo -> new StudySupervisor.ExtendStudy(change, key, replyTo))
        .thenApply(now -> StudySummary.Limits.of(now.budget()));
  }

  @Override
  public CompletionStage<Done> command(String name, StudyCommand command, @Nullable String key) {
    return ask(name, replyTo -> new StudySupervisor.GiveCommand(command, key, replyTo));
  }

  @Override
  public CompletionStage<Done> stop(String name) {
    return ask(name, StudySupervisor.StopStudy::new);
  }

  private <T> CompletionStage<T> ask(
      String name, Function<ActorRef<StatusReply<T>>, StudySupervisor.Command> question) {
    return now(name)
        .thenCompose(seen -> study.ask(question))
        .exceptionallyCompose(LocalDesk::refuse);
  }

  private static <T> CompletionStage<T> refuse(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case StatusReply.ErrorMessage said ->
          refused(Refusal.CONFLICT, String.valueOf(said.getMessage()));
      case TimeoutException _ ->
          refused(Refusal.UNAVAILABLE, "the study did not answer.\nMaybe ask again.");
      default -> CompletableFuture.failedFuture(cause);
    };
  }
}
