package dev.thaw.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.ConfigFactory;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.fixture.FakeDesk;
import dev.thaw.core.study.StudyCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A node for the dashboard: its files and its changes go through the real router, its reading of
 * studies is answered by {@link PretendStudy}. Studies that are handed in are pretended too.
 */
final class PretendNode implements AutoCloseable {
  private static final Pattern STUDY = Pattern.compile("/api/v1/studies/([A-Za-z0-9_-]+)(/.*)?");
  private static final Duration BEAT = Duration.ofMillis(50);

  private final FakeDesk desk = new FakeDesk();
  private final Map<String, PretendStudy> studies = new TreeMap<>();
  private final AtomicInteger era = new AtomicInteger();
  private final ActorTestKit kit;
  private final ServerBinding binding;
  private final Router router;
  private volatile boolean silent;
  private volatile String token = "";
  private volatile Set<String> scopes = Set.of("read", "submit", "admin");

  PretendNode() {
    var config =
        ConfigFactory.parseString("pekko.loglevel = \"OFF\"\npekko.stdout-loglevel = \"OFF\"\n")
            .withFallback(ConfigFactory.load());
    kit = ActorTestKit.create("pretend", config);
    var system = kit.system();
    var settings = HttpSettings.from(config);
    List<Route> routes = new ArrayList<>(StudyRoutes.of(desk));
    routes.addAll(WebRoutes.routes());
    router =
        new Router(
            routes,
            Door.of(settings),
            settings,
            SystemMaterializer.get(system).materializer(),
            system.dispatchers().lookup(DispatcherSelector.blocking()));
    binding =
        Http.get(system)
            .newServerAt("127.0.0.1", 0)
            .bind(this::answer)
            .toCompletableFuture()
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
  }

  String url() {
    return "http://127.0.0.1:%d/".formatted(binding.localAddress().getPort());
  }

  FakeDesk desk() {
    return desk;
  }

  synchronized PretendStudy add(String name, long seed, int started, int most) {
    var study = new PretendStudy(name, seed, started, most);
    studies.put(name, study);
    var unused = router.apply(submission(name));
    return study;
  }

  /** Commands are for studies that the desk knows. */
  private static HttpRequest submission(String name) {
    String yaml = HttpServerTest.YAML.replace("study: small", "study: " + name);
    var type = MediaTypes.applicationWithOpenCharset("yaml");
    return HttpRequest.POST(StudyRoutes.STUDIES)
        .addHeader(Host.create("localhost"))
        .withEntity(
            HttpEntities.create(
                ContentTypes.create(type, HttpCharsets.UTF_8), ByteString.fromString(yaml)));
  }

  /** The study that was handed in last, or added. */
  PretendStudy study(String name) {
    return Objects.requireNonNull(look(name));
  }

  private synchronized @Nullable PretendStudy look(String name) {
    if (!studies.containsKey(name)
        && desk.studies().stream().anyMatch(spec -> spec.name().equals(name))) {
      studies.put(name, new PretendStudy(name, 11, 0, 50));
    }
    return studies.get(name);
  }

  /** Cuts all streams of events, and from now on refuses or takes new ones. */
  void cut(boolean silent) {
    this.silent = silent;
    era.incrementAndGet();
  }

  /** From now on requests need this token; an empty one opens the node again. */
  void ask(String token, Set<String> scopes) {
    this.token = token;
    this.scopes = scopes;
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    String path = request.getUri().path();
    if (!path.startsWith("/api/")) {
      return router.apply(request);
    }
    String bearer = request.getHeader("Authorization").map(HttpHeader::value).orElse("");
    if (!token.isEmpty() && !bearer.equals("Bearer " + token)) {
      return done(
          json(
              401, Map.of("title", "Unauthorized", "status", 401, "detail", "a token is needed.")));
    }
    boolean reads = request.method().value().equals("GET");
    HttpResponse pretended = reads ? read(path, request) : null;
    return pretended == null ? router.apply(request) : done(pretended);
  }

  private static CompletionStage<HttpResponse> done(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }

  private static HttpResponse json(int status, Object value) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(ContentTypes.APPLICATION_JSON, ByteString.fromArray(DeskJson.bytes(value)));
  }

  private @Nullable HttpResponse read(String path, HttpRequest request) {
    if (path.equals("/api/v1/whoami")) {
      return json(200, Map.of("name", "anna", "scopes", scopes));
    }
    if (path.equals(StudyRoutes.STUDIES)) {
      desk.studies().forEach(spec -> look(spec.name()));
      return json(
          200,
          Map.of(
              "studies",
              studies.values().stream().map(study -> new PretendAnswers(study).row()).toList()));
    }
    Matcher matcher = STUDY.matcher(path);
    PretendStudy study = matcher.matches() ? look(matcher.group(1)) : null;
    if (study == null) {
      return null;
    }
    String rest = matcher.group(2) == null ? "" : matcher.group(2);
    if (rest.equals("/events")) {
      long after = Long.parseLong(request.getUri().query().get("after").orElse("0"));
      return silent ? json(503, Map.of("detail", "away")) : events(study, after);
    }
    if (rest.endsWith("/log")) {
      return HttpResponse.create()
          .withEntity(
              ContentTypes.TEXT_PLAIN_UTF8,
              ByteString.fromString(
                  "epoch 1: error 0.61\nepoch 2: error 0.48\ncheckpoint written\n"));
    }
    Object found = new PretendAnswers(study).at(rest, request.getUri().query().toMap(), paused());
    return found == null ? null : json(200, found);
  }

  private boolean paused() {
    List<StudyCommand> commands = desk.commands();
    return !commands.isEmpty() && commands.getLast() instanceof StudyCommand.Pause;
  }

  private HttpResponse events(PretendStudy study, long after) {
    var last = new AtomicLong(after);
    int born = era.get();
    var messages =
        Source.tick(Duration.ZERO, BEAT, "")
            .takeWhile(tick -> era.get() == born)
            .map(tick -> messages(study, last))
            .filter(text -> !text.isEmpty())
            .map(ByteString::fromString);
    var type =
        ContentTypes.create(
            MediaTypes.customWithFixedCharset(
                "text", "event-stream", HttpCharsets.UTF_8, Map.of(), false));
    var all = Source.single(ByteString.fromString(": listening\n\n")).concat(messages);
    return HttpResponse.create().withEntity(HttpEntities.createChunked(type, all));
  }

  private static String messages(PretendStudy study, AtomicLong last) {
    var text = new StringBuilder();
    for (PretendStudy.Row row : study.after(last.get())) {
      var data =
          PretendAnswers.map(
              "row", row.number(), "at", row.at().toString(), "events", row.events());
      text.append("id: %d\nevent: row\ndata: ".formatted(row.number()));
      text.append(new String(DeskJson.bytes(data), UTF_8)).append("\n\n");
      last.set(row.number());
    }
    return text.toString();
  }

  @Override
  public void close() {
    ActorTestKit.shutdown(kit.system(), Duration.ofSeconds(30));
  }
}
