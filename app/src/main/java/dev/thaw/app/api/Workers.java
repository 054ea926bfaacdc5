package dev.thaw.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.client.AskClient;
import dev.thaw.app.client.UnreachableException;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.workers.asked.Next;
import dev.thaw.workers.asked.Told;
import dev.thaw.workers.asked.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Asks a study for work, has it trained in this process, and tells what came of it. */
final class Workers {

  private static final Duration ASK = Duration.ofSeconds(10);
  private static final long AGAIN_MS = 500;

  private final String study;
  private final AskClient client;
  private final Duration longest;
  private final BooleanSupplier gone;

  /** Whether training has ended, for all slots. */
  private volatile boolean over;

  /**
   * Workers of a study.
   *
   * @param longest how long its server may be away, for each slot
   * @param gone whether nobody runs it any more, and a server that is away stays away
   */
  Workers(String study, AskClient client, Duration longest, BooleanSupplier gone) {
    this.study = study;
    this.client = client;
    this.longest = longest;
    this.gone = gone;
  }

  /** What is said in answer to a question for work: nothing for now, or nothing ever again. */
  record Answer(@Nullable Work work, boolean ended) {}

  /**
   * Trains in so many threads until the study has ended, or whoever runs it on this machine has.
   * The first failure completes the stage; what trains in other threads then is let go at its next
   * report. Closes the client behind the last one.
   */
  void run(Objective objective, int slots, CompletableFuture<Void> done) {
    var left = new AtomicInteger(slots);
    for (int slot = 0; slot < slots; slot++) {
      Thread.ofPlatform()
          .daemon()
          .name("thaw-" + study + "-" + slot)
          .start(
              () -> {
                try {
                  train(objective);
                } catch (InterruptedException interrupted) {
                  Thread.currentThread().interrupt();
                } catch (RuntimeException | Error failure) {
                  over = true;
                  done.completeExceptionally(failure);
                } finally {
                  if (left.decrementAndGet() == 0) {
                    client.close();
                    done.complete(null);
                  }
                }
              });
    }
  }

  private void train(Objective objective) throws InterruptedException {
    var patience = new Patience(longest);
    while (!over) {
      Answer answer;
      try {
        answer = ask(ASK);
      } catch (UnreachableException | RefusedException failure) {
        if (gone.getAsBoolean()) {
          return; // Whoever ran the study has ended; the trial goes on another time.
        }
        patience.bear(failure);
        TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
        continue;
      }
      patience.heard();
      if (answer.ended()) {
        return;
      }
      if (answer.work() != null) {
        train(objective, answer.work());
      }
    }
  }

  /** The other slots have failed, and nothing is trained any more. */
  private static final class LetGoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LetGoException() {
      super("the other slots of its process have failed");
    }
  }

  private void train(Objective objective, Work work) throws InterruptedException {
    var training = new Training(work, new Telling(work.session()));
    try {
      objective.train(training);
      if (training.isUnfinished()) {
        tellFailed(
            work,
            "the objective returned before its trial was over: it left the loop over epochs",
            false);
      }
    } catch (UnreachableException passed) {
      if (!gone.getAsBoolean()) {
        letGo(work, passed);
        throw passed;
      }
    } catch (RefusedException refused) {
      // A session that was given up; there may be other work.
      if (refused.refusal() != Refusal.CONFLICT) {
        letGo(work, refused);
        throw refused;
      }
    } catch (Objective.InfeasibleException never) {
      tellFailed(work, String.valueOf(never.getMessage()), true);
    } catch (OutOfMemoryError full) {
      tellFailed(work, "out of memory: " + full.getMessage(), false);
    } catch (InterruptedException | LetGoException | Error ends) {
      letGo(work, ends);
      throw ends;
    } catch (Exception wrong) {
      tellFailed(work, said(wrong), false);
    }
  }

  private static String said(Throwable wrong) {
    return "%s: %s".formatted(wrong.getClass().getSimpleName(), wrong.getMessage());
  }

  private void tellFailed(Work work, String why, boolean infeasible) throws InterruptedException {
    try {
      Next unused = tell(new Told(work.session(), null, null, null, null, why, infeasible));
    } catch (RefusedException refused) {
      if (refused.refusal() != Refusal.CONFLICT) {
        throw refused;
      }
    } catch (UnreachableException away) {
      if (!gone.getAsBoolean()) {
        throw away;
      }
    }
  }

  /** Says once that a session is not trained any more, so that its slot is free at once. */
  private void letGo(Work work, Throwable why) {
    try {
      var told = new Told(work.session(), null, null, null, null, said(why), false);
      JsonNode unused = good(client.send(study, "tell", body(told)));
    } catch (UnreachableException | RefusedException away) {
      why.addSuppressed(away); // The session is given up after its time limit.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Telling implements Training.Telling {
    private final String session;

    Telling(String session) {
      this.session = session;
    }

    @Override
    public Next epoch(int epoch, Map<String, Double> metrics) {
      return tellOrStop(new Told(session, epoch, metrics, null, null, null, false));
    }

    @Override
    public Next checkpoint(int epoch, boolean written) {
      return tellOrStop(new Told(session, epoch, null, written, null, null, false));
    }

    private Next tellOrStop(Told told) {
      if (over) {
        throw new LetGoException();
      }
      try {
        return tell(told);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return Next.STOP;
      }
    }
  }

  /**
   * Asks for something to train.
   *
   * @param wait how long to wait for it at most, up to 30 s
   */
  Answer ask(Duration wait) throws InterruptedException {
    JsonNode body = good(client.send(study, "ask", Map.of("wait", wait.toMillis() / 1e3)));
    if (body.path("ended").asBoolean(false)) {
      return new Answer(null, true);
    }
    try {
      return new Answer(body.has("session") ? DeskJson.read(body, Work.class) : null, false);
    } catch (IOException foreign) {
      throw new RefusedException(Refusal.UNAVAILABLE, "the work cannot be read: " + foreign);
    }
  }

  /** Tells what came of work; the same may be told again, and is until it is answered. */
  Next tell(Told told) throws InterruptedException {
    var patience = new Patience(longest);
    while (true) {
      try {
        JsonNode answer = good(client.send(study, "tell", body(told)));
        return Next.valueOf(answer.path("next").asText("stop").toUpperCase(Locale.ROOT));
      } catch (UnreachableException | RefusedException failure) {
        if (over || gone.getAsBoolean()) {
          throw failure;
        }
        patience.bear(failure);
        TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
      }
    }
  }

  private static Map<String, Object> body(Told told) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("session", told.session());
    Optional.ofNullable(told.epoch()).ifPresent(epoch -> body.put("epoch", epoch));
    Map<String, Double> metrics = told.metrics();
    if (metrics != null) {
      Map<String, Object> encoded = new LinkedHashMap<>();
      metrics.forEach((name, v) -> encoded.put(name, Double.isFinite(v) ? v : v.toString()));
      body.put("metrics", encoded);
    }
    Optional.ofNullable(told.checkpoint()).ifPresent(written -> body.put("checkpoint", written));
    Optional.ofNullable(told.processorSeconds())
        .ifPresent(seconds -> body.put("processorSeconds", seconds));
    if (told.failed() != null) {
      body.put("failed", told.failed());
      body.put("infeasible", told.infeasible());
    }
    return body;
  }

  private static JsonNode good(AskClient.Answered answered) {
    int status = answered.status();
    if (status / 100 == 2) {
      return answered.body();
    }
    Refusal refusal =
        switch (status) {
          case 404 -> Refusal.UNKNOWN;
          case 409 -> Refusal.CONFLICT;
          default -> status >= 500 || status == 429 ? Refusal.UNAVAILABLE : Refusal.BAD_INPUT;
        };
    throw new RefusedException(refusal, answered.body().path("detail").asText());
  }
}
