package dev.thaw.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.workers.asked.AskHub;
import dev.thaw.workers.asked.AskedTrainer;
import dev.thaw.workers.asked.StaleSessionException;
import dev.thaw.workers.asked.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Asking for work, and telling what came of it: for those who train by themselves. */
final class AskRoutes {

  private static final Set<String> JSON = Set.of("application/json");

  /** Who asks without a body sends no type. */
  private static final Set<String> JSON_OR_NONE = Set.of("application/json", "");

  private static final double WAIT_MAX_SECONDS = 30;

  private static final Reply ENDED = Reply.json(200, Map.of("ended", true));

  /** What is kept free to answer within the time that an answer may take. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final StudyDesk desk;
  private final AskHub hub;
  private final Duration longest;

  private AskRoutes(StudyDesk desk, AskHub hub, Duration longest) {
    this.desk = desk;
    this.hub = hub;
    this.longest = longest;
  }

  /**
   * The routes.
   *
   * @param answerTimeout how long the server waits for an answer
   */
  static List<Route> of(StudyDesk desk, AskHub hub, Duration answerTimeout) {
    Duration longest = answerTimeout.minus(MARGIN);
    var routes = new AskRoutes(desk, hub, longest.isPositive() ? longest : Duration.ZERO);
    return List.of(
        new Route("POST", StudyRoutes.STUDIES + "/{study}/ask", JSON_OR_NONE, routes::ask),
        new Route("POST", StudyRoutes.STUDIES + "/{study}/tell", JSON, routes::tell));
  }

  private CompletionStage<Reply> ask(Call call) {
    String study = Names.study(call);
    Duration wait = waiting(call);
    Duration patience = wait.compareTo(longest) < 0 ? wait : longest;
    return desk.status(study)
        .thenApply(AskRoutes::ended)
        .exceptionally(AskRoutes::unlessUnknown)
        .thenCompose(
            ended ->
                ended
                    ? CompletableFuture.completedFuture(ENDED)
                    : hub.ask(study, patience).thenCompose(work -> answer(study, work)));
  }

  /**
   * Whether a study has ended.
   *
   * @throws RefusedException if it is not one that is asked
   */
  private static boolean ended(StudyStatus status) {
    StudySummary summary = status.summary();
    String trainer = summary.trainer();
    if (trainer != null && !trainer.equals(AskedTrainer.NAME)) {
      throw new RefusedException(
          Refusal.CONFLICT,
          "the trainer of study (%s) is %s, and nobody can ask for its work.\nMaybe another study is meant: one with trainer: {name: %s}."
              .formatted(summary.study(), trainer, AskedTrainer.NAME));
    }
    return summary.state().equals("ended");
  }

  /**
   * A study that cannot be asked how it stands may have work all the same; one that is none, or is
   * trained by itself, has not.
   */
  private static boolean unlessUnknown(Throwable failure) {
    Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    if (cause instanceof RefusedException refused && refused.refusal() != Refusal.UNAVAILABLE) {
      throw refused;
    }
    return false;
  }

  private CompletionStage<Reply> answer(String study, Optional<Work> work) {
    return work.isPresent()
        ? CompletableFuture.completedFuture(Reply.json(200, work.get()))
        : desk.status(study).thenApply(AskRoutes::nothing);
  }

  private static Reply nothing(StudyStatus status) {
    return ended(status) ? ENDED : Reply.nothing();
  }

  private static Duration waiting(Call call) {
    JsonNode wait = call.body().isEmpty() ? null : TellReader.tree(call.bytes()).get("wait");
    if (wait == null || wait.isNull()) {
      return Duration.ZERO;
    }
    double seconds = wait.isNumber() ? wait.doubleValue() : Double.NaN;
    if (seconds >= 0 && seconds <= WAIT_MAX_SECONDS) {
      return Duration.ofMillis((long) (seconds * 1000));
    }
    throw new RefusedException(
        Refusal.BAD_INPUT,
        "wait (%s) must be a number of seconds in 0..%.0f.".formatted(wait, WAIT_MAX_SECONDS));
  }

  private CompletionStage<Reply> tell(Call call) {
    try {
      return hub.tell(Names.study(call), TellReader.read(call.bytes()))
          .thenApply(next -> Reply.json(200, Map.of("next", next.word())));
    } catch (StaleSessionException stale) {
      throw new RefusedException(Refusal.CONFLICT, String.valueOf(stale.getMessage()));
    }
  }
}
