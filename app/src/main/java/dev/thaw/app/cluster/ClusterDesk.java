package dev.thaw.app.cluster;

import dev.thaw.actors.directory.StudyDirectory;
import dev.thaw.actors.directory.StudyLine;
import dev.thaw.actors.study.StudyAnswer;
import dev.thaw.actors.study.StudyOpened;
import dev.thaw.actors.study.StudySupervisor;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.desk.StudyRow;
import dev.thaw.app.desk.Submission;
import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.report.StudyReport;
import dev.thaw.app.summary.Figures;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.ShareChange;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/** The desk of a cluster: asks supervisors and the directory, wherever they are. */
final class ClusterDesk implements StudyDesk {

  /** A fail-over takes less; meanwhile what is asked waits where the study will be. */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private static final int PAGE = 200;

  private final ActorSystem<?> system;
  private final ActorRef<StudyDirectory.Command> directory;
  private final Function<String, CompletionStage<StudyReport>> reports;
  private final Consumer<StudySpec> check;

  /**
   * Opens a desk.
   *
   * @param reports makes the report of a study; may complete with a {@link RefusedException}
   * @param check throws a {@link RefusedException} for a study that no node could run
   */
  ClusterDesk(
      ActorSystem<?> system,
      ActorRef<StudyDirectory.Command> directory,
      Function<String, CompletionStage<StudyReport>> reports,
      Consumer<StudySpec> check) {
    this.system = system;
    this.directory = directory;
    this.reports = reports;
    this.check = check;
  }

  private EntityRef<StudySupervisor.Command> study(String name) {
    return ClusterSharding.get(system).entityRefFor(Wiring.STUDIES, name);
  }

  /** The name is entered first: a study that is open and that nobody knows of would be lost. */
  @Override
  public CompletionStage<Submission> submit(StudySpec spec) {
    check.accept(spec);
    return AskPattern.<StudyDirectory.Command, Done>askWithStatus(
            directory,
            replyTo -> new StudyDirectory.Enter(spec.name(), replyTo),
            PATIENCE,
            system.scheduler())
        .thenCompose(entered -> open(spec))
        .thenApply(opened -> new Submission(spec.name(), opened.created()))
        .exceptionallyCompose(failure -> refuse(failure, Refusal.CONFLICT));
  }

  private CompletionStage<StudyOpened> open(StudySpec spec) {
    return study(spec.name())
        .askWithStatus(replyTo -> new StudySupervisor.OpenStudy(spec, replyTo), PATIENCE);
  }

  @Override
  public CompletionStage<List<StudyRow>> list() {
    return page("", new ArrayList<>())
        .thenApply(lines -> lines.stream().map(ClusterDesk::row).toList())
        .exceptionallyCompose(failure -> refuse(failure, Refusal.UNAVAILABLE));
  }

  private CompletionStage<List<StudyLine>> page(String after, List<StudyLine> before) {
    return names(after, PAGE)
        .thenCompose(
            page -> {
              before.addAll(page.lines());
              return page.lines().size() < PAGE
                  ? CompletableFuture.completedFuture(before)
                  : page(page.lines().getLast().study(), before);
            });
  }

  private CompletionStage<StudyDirectory.Page> names(String after, int limit) {
    return AskPattern.ask(
        directory,
        replyTo -> new StudyDirectory.Name(after, limit, replyTo),
        PATIENCE,
        system.scheduler());
  }

  private static StudyRow row(StudyLine line) {
    return new StudyRow(
        line.study(),
        line.phase() == null ? "unknown" : Figures.word(line.phase()),
        line.metric(),
        line.best(),
        line.trials(),
        line.epochs(),
        line.slots(),
        line.host(),
        line.paused());
  }

  /** The line of a study; null if there is none. */
  private CompletionStage<@Nullable StudyLine> find(String study) {
    CompletionStage<StudyDirectory.Page> page =
        AskPattern.ask(
            directory,
            replyTo -> new StudyDirectory.Find(study, replyTo),
            PATIENCE,
            system.scheduler());
    return page.thenApply(found -> found.lines().isEmpty() ? null : found.lines().getFirst());
  }

  private CompletionStage<EntityRef<StudySupervisor.Command>> known(String study) {
    return find(study)
        .thenApply(
            line -> {
              if (line == null) {
                throw RefusedException.noStudy(study);
              }
              return study(study);
            });
  }

  @Override
  public CompletionStage<StudyStatus> status(String study) {
    return known(study)
        .thenCompose(ref -> ref.<StudyAnswer>ask(StudySupervisor.Describe::new, PATIENCE))
        .thenApply(ClusterDesk::status)
        .exceptionallyCompose(failure -> refuse(failure, Refusal.UNAVAILABLE));
  }

  private static StudyStatus status(StudyAnswer answer) {
    if (answer.text() == null) {
      throw new RefusedException(Refusal.UNAVAILABLE, String.valueOf(answer.error()));
    }
    try {
      return DeskJson.read(answer.text().getBytes(StandardCharsets.UTF_8), StudyStatus.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public CompletionStage<String> report(String study, ReportFormat format) {
    return known(study)
        .thenCompose(ref -> reports.apply(study))
        .thenApply(report -> report.text(format))
        .exceptionallyCompose(failure -> refuse(failure, Refusal.UNAVAILABLE));
  }

  @Override
  public CompletionStage<Share> setShare(String study, ShareChange change) {
    List<String> wrong = change.problems();
    if (!wrong.isEmpty()) {
      return CompletableFuture.failedFuture(
          new RefusedException(Refusal.BAD_INPUT, String.join("\n", wrong), wrong));
    }
    return known(study)
        .thenCompose(
            ref ->
                ref.<StudySupervisor.Entitled>askWithStatus(
                    replyTo -> new StudySupervisor.SetShare(change, replyTo), PATIENCE))
        .thenApply(StudySupervisor.Entitled::share)
        .exceptionallyCompose(failure -> refuse(failure, Refusal.CONFLICT));
  }

  @Override
  public CompletionStage<StudySummary.Limits> extend(
      String study, BudgetChange change, @Nullable String key) {
    return known(study)
        .thenCompose(
            ref ->
                ref.<StudySupervisor.Spendable>askWithStatus(
                    replyTo -> new StudySupervisor.ExtendStudy(change, key, replyTo), PATIENCE))
        .thenApply(now -> StudySummary.Limits.of(now.budget()))
        .exceptionallyCompose(failure -> refuse(failure, Refusal.CONFLICT));
  }

  @Override
  public CompletionStage<Done> command(String study, StudyCommand command, @Nullable String key) {
    return known(study)
        .thenCompose(
            ref ->
                ref.<Done>askWithStatus(
                    replyTo -> new StudySupervisor.GiveCommand(command, key, replyTo), PATIENCE))
        .exceptionallyCompose(failure -> refuse(failure, Refusal.CONFLICT));
  }

  @Override
  public CompletionStage<Done> stop(String study) {
    return known(study)
        .thenCompose(ref -> ref.<Done>askWithStatus(StudySupervisor.StopStudy::new, PATIENCE))
        .exceptionallyCompose(failure -> refuse(failure, Refusal.CONFLICT));
  }

  /** What a supervisor refuses is for people; that nobody answers is too. */
  private static <T> CompletionStage<T> refuse(Throwable failure, Refusal kind) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    Function<Refusal, CompletionStage<T>> refused =
        why ->
            CompletableFuture.failedFuture(
                new RefusedException(why, String.valueOf(cause.getMessage())));
    return switch (cause) {
      case StatusReply.ErrorMessage _ -> refused.apply(kind);
      case TimeoutException _ ->
          CompletableFuture.failedFuture(
              new RefusedException(
                  Refusal.UNAVAILABLE,
                  "nobody answered within %d s.\nMaybe a node has just died: ask again in a moment."
                      .formatted(PATIENCE.toSeconds())));
      default -> CompletableFuture.failedFuture(cause);
    };
  }
}
