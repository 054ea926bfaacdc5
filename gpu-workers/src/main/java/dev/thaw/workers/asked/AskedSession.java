package dev.thaw.workers.asked;

import dev.thaw.trainer.Checkpoint;
import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingFailedException;
import dev.thaw.trainer.TrainingFailedException.Kind;
import dev.thaw.trainer.TrainingSession;
import dev.thaw.trainer.TrialSetup;
import dev.thaw.workers.process.RetrainMarker;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A session that somebody else trains. Its thread waits here; those who ask and tell come from
 * others. All state is guarded by the lock of the hub.
 */
final class AskedSession implements TrainingSession {

  /** In a study's folder, where sessions have theirs. */
  static final String FOLDER = "asked";

  private static final double NANOS = 1e9;
  private static final long NANOS_PER_MS = 1_000_000;

  /** Whose turn it is. */
  private enum Stage {
    /** Nobody has asked for it yet. */
    UNASKED,
    /** Somebody owes an epoch. */
    TRAINING,
    /** Somebody owes a checkpoint. */
    SAVING,
    /** The study owes an answer. */
    TOLD,
    /** It has ended. */
    OVER
  }

  private final String id = UUID.randomUUID().toString();
  private final AskHub hub;
  private final TrialSetup setup;
  private final HandedFolder handed;
  private final long limitNs;

  /** Epochs that are trained again because there was no checkpoint: nobody else hears of them. */
  private final int again;

  private Stage stage = Stage.UNASKED;
  private boolean released;
  private int owed;

  /** The last epoch that the study has heard of from this session; 0 for none. */
  private int done;

  private int savedEpoch;
  private long signNs;
  private @Nullable Told report;
  private @Nullable Boolean checkpoint;
  private @Nullable TrainingFailedException failure;
  private @Nullable String lost;
  private @Nullable Told last;
  private CompletableFuture<Next> answer = new CompletableFuture<>();

  private AskedSession(TrialSetup setup, AskHub hub, long limitNs, int again) {
    this.setup = setup;
    this.hub = hub;
    this.limitNs = limitNs;
    this.again = again;
    this.owed = again > 0 ? 1 : resumed() + 1;
    this.handed = new HandedFolder(setup.folder().resolve(FOLDER).resolve(id));
  }

  /**
   * A session that waits to be asked for.
   *
   * @param limitNs how long nobody may tell of it
   */
  static AskedSession of(TrialSetup setup, AskHub hub, long limitNs) throws IOException {
    var session = new AskedSession(setup, hub, limitNs, RetrainMarker.epochsToRetrain(setup));
    session.handed.create();
    hub.offer(session);
    return session;
  }

  private int resumed() {
    return setup.resumeFrom().map(Checkpoint::epoch).orElse(0);
  }

  String id() {
    return id;
  }

  String study() {
    return setup.study();
  }

  // Those who ask and tell, within the lock of the hub.

  Work take() {
    stage = Stage.TRAINING;
    signNs = System.nanoTime();
    hub.notifyAll();
    Optional<Path> from = setup.resumeFrom().filter(_ -> again == 0).map(Checkpoint::directory);
    return new Work(
        id,
        setup.study(),
        setup.trial(),
        setup.parameters(),
        owed,
        setup.maximum().isPresent() ? setup.maximum().getAsInt() : null,
        setup.seed(),
        from.map(Path::toString).orElse(null),
        handed.path().toString(),
        setup.slot().gpus());
  }

  /** Whoever was to have it has gone. */
  void takeBack() {
    stage = Stage.UNASKED;
  }

  void release() {
    released = true;
  }

  boolean wasAsked() {
    return signNs != 0;
  }

  CompletableFuture<Next> tell(Told told) {
    if (told.equals(last)) {
      return answer;
    }
    if (stage == Stage.OVER) {
      return ended();
    }
    if (told.isSign()) {
      signNs = System.nanoTime();
      return CompletableFuture.completedFuture(Next.CONTINUE);
    }
    if (told.failed() != null) {
      Kind kind = told.infeasible() ? Kind.INFEASIBLE : Kind.ERROR;
      failure = new TrainingFailedException(kind, told.failed());
      accept(told);
      answer.complete(Next.STOP);
    } else if (told.metrics() != null) {
      expect(told, Stage.TRAINING, "a report");
      hear(told);
    } else {
      expect(told, Stage.SAVING, "a checkpoint");
      checkpoint = Boolean.TRUE.equals(told.checkpoint());
      accept(told);
      stage = Stage.TOLD;
    }
    return answer;
  }

  private CompletableFuture<Next> ended() {
    if (lost != null) {
      throw new StaleSessionException(lost);
    }
    return CompletableFuture.completedFuture(Next.STOP);
  }

  private void expect(Told told, Stage wanted, String what) {
    if (stage != wanted || !Objects.equals(told.epoch(), owed)) {
      String waits =
          switch (stage) {
            case TRAINING -> "the report of epoch %d".formatted(owed);
            case SAVING -> "the checkpoint of epoch %d".formatted(owed);
            default -> "nothing";
          };
      throw new StaleSessionException(
          "%s of epoch (%d) was told of session (%s), which waits for %s."
              .formatted(what, told.epoch(), id, waits));
    }
  }

  private void accept(Told told) {
    last = told;
    signNs = System.nanoTime();
    answer = new CompletableFuture<>();
    hub.notifyAll();
  }

  private void hear(Told told) {
    accept(told);
    if (owed <= again) {
      owed++;
      answer.complete(Next.CONTINUE);
      return;
    }
    report = told;
    checkpoint = told.checkpoint();
    stage = Stage.TOLD;
  }

  // The session's thread.

  /**
   * Waits until somebody has asked for it.
   *
   * @param releasable whether it may also go on because nobody needs to ask any more
   */
  void awaitAsked(boolean releasable) throws InterruptedException {
    synchronized (hub) {
      try {
        while (stage == Stage.UNASKED && !(releasable && released)) {
          hub.wait();
        }
      } catch (InterruptedException e) {
        close();
        throw e;
      }
    }
  }

  @Override
  public EpochResult trainEpoch(int epoch) throws IOException, InterruptedException {
    synchronized (hub) {
      awaitAsked(false);
      if (stage == Stage.TOLD && report == null) {
        owed = epoch;
        stage = Stage.TRAINING;
        answer.complete(Next.CONTINUE);
      }
      awaitWord("epoch %d".formatted(epoch), () -> report != null);
      Told told = Objects.requireNonNull(report);
      report = null;
      done = epoch;
      Double worked = told.processorSeconds();
      return new EpochResult(
          Objects.requireNonNullElse(told.metrics(), Map.of()),
          worked == null ? OptionalDouble.empty() : OptionalDouble.of(worked));
    }
  }

  /** Waits until it is told what is waited for; within the lock of the hub. */
  private void awaitWord(String what, BooleanSupplier there)
      throws IOException, InterruptedException {
    while (!there.getAsBoolean()) {
      if (failure != null) {
        throw failure;
      }
      long leftNs = signNs + limitNs - System.nanoTime();
      if (leftNs <= 0) {
        throw new TrainingFailedException(Kind.ERROR, giveUp(what));
      }
      hub.wait(leftNs / NANOS_PER_MS + 1);
    }
  }

  private String giveUp(String what) {
    String message =
        "session (%s) was given up: nobody told of %s for %.0f s.\nMaybe ask for new work, and set a longer trainer.tellTimeLimit."
            .formatted(id, what, limitNs / NANOS);
    lost = message;
    return message;
  }

  @Override
  public void save(Path directory) throws IOException {
    boolean written;
    synchronized (hub) {
      if (done > 0 && checkpoint == null) {
        stage = Stage.SAVING;
        answer.complete(Next.SAVE);
        awaitSaved(done);
      }
      written = !Boolean.FALSE.equals(checkpoint);
    }
    // Only this thread changes it; files may take a while, and others must not wait for them.
    if (done == 0) {
      handed.copyTo(directory, setup.resumeFrom().map(Checkpoint::directory));
    } else if (written) {
      handed.moveTo(directory);
    } else {
      RetrainMarker.write(directory, setup.trial(), done);
    }
    synchronized (hub) {
      savedEpoch = done;
    }
  }

  private void awaitSaved(int epoch) throws IOException {
    try {
      awaitWord("the checkpoint of epoch %d".formatted(epoch), () -> stage != Stage.SAVING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while a checkpoint was written.");
    }
  }

  @Override
  public void close() {
    synchronized (hub) {
      boolean kept = stage == Stage.TOLD && done > 0 && savedEpoch == done;
      stage = Stage.OVER;
      answer.complete(kept ? Next.PAUSE : Next.STOP);
      hub.remove(this);
    }
    handed.delete();
  }
}
