package dev.thaw.app.http;

import dev.thaw.app.desk.NodeHealth;
import dev.thaw.app.http.Failures.RequestException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What probes and Prometheus ask of a process. None of it can change anything. Probes need no
 * token; the metrics do where the API has tokens, and not at the address of the probes.
 */
final class NodeRoutes {
  private NodeRoutes() {}

  /**
   * What the probes are told.
   *
   * @param status {@code ok} or {@code failing}
   */
  record Health(String status, List<String> reasons) {}

  static List<Route> of(NodeHealth health, Supplier<String> metrics) {
    return List.of(
        Route.get("/health/live", call -> reply(health.live())).forEverybody(),
        Route.get("/health/ready", call -> reply(health.ready())).forEverybody(),
        Route.get("/metrics", call -> metrics(call, metrics)));
  }

  /** Metrics name all studies. */
  private static CompletionStage<Reply> metrics(Call call, Supplier<String> metrics)
      throws RequestException {
    if (!call.caller().projects().isEmpty()) {
      throw new RequestException(
          Problem.Status.FORBIDDEN,
          "the metrics are of all studies; the token of %s is for %s.\nMaybe use one without projects, or the address of the probes."
              .formatted(call.caller().name(), call.caller().projects()));
    }
    return done(Reply.metrics(metrics.get()));
  }

  private static CompletionStage<Reply> reply(NodeHealth.Report report) {
    var health = new Health(report.isWell() ? "ok" : "failing", report.reasons());
    return done(Reply.json(report.isWell() ? 200 : 503, health));
  }

  private static CompletionStage<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
