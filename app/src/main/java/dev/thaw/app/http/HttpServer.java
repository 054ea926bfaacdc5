package dev.thaw.app.http;

import dev.thaw.app.access.LiveTokens;
import dev.thaw.app.access.TokenSource;
import dev.thaw.app.desk.NodeHealth;
import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.feed.StudyFeeds;
import dev.thaw.workers.asked.AskHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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
   * What only some processes serve.
   *
   * @param hub where sessions wait that others train; null if there is none
   * @param feeds what watchers of studies read; null if there is nothing to watch
   * @param folders where this machine keeps what a study has left on it, by its name; null if it
   *     keeps nothing
   * @param tokens who may ask; null for those of the file that the settings name, if they do
   */
  public record Extras(
      @Nullable AskHub hub,
      @Nullable StudyFeeds feeds,
      @Nullable Function<String, Path> folders,
      @Nullable TokenSource tokens) {

    /** Nothing more. */
    public static Extras none() {
      return new Extras(null, null, null, null);
    }
  }

  /** Starts a server as below, without extras. */
  public static CompletionStage<HttpServer> start(
      ActorSystem<?> system,
      HttpSettings settings,
      @Nullable StudyDesk desk,
      NodeHealth health,
      Supplier<String> metrics) {
    return start(system, settings, desk, health, metrics, Extras.none());
  }

  /**
   * Starts a server.
   *
   * @param system what it runs on; it stops when the system is terminated
   * @param desk what the API asks; null on a node that has none, whose API is then only the probes
   * @param health what the probes ask; from any thread
   * @param metrics what Prometheus reads, such as {@link NodeMetrics#scrape}; from any thread
   * @param extras what it serves besides, and to whom
   * @return the server once it listens; fails with an {@link java.io.UncheckedIOException} whose
   *     message is for people if it cannot, and then listens nowhere
   */
  public static CompletionStage<HttpServer> start(
      ActorSystem<?> system,
      HttpSettings settings,
      @Nullable StudyDesk desk,
      NodeHealth health,
      Supplier<String> metrics,
      Extras extras) {
    Optional<TokenSource> tokens;
    Optional<LiveTls> tls;
    try {
      tls = settings.api().isEmpty() ? Optional.empty() : LiveTls.open(settings.access());
      if (settings.access().audit().isPresent()) {
        AuditFile.open(settings.access().audit().get());
      }
      tokens = extras.tokens() == null ? tokens(settings) : Optional.of(extras.tokens());
    } catch (IOException unusable) {
      return CompletableFuture.failedFuture(new UncheckedIOException(unusable));
    } catch (IllegalArgumentException unusable) {
      return CompletableFuture.failedFuture(
          new UncheckedIOException(new IOException(unusable.getMessage(), unusable)));
    }
    var guard = Guard.of(tokens, settings.access());
    var audit =
        new Audit(
            guard.isStrict() || settings.access().audit().isPresent(), InstantSource.system());
    List<Route> node = NodeRoutes.of(health, metrics);
    StudyFeeds feeds = extras.feeds();
    AskHub hub = extras.hub();
    List<Route> all =
        new ArrayList<>(desk == null ? List.of() : StudyRoutes.of(desk, feeds, settings.access()));
    all.addAll(desk == null ? List.of() : WhoRoutes.all());
    all.addAll(feeds == null ? List.of() : FeedRoutes.of(feeds));
    Function<String, Path> folders = extras.folders();
    if (feeds != null && folders != null) {
      all.addAll(LogRoutes.of(feeds, folders));
      all.addAll(CheckpointRoutes.of(feeds, folders));
    }
    if (desk != null && hub != null) {
      all.addAll(AskRoutes.of(desk, hub, settings.answerTimeout()));
    }
    all.addAll(node);
    all.add(OpenApi.route(all));
    all.addAll(desk == null ? List.of() : WebRoutes.routes());
    var listener = new Listener(system, settings, tls);
    return listener
        .listen(settings.api(), "", all, Door.of(settings), guard, audit)
        .thenCompose(
            api ->
                listener
                    .listen(
                        settings.probe(), "probe-", node, Door.open(), Guard.open(), Audit.off())
                    .handle((probe, failure) -> both(settings, api, probe, failure))
                    .thenCompose(server -> server));
  }

  /** The tokens of the settings; empty if they name no file. */
  private static Optional<TokenSource> tokens(HttpSettings settings) {
    return settings.api().isEmpty()
        ? Optional.empty()
        : settings.access().tokens().map(LiveTokens::open);
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

  /** How the URL of the API begins: {@code http}, or {@code https} if it has a certificate. */
  public String scheme() {
    return settings.access().certificate().isPresent() ? "https" : "http";
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
