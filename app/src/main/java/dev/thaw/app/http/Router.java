package dev.thaw.app.http;

import dev.thaw.app.access.Caller;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.http.Failures.RequestException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;

/** Finds the route of a request, reads its body, and answers; whatever happens. */
final class Router implements Function<HttpRequest, CompletionStage<HttpResponse>> {
  private final List<Route> routes;
  private final Door door;
  private final Guard guard;
  private final Audit audit;
  private final HttpSettings settings;
  private final Materializer materializer;
  private final Executor executor;

  /**
   * Creates the router.
   *
   * @param executor where handlers run; they may compute for a while, such as to check a spec
   */
  Router(
      List<Route> routes,
      Door door,
      Guard guard,
      Audit audit,
      HttpSettings settings,
      Materializer materializer,
      Executor executor) {
    this.routes = List.copyOf(routes);
    this.door = door;
    this.guard = guard;
    this.audit = audit;
    this.settings = settings;
    this.materializer = materializer;
    this.executor = executor;
  }

  private record Found(Route route, Map<String, String> variables) {}

  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest request) {
    var trace = new Trace(address(request));
    return answer(request, trace)
        .exceptionally(Failures::reply)
        .thenApply(
            reply -> {
              audit.write(trace, reply.status());
              return response(reply);
            });
  }

  private CompletionStage<Reply> answer(HttpRequest request, Trace trace) {
    try {
      checkOrigin(request);
      Found found = find(request);
      Caller caller = admit(found, request, trace);
      String mediaType = mediaType(request);
      checkBody(found.route(), mediaType, request);
      return body(request)
          .thenComposeAsync(
              body ->
                  handle(
                      found,
                      new Call(
                          found.variables(),
                          request.getUri().query().toMap(),
                          headers(request),
                          mediaType,
                          body,
                          caller,
                          () -> guard.knows(authorization(request), found.route().scope()),
                          trace)),
              executor);
    } catch (RequestException | RefusedException refused) {
      var unused = request.discardEntityBytes(materializer);
      return CompletableFuture.failedFuture(refused);
    }
  }

  private CompletionStage<Reply> handle(Found found, Call call) {
    try {
      long patienceMs = settings.answerTimeout().toMillis();
      return found
          .route()
          .handler()
          .handle(call)
          .toCompletableFuture()
          .copy()
          .orTimeout(patienceMs, TimeUnit.MILLISECONDS);
    } catch (Exception failed) {
      return CompletableFuture.failedFuture(failed);
    }
  }

  private Caller admit(Found found, HttpRequest request, Trace trace) throws RequestException {
    trace.found(found.route());
    trace.isAbout(found.variables().getOrDefault("study", ""));
    Caller caller = guard.admit(trace.address(), authorization(request), found.route().scope());
    trace.asks(caller);
    Guard.check(caller, found.route().scope(), found.variables());
    return caller;
  }

  private static List<String> authorization(HttpRequest request) {
    List<String> values = new ArrayList<>();
    for (HttpHeader header : request.getHeaders()) {
      if (header.lowercaseName().equals("authorization")) {
        values.add(header.value());
      }
    }
    return values;
  }

  private static String address(HttpRequest request) {
    return request
        .getAttribute(AttributeKeys.remoteAddress)
        .flatMap(RemoteAddress::getAddress)
        .map(InetAddress::getHostAddress)
        .orElse("unknown");
  }

  private void checkOrigin(HttpRequest request) throws RequestException {
    String host = request.getHeader(Host.class).map(header -> header.host().address()).orElse("");
    String authority = request.getHeader("Host").map(HttpHeader::value).orElse("");
    door.check(host, authority, request.getHeader("Origin").map(HttpHeader::value));
  }

  private Found find(HttpRequest request) throws RequestException {
    List<String> path = new ArrayList<>();
    request.getUri().pathSegments().forEach(path::add);
    String method = request.method().value();
    Set<String> others = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> variables = route.match(path);
      if (variables.isPresent() && route.method().equals(method)) {
        return new Found(route, variables.get());
      }
      variables.ifPresent(here -> others.add(route.method()));
    }
    if (others.isEmpty()) {
      throw new RequestException(
          Problem.Status.UNKNOWN,
          "there is nothing at that path.\nMaybe %s.".formatted(StudyRoutes.STUDIES));
    }
    throw RequestException.noSuchMethod(method, others);
  }

  private static String mediaType(HttpRequest request) {
    var type = request.entity().getContentType();
    boolean none = type.equals(ContentTypes.NO_CONTENT_TYPE);
    return none ? "" : type.mediaType().toString().toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> headers(HttpRequest request) {
    Map<String, String> headers = new HashMap<>();
    for (HttpHeader header : request.getHeaders()) {
      if (Call.HEADERS.contains(header.lowercaseName())) {
        headers.merge(header.lowercaseName(), header.value(), (one, more) -> one + "," + more);
      }
    }
    return headers;
  }

  private void checkBody(Route route, String mediaType, HttpRequest request)
      throws RequestException {
    if (!route.mediaTypes().isEmpty() && !route.mediaTypes().contains(mediaType)) {
      throw new RequestException(
          Problem.Status.UNKNOWN_MEDIA_TYPE,
          "content-type (%s) must be one of %s."
              .formatted(mediaType, new TreeSet<>(route.mediaTypes())));
    }
    var length = request.entity().getContentLengthOption();
    if (length.isPresent() && length.getAsLong() > settings.bodySizeMax()) {
      throw tooLarge();
    }
  }

  private RequestException tooLarge() {
    return new RequestException(
        Problem.Status.TOO_LARGE,
        "the body must have at most %d bytes.".formatted(settings.bodySizeMax()));
  }

  private CompletionStage<ByteString> body(HttpRequest request) {
    Duration patience = settings.bodyTimeout();
    return request
        .entity()
        .toStrict(patience.toMillis(), settings.bodySizeMax(), materializer)
        .thenApply(HttpEntity.Strict::getData)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unread(failure)));
  }

  private Throwable unread(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case TimeoutException late ->
          new RequestException(
              Problem.Status.TOO_SLOW,
              "the body must arrive within %s.".formatted(settings.bodyTimeout()));
      case EntityStreamException broken -> tooLarge();
      case EntityStreamSizeException large -> tooLarge();
      default -> cause;
    };
  }

  private static HttpResponse response(Reply reply) {
    List<HttpHeader> headers = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(SecurityHeaders.EVERY);
    if (reply.entity().getContentType().mediaType().equals(MediaTypes.TEXT_HTML)) {
      all.put(SecurityHeaders.POLICY, SecurityHeaders.HTML_POLICY);
    }
    all.putAll(reply.headers());
    all.forEach((name, value) -> headers.add(RawHeader.create(name, value)));
    return HttpResponse.create()
        .withStatus(reply.status())
        .addHeaders(headers)
        .withEntity(reply.entity());
  }
}
