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
import org.jspecify.annotations.Nullable;

/** Asks a study for work, has it trained in this process, and tells what came of it. */
final class Workers {

  private static final Duration ASK = Duration.ofSeconds(10);
  private static final long AGAIN_MS = 500;
  private static final int ATTEMPTS = 5;

  private final String study;
  private final AskClient client;

  Workers(String study, AskClient client) {
    this.study = study;
    this.client = client;
  }

  /** What is said in answer to a question for work: nothing for now, or nothing ever again. */
  record Answer(@Nullable Work work, boolean ended) {}

  /** Trains in so many threads until the study has ended, or its server has gone. */
  void run(Objective objective, int slots, CompletableFuture<Void> done) {
    var left = new AtomicInteger(slots);
    for (int slot = 0; slot < slots; slot++) {
      Thread.ofPlatform()
          .daemon()
          .name("thaw-" + study + "-" + slot)
          .start(
              () -> {
                try {
                  train(objective, done);
                } catch (InterruptedException interrupted) {
                  Thread.currentThread().interrupt();
                } catch (RuntimeException | Error failure) {
                  done.completeExceptionally(failure);
                } finally {
                  if (left.decrementAndGet() == 0) {
                    done.complete(null);
                  }
                }
              });
    }
  }

  private void train(Objective objective, CompletableFuture<Void> done)
      throws InterruptedException {
    while (!done.isDone()) {
      try {
        Answer answer = ask(ASK);
        if (answer.ended()) {
          return;
        }
        if (answer.work() != null) {
          train(objective, answer.work());
        }
      } catch (UnreachableException gone) {
        return; // Whoever ran the study has ended; the trial goes on another time.
      } catch (RefusedException refused) {
        // A session that was given up, and studies that are moving, are asked for again.
        if (refused.refusal() != Refusal.CONFLICT && refused.refusal() != Refusal.UNAVAILABLE) {
          throw refused;
        }
        TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
      }
    }
  }

  private void train(Objective objective, Work work) throws InterruptedException {
    var training = new Training(work, new Telling(work.session()));
    String failure = null;
    boolean infeasible = false;
    try {
      objective.train(training);
      if (training.isUnfinished()) {
        failure = "the objective returned before its trial was over: it left the loop over epochs";
      }
    } catch (InterruptedException | RefusedException | UnreachableException passed) {
      throw passed;
    } catch (Objective.InfeasibleException never) {
      failure = String.valueOf(never.getMessage());
      infeasible = true;
    } catch (OutOfMemoryError full) {
      failure = "out of memory: " + full.getMessage();
    } catch (Exception wrong) {
      failure = "%s: %s".formatted(wrong.getClass().getSimpleName(), wrong.getMessage());
    }
    if (failure != null) {
      Next unused = tell(new Told(work.session(), null, null, null, null, failure, infeasible));
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
    for (int attempt = 1; ; attempt++) {
      try {
        JsonNode answer = good(client.send(study, "tell", body(told)));
        return Next.valueOf(answer.path("next").asText("stop").toUpperCase(Locale.ROOT));
      } catch (RefusedException refused) {
        if (refused.refusal() != Refusal.UNAVAILABLE || attempt == ATTEMPTS) {
          throw refused;
        }
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
