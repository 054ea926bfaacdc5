package dev.thaw.app.http;

import dev.thaw.app.desk.NodeHealth;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What probes and Prometheus ask of a process. None of it can change anything. */
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
        Route.get("/health/live", call -> reply(health.live())),
        Route.get("/health/ready", call -> reply(health.ready())),
        Route.get("/metrics", call -> done(Reply.metrics(metrics.get()))));
  }

  private static CompletionStage<Reply> reply(NodeHealth.Report report) {
    var health = new Health(report.isWell() ? "ok" : "failing", report.reasons());
    return done(Reply.json(report.isWell() ? 200 : 503, health));
  }

  private static CompletionStage<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
