package dev.thaw.app.http;

import dev.thaw.app.http.HttpSettings.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.SystemMaterializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/** Opens the sockets of a server. */
final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private final ActorSystem<?> system;
  private final HttpSettings settings;
  private final TokenCheck token;

  Listener(ActorSystem<?> system, HttpSettings settings, TokenCheck token) {
    this.system = system;
    this.settings = settings;
    this.token = token;
  }

  /**
   * Listens at an address.
   *
   * @param address where; empty for nowhere
   * @param prefix of its settings' names
   * @return what listens; null for nothing
   */
  CompletionStage<@Nullable ServerBinding> listen(
      Optional<Address> address, String prefix, List<Route> routes, Door door) {
    if (address.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    Address at = address.get();
    warn(at, prefix);
    Executor executor = system.dispatchers().lookup(DispatcherSelector.blocking());
    var materializer = SystemMaterializer.get(system).materializer();
    var router = new Router(routes, door, token, settings, materializer, executor);
    return Http.get(system)
        .newServerAt(at.host(), at.port())
        .withSettings(serverSettings())
        .bind(router::apply)
        .handle((binding, failure) -> opened(binding, failure, at, prefix));
  }

  private void warn(Address at, String prefix) {
    if (prefix.isEmpty() && !at.isLoopback()) {
      LOG.warn(
          "the API listens on {}:{} without authentication (thaw.http.allow-remote is on): whoever"
              + " reaches it can run commands as the user of this process",
          at.host(),
          at.port());
    }
  }

  /** Pekko's own limit of time would answer in plain text before ours. */
  private ServerSettings serverSettings() {
    ServerSettings server = ServerSettings.create(system.settings().config());
    long longestMs = settings.bodyTimeout().plus(settings.answerTimeout()).toMillis() + 1_000;
    FiniteDuration longest = Duration.create(longestMs, TimeUnit.MILLISECONDS);
    return server
        .withTransparentHeadRequests(true)
        .withTimeouts(server.getTimeouts().withRequestTimeout(longest));
  }

  private @Nullable ServerBinding opened(
      @Nullable ServerBinding binding, @Nullable Throwable failure, Address at, String prefix) {
    if (binding == null) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      throw new UncheckedIOException(
          new IOException(
              "thaw.http.%shost and -port (%s:%d) cannot be listened at.\nMaybe another process has the port: choose another one by thaw.http.%sport."
                  .formatted(prefix, at.host(), at.port(), prefix),
              cause));
    }
    LOG.info("listening at {}", binding.localAddress());
    return binding.addToCoordinatedShutdown(settings.stopDeadline(), system);
  }
}
