package dev.thaw.app.serve;

import com.typesafe.config.Config;
import dev.thaw.app.access.Caller;
import dev.thaw.app.access.Scope;
import dev.thaw.app.access.Token;
import dev.thaw.app.access.TokenSource;
import dev.thaw.app.desk.NodeHealth;
import dev.thaw.app.engine.LocalStudy;
import dev.thaw.app.engine.StudyFolder;
import dev.thaw.app.feed.RowStore;
import dev.thaw.app.feed.StudyFeeds;
import dev.thaw.app.http.HttpServer;
import dev.thaw.app.http.HttpSettings;
import dev.thaw.app.summary.Watched;
import dev.thaw.core.study.StudySpec;
import dev.thaw.workers.asked.AskHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP API of a study that this process runs, on the loopback and behind a token. */
public final class StudyServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StudyServer.class);

  private final StudyFolder folder;
  private final HttpServer server;
  private final AskHub hub;
  private final StudyFeeds feeds;
  private final ServerFile file;
  private final LocalTokens tokens;

  private StudyServer(
      StudyFolder folder,
      HttpServer server,
      AskHub hub,
      StudyFeeds feeds,
      ServerFile file,
      LocalTokens tokens) {
    this.folder = folder;
    this.server = server;
    this.hub = hub;
    this.feeds = feeds;
    this.file = file;
    this.tokens = tokens;
  }

  /**
   * Starts to serve a study, and leaves in its folder how it can be asked.
   *
   * @param hub where sessions wait that others train
   * @param newest the study as it was last seen; null before it was
   * @param port where to listen; 0 for any that is free
   * @throws IOException if it cannot listen there; the message is for people
   */
  public static StudyServer start(
      StudySpec spec,
      StudyFolder folder,
      LocalStudy study,
      AskHub hub,
      Supplier<@Nullable Watched> newest,
      Config config,
      int port)
      throws IOException {
    var desk = new LocalDesk(spec, folder, study, newest);
    String token = Token.secret();
    var tokens = new LocalTokens(TokenSource.of("local", token, Scope.ADMIN));
    var feeds =
        new StudyFeeds(
            name ->
                name.equals(spec.name()) ? RowStore.of(folder.directory(), name) : RowStore.none(),
            Clock.systemUTC());
    HttpServer server;
    try {
      server =
          HttpServer.start(
                  study.system(),
                  HttpSettings.from(config).onLoopback(port),
                  desk,
                  new Health(),
                  () -> "",
                  new HttpServer.Extras(hub, feeds, name -> folder.directory(), tokens))
              .toCompletableFuture()
              .join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof UncheckedIOException unbound) {
        throw new IOException(unbound.getMessage(), unbound);
      }
      throw failed;
    }
    InetSocketAddress address = server.address().orElseThrow();
    String url = "http://127.0.0.1:" + address.getPort();
    var file = new ServerFile(spec.name(), url, token, ProcessHandle.current().pid());
    file.write(folder);
    return new StudyServer(folder, server, hub, feeds, file, tokens);
  }

  /** A process that answers is well. */
  private record Health() implements NodeHealth {
    @Override
    public Report live() {
      return Report.well();
    }

    @Override
    public Report ready() {
      return Report.well();
    }
  }

  /** The one token of a process, and whether anybody has shown it. */
  private static final class LocalTokens implements TokenSource {
    private final TokenSource source;
    private volatile boolean shown;

    LocalTokens(TokenSource source) {
      this.source = source;
    }

    @Override
    public List<Token> tokens() {
      return source.tokens();
    }

    @Override
    public Optional<Caller> caller(String secret, Instant now) {
      Optional<Caller> caller = source.caller(secret, now);
      if (caller.isPresent()) {
        shown = true;
      }
      return caller;
    }
  }

  /** Whether anybody who may has asked anything. */
  public boolean wasAsked() {
    return tokens.shown;
  }

  /** How it can be asked. */
  public ServerFile file() {
    return file;
  }

  /** Answers those who wait, and those who ask right now; then nobody any more. */
  @Override
  public void close() {
    try {
      ServerFile.delete(folder);
    } catch (IOException left) {
      LOG.warn("the address of a server that is closed stays in the folder", left);
    }
    hub.end(file.study());
    server.stop().toCompletableFuture().join();
    feeds.close();
  }
}
