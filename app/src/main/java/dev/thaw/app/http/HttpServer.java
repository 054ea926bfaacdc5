package dev.thaw.app.http;

import dev.thaw.app.desk.NodeHealth;
import dev.thaw.app.desk.StudyDesk;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.jspecify.annotations.Nullable;

/**
 * The server of a process: the API at one address, the probes alone at another if that is wanted.
 * It stops with its actor system, after the requests under way.
 */
public final class HttpServer {
  private final HttpSettings settings;
  private final @Nullable ServerBinding api;
  private final @Nullable ServerBinding probe;

  private HttpServer(
      HttpSettings settings, @Nullable ServerBinding api, @Nullable ServerBinding probe) {
    this.settings = settings;
    this.api = api;
    this.probe = probe;
  }

  /**
   * Starts a server.
   *
   * @param system what it runs on; it stops when the system is terminated
   * @param desk what the API asks; null on a node that has none, whose API is then only the probes
   * @param health what the probes ask; from any thread
   * @param metrics what Prometheus reads, such as {@link NodeMetrics#scrape}; from any thread
   * @return the server once it listens; fails with an {@link java.io.UncheckedIOException} whose
   *     message is for people if it cannot, and then listens nowhere
   */
  public static CompletionStage<HttpServer> start(
      ActorSystem<?> system,
      HttpSettings settings,
      @Nullable StudyDesk desk,
      NodeHealth health,
      Supplier<String> metrics) {
    List<Route> node = NodeRoutes.of(health, metrics);
    List<Route> all = new ArrayList<>(desk == null ? List.of() : StudyRoutes.of(desk));
    all.addAll(node);
    all.addAll(desk == null ? List.of() : WebRoutes.routes());
    var listener = new Listener(system, settings);
    return listener
        .listen(settings.api(), "", all, Door.of(settings))
        .thenCompose(
            api ->
                listener
                    .listen(settings.probe(), "probe-", node, Door.open())
                    .handle((probe, failure) -> both(settings, api, probe, failure))
                    .thenCompose(server -> server));
  }

  private static CompletionStage<HttpServer> both(
      HttpSettings settings,
      @Nullable ServerBinding api,
      @Nullable ServerBinding probe,
      @Nullable Throwable failure) {
    var server = new HttpServer(settings, api, probe);
    if (failure == null) {
      return CompletableFuture.completedFuture(server);
    }
    // Half a server would pass for a whole one.
    return server.stop().thenCompose(done -> CompletableFuture.failedFuture(failure));
  }

  /** Where the API listens; empty if it does not. */
  public Optional<InetSocketAddress> address() {
    return Optional.ofNullable(api).map(ServerBinding::localAddress);
  }

  /** Where the probes alone are served; empty if nowhere. */
  public Optional<InetSocketAddress> probeAddress() {
    return Optional.ofNullable(probe).map(ServerBinding::localAddress);
  }

  /** Takes no more requests; completes once those under way are answered, or took too long. */
  public CompletionStage<Done> stop() {
    List<CompletableFuture<?>> stopping = new ArrayList<>();
    for (ServerBinding binding : bindings()) {
      stopping.add(binding.terminate(settings.stopDeadline()).toCompletableFuture());
    }
    return CompletableFuture.allOf(stopping.toArray(CompletableFuture<?>[]::new))
        .thenApply(nothing -> Done.getInstance());
  }

  private List<ServerBinding> bindings() {
    return Stream.of(Optional.ofNullable(api), Optional.ofNullable(probe))
        .flatMap(Optional::stream)
        .toList();
  }
}
