package dev.thaw.app.api;

import dev.thaw.app.client.AskClient;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.export.TrialCheckpoint;
import dev.thaw.app.feed.TrialCurve;
import dev.thaw.app.feed.TrialLine;
import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.spec.BudgetChanges;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.ShareChange;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.workers.asked.Next;
import dev.thaw.workers.asked.Told;
import dev.thaw.workers.asked.Work;
import dev.thaw.workers.process.TrialOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A study that was handed in, wherever it runs. Safe for use by several threads.
 *
 * <p>What is asked of it throws a {@link RefusedException} if it makes no sense as the study
 * stands, and an {@link UnreachableException} if nobody answers; the stages of the asynchronous
 * twins fail with these. Nothing that was recorded is lost in either case.
 */
public final class Study {

  private final String name;
  private final Place place;
  private final boolean hadEnded;

  Study(String name, Place place) {
    this(name, place, false);
  }

  private Study(String name, Place place, boolean hadEnded) {
    this.name = name;
    this.place = place;
    this.hadEnded = hadEnded;
  }

  /** The same study, of which is known that it had ended before. */
  Study thatHadEnded() {
    return new Study(name, place, true);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /**
   * Whether it had ended before {@link Thaw#optimize} was called, which then trained nothing: what
   * there is was found earlier, perhaps by another function.
   */
  public boolean hadEnded() {
    return hadEnded;
  }

  /** How it stands. */
  public StudySummary status() {
    return get(statusAsync());
  }

  /** The same, without waiting for the answer. */
  public CompletionStage<StudySummary> statusAsync() {
    return place.status().thenApply(StudyStatus::summary);
  }

  /** The best value so far, with its parameters; empty before the first report. */
  public Optional<StudySummary.Best> best() {
    return Optional.ofNullable(status().best());
  }

  /**
   * Waits for its end. A server may be away meanwhile, as long as {@link Thaw#patience} says.
   *
   * @throws UnreachableException if it was away for longer
   * @throws IllegalStateException if it runs on this machine, and its process failed
   */
  public StudySummary await() {
    return get(awaitAsync());
  }

  /** Waits for its end for some time; empty if it goes on. */
  public Optional<StudySummary> await(Duration patience) throws InterruptedException {
    try {
      return Optional.of(
          awaitAsync().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException goesOn) {
      return Optional.empty();
    } catch (ExecutionException failed) {
      throw passed(failed);
    }
  }

  /** Completes with how it stood at its end. */
  public CompletionStage<StudySummary> awaitAsync() {
    return place.ended().thenApply(StudyStatus::summary);
  }

  /** All its trials, by number. */
  public List<TrialLine> trials() {
    return get(trialsAsync());
  }

  /** The same, without waiting for the answer. */
  public CompletionStage<List<TrialLine>> trialsAsync() {
    return place.trials();
  }

  /** The learning curves of its trials; of the best 10,000 if there are more. */
  public List<TrialCurve> curves() {
    return get(curvesAsync());
  }

  /** The same, without waiting for the answer. */
  public CompletionStage<List<TrialCurve>> curvesAsync() {
    return place.curves();
  }

  /**
   * The last of what a trial's scripts printed, up to a million bytes.
   *
   * @throws RefusedException if there is none: only scripts have logs
   */
  public TrialOutput.Part logs(int trial) {
    return get(place.log(trial, null));
  }

  /**
   * What a trial's scripts printed since.
   *
   * @param after the end of the part before
   */
  public TrialOutput.Part logs(int trial, long after) {
    return get(place.log(trial, after));
  }

  /**
   * Writes a checkpoint of a trial into a file, as a ZIP.
   *
   * @param target in a folder that exists; a file that is there is replaced
   * @return the file
   * @throws IllegalArgumentException if its folder does not exist
   * @throws RefusedException if there is no such checkpoint
   */
  public Path checkpoint(int trial, TrialCheckpoint.Which which, Path target) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "folder (%s) must exist, for the checkpoint to be written there.".formatted(folder));
    }
    return get(place.checkpoint(trial, which, target));
  }

  /** Its report, as it stands or at its end. */
  public String report(ReportFormat format) {
    return get(place.report(format));
  }

  /**
   * Hears of everything that happens in it, from its beginning: what happened before comes first. A
   * connection that breaks is made again, and nothing is missed or told twice. Ends with the study,
   * and fails with an {@link UnreachableException} if its server was away for too long ({@link
   * Thaw#patience}).
   *
   * @param listener called in one thread, which is not the caller's
   */
  public Watching watch(Consumer<? super StudyNews> listener) {
    return watch(0, listener);
  }

  /**
   * The same behind a row of its journal, such as the last one that was heard of.
   *
   * @param after 0 for the beginning
   */
  public Watching watch(long after, Consumer<? super StudyNews> listener) {
    return Watching.begin(name, place, after, listener);
  }

  /** Nothing is trained until it is resumed. */
  public void pause() {
    command(new StudyCommand.Pause());
  }

  /** Lets it go on. */
  public void resume() {
    command(new StudyCommand.Resume());
  }

  /** Ends it: what trains writes a checkpoint first, and nothing is deleted. */
  public void stop() {
    var unused = get(place.ask(desk -> desk.stop(name)));
  }

  /** Ends it at once, without checkpoints of what trains. */
  public void kill() {
    command(new StudyCommand.Kill());
  }

  /** Ends one trial for good, after the epoch in hand. */
  public void stopTrial(int trial) {
    command(new StudyCommand.EndTrial(trial, false));
  }

  /** Ends one trial for good, at once. */
  public void killTrial(int trial) {
    command(new StudyCommand.EndTrial(trial, true));
  }

  /**
   * Changes its share of the slots of a cluster, and says what that is now.
   *
   * @param change what is null stays as it is
   * @throws RefusedException if it makes no sense, or the study shares its slots with none
   */
  public Share share(ShareChange change) {
    return get(place.ask(desk -> desk.setShare(name, change)));
  }

  /** Has a configuration tried next; what is left out has its default. */
  public void add(Map<String, Object> values) {
    command(new StudyCommand.AddTrial(values));
  }

  /** Has a trial trained on with other values, from its newest checkpoint to the end. */
  public void fork(int trial, Map<String, Object> values) {
    command(new StudyCommand.ForkTrial(trial, values));
  }

  /** Has new trials drawn from a part of a parameter's values. */
  public void narrow(String parameter, Narrowing to) {
    command(new StudyCommand.NarrowSpace(parameter, to));
  }

  /** Has new trials drawn from all values of a parameter again. */
  public void widen(String parameter) {
    command(new StudyCommand.NarrowSpace(parameter, null));
  }

  private void command(StudyCommand command) {
    var unused = get(commandAsync(command));
  }

  /** Has a command carried out, once; completes when that is decided and durable. */
  public CompletionStage<Void> commandAsync(StudyCommand command) {
    String key = UUID.randomUUID().toString();
    return place.ask(desk -> desk.command(name, command, key)).thenApply(done -> null);
  }

  /**
   * Changes what it may spend, once, and says what that is now. One that a server has goes on if it
   * had ended.
   *
   * @param limit a key of the budget, such as {@code trials} or {@code wallClock}
   * @param change the new value as in a study's file, or with a sign what is added: {@code +2h}
   * @throws IllegalArgumentException if that is no change of a budget
   */
  public StudySummary.Limits extend(String limit, String change) {
    BudgetChange read =
        BudgetChanges.read(Map.of(limit, change), ZoneId.systemDefault(), Instant.now());
    String key = UUID.randomUUID().toString();
    return get(place.ask(desk -> desk.extend(name, read, key)));
  }

  /**
   * Asks for something to train, of a study whose trainer is {@code asked}; empty if there is
   * nothing now, or never will be: {@link #status} tells them apart.
   *
   * @param wait how long to wait for it at most, up to 30 s
   */
  public Optional<Work> ask(Duration wait) throws InterruptedException {
    try (AskClient client = place.asking()) {
      return Optional.ofNullable(workers(client).ask(wait).work());
    }
  }

  /**
   * Tells what came of work, and hears what to do next. It is told again while its server is away.
   *
   * @throws UnreachableException if that was for too long ({@link Thaw#patience})
   */
  public Next tell(Told told) throws InterruptedException {
    try (AskClient client = place.asking()) {
      return workers(client).tell(told);
    }
  }

  private Workers workers(AskClient client) {
    return new Workers(name, client, place.patience(), place::isOver);
  }

  /**
   * Trains for it in this process until it ends, of a study whose trainer is {@code asked}. Its
   * server may be away meanwhile, and be started again.
   *
   * @param slots how many trials at a time, each in a thread of its own
   * @throws UnreachableException if the server was away for too long ({@link Thaw#patience})
   */
  public void train(Objective objective, int slots) {
    get(trainAsync(objective, slots));
  }

  /** The same, without waiting for its end. */
  public CompletionStage<Void> trainAsync(Objective objective, int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("slots (%d) must be at least 1.".formatted(slots));
    }
    var done = new CompletableFuture<Void>();
    workers(place.asking()).run(objective, slots, done);
    return done.minimalCompletionStage();
  }

  void close() {
    place.close();
  }

  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException failed) {
      throw passed(failed);
    }
  }

  /** What a stage failed with, as it is thrown to callers. */
  static RuntimeException passed(Throwable failure) {
    Throwable cause =
        (failure instanceof CompletionException || failure instanceof ExecutionException)
                && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known
        ? known
        : new IllegalStateException(cause.getMessage(), cause);
  }
}
