package dev.thaw.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.desk.StudyDesk;
import dev.thaw.app.desk.StudyRow;
import dev.thaw.app.desk.Submission;
import dev.thaw.app.feed.Curves;
import dev.thaw.app.feed.StudyProgress;
import dev.thaw.app.feed.TrialLines;
import dev.thaw.app.report.ReportFormat;
import dev.thaw.app.spec.BudgetChanges;
import dev.thaw.app.spec.SpecJson;
import dev.thaw.app.summary.StudyStatus;
import dev.thaw.app.summary.StudySummary;
import dev.thaw.core.budget.BudgetChange;
import dev.thaw.core.share.Share;
import dev.thaw.core.share.ShareChange;
import dev.thaw.core.space.Narrowing;
import dev.thaw.core.study.StudyCommand;
import dev.thaw.core.study.StudySpec;
import dev.thaw.workers.process.TrialOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/**
 * The desk of a cluster, reached through one of its servers. Besides refusals, its stages complete
 * with an {@link UnreachableException} if the server does not answer. Closing it gives up what is
 * not answered yet.
 */
public final class RemoteDesk implements StudyDesk, AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than a server waits for its cluster. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  private static final String STREAM = "text/event-stream";

  private final String server;
  private final HttpClient client;
  private final Answers answers;
  private final @Nullable String token;
  private final @Nullable SSLContext tls;

  private RemoteDesk(String server, @Nullable String token, @Nullable SSLContext tls) {
    this.server = server;
    this.token = token;
    this.tls = tls;
    this.answers = new Answers(server);
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    this.client = (tls == null ? builder : builder.sslContext(tls)).build();
  }

  /**
   * The desk of a server. Nothing is sent yet.
   *
   * @param server its URL; without a scheme, http is meant
   * @throws IllegalArgumentException if it is no URL of a server
   */
  public static RemoteDesk at(String server) {
    return at(server, null, null);
  }

  /**
   * The desk of a server that knows its callers.
   *
   * @param token sent with each request; null for none
   * @param tls which servers to believe; null for those that this Java believes
   * @throws IllegalArgumentException if it is no URL of a server
   */
  public static RemoteDesk at(String server, @Nullable String token, @Nullable SSLContext tls) {
    return new RemoteDesk(normal(server), token, tls);
  }

  /** Who asks the same server, with the same token, for work; to be closed. */
  public AskClient asking() {
    return new AskClient(server, token, tls);
  }

  /** Whether others on the way to the server can read what is sent to it, tokens included. */
  public boolean isOverheard() {
    URI uri = URI.create(server);
    String host = String.valueOf(uri.getHost());
    return "http".equals(uri.getScheme())
        && !host.equals("localhost")
        && !host.startsWith("127.")
        && !host.equals("[::1]");
  }

  private static String normal(String server) {
    String url = server.contains("://") ? server : "http://" + server;
    if (!isServer(url)) {
      throw new IllegalArgumentException(
          "server (%s) must be a URL.\nMaybe http://127.0.0.1:8080.".formatted(server));
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static boolean isServer(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && uri.getQuery() == null
          && uri.getFragment() == null
          && List.of("http", "https").contains(uri.getScheme());
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /** Returns the URL of the server, without a slash at its end. */
  public String server() {
    return server;
  }

  @Override
  public CompletionStage<Submission> submit(StudySpec spec) {
    byte[] json = SpecJson.text(spec).getBytes(StandardCharsets.UTF_8);
    return ask("POST", "", json).thenApply(body -> answers.read(body, Submission.class));
  }

  @Override
  public CompletionStage<List<StudyRow>> list() {
    return ask("GET", "", new byte[0]).thenApply(this::rows);
  }

  private List<StudyRow> rows(byte[] body) {
    List<StudyRow> rows = new ArrayList<>();
    JsonNode studies = answers.read(body, JsonNode.class).path("studies");
    for (JsonNode row : studies) {
      rows.add(answers.read(row, StudyRow.class));
    }
    return List.copyOf(rows);
  }

  @Override
  public CompletionStage<StudyStatus> status(String study) {
    return ask("GET", path(study), new byte[0]).thenApply(answers::status);
  }

  @Override
  public CompletionStage<String> report(String study, ReportFormat format) {
    return ask("GET", path(study) + "/report?format=" + format.word(), new byte[0])
        .thenApply(body -> new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public CompletionStage<Share> setShare(String study, ShareChange change) {
    byte[] json = DeskJson.bytes(keys(change));
    return ask("PATCH", path(study), json).thenApply(body -> answers.read(body, Share.class));
  }

  private static Map<String, Object> keys(ShareChange change) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("slotsMin", change.slotsMin());
    keys.put("slotsMax", change.slotsMax());
    keys.put("weight", change.weight());
    keys.put("priority", change.priority());
    keys.values().removeIf(value -> value == null);
    return keys;
  }

  @Override
  public CompletionStage<StudySummary.Limits> extend(
      String study, BudgetChange change, @Nullable String key) {
    byte[] json = DeskJson.bytes(BudgetChanges.write(change));
    Map<String, String> headers = key == null ? Map.of() : Map.of("Idempotency-Key", key);
    return ask("POST", path(study) + "/extend", json, headers)
        .thenApply(body -> answers.read(body, StudySummary.Limits.class));
  }

  @Override
  public CompletionStage<Done> command(String study, StudyCommand command, @Nullable String key) {
    Map<String, String> headers = key == null ? Map.of() : Map.of("Idempotency-Key", key);
    return ask("POST", path(study) + place(command), body(command), headers)
        .thenApply(answer -> Done.getInstance());
  }

  private static byte[] body(StudyCommand command) {
    return switch (command) {
      case StudyCommand.AddTrial(Map<String, Object> values) ->
          DeskJson.bytes(Map.of("values", values));
      case StudyCommand.ForkTrial(int _, Map<String, Object> values) ->
          DeskJson.bytes(Map.of("values", values));
      case StudyCommand.NarrowSpace(String parameter, Narrowing to) ->
          DeskJson.bytes(narrowing(parameter, to));
      case StudyCommand.Pause _,
          StudyCommand.Resume _,
          StudyCommand.Kill _,
          StudyCommand.EndTrial _ ->
          new byte[0];
    };
  }

  private static Map<String, Object> narrowing(String parameter, @Nullable Narrowing to) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("parameter", parameter);
    if (to != null && to.values() != null) {
      all.put("values", to.values());
    } else if (to != null) {
      all.put("min", to.min());
      all.put("max", to.max());
    }
    return all;
  }

  private static String place(StudyCommand command) {
    return switch (command) {
      case StudyCommand.Pause() -> "/pause";
      case StudyCommand.Resume() -> "/resume";
      case StudyCommand.Kill() -> "/kill";
      case StudyCommand.EndTrial(int trial, boolean atOnce) ->
          "/trials/%d/%s".formatted(trial, atOnce ? "kill" : "stop");
      case StudyCommand.AddTrial _ -> "/trials";
      case StudyCommand.ForkTrial(int trial, Map<String, Object> _) ->
          "/trials/%d/fork".formatted(trial);
      case StudyCommand.NarrowSpace _ -> "/narrow";
    };
  }

  @Override
  public CompletionStage<Done> stop(String study) {
    return ask("POST", path(study) + "/stop", new byte[0]).thenApply(body -> Done.getInstance());
  }

  /**
   * What a trial's scripts printed, as far as the server's machine has it.
   *
   * @param after the end of the part before; null for the last lines
   * @param bytes how much of the last lines at most
   */
  public CompletionStage<TrialOutput.Part> log(
      String study, int trial, @Nullable Long after, int bytes) {
    String query = after == null ? "tail=" + bytes : "after=" + after;
    return send("GET", path(study) + "/trials/%d/log?%s".formatted(trial, query), new byte[0])
        .handle(
            (response, failure) -> {
              byte[] body = answers.body(response, failure);
              long end = response.headers().firstValueAsLong("Thaw-Log-End").orElse(body.length);
              return new TrialOutput.Part(new String(body, StandardCharsets.UTF_8), end);
            });
  }

  /**
   * A page of the trials of a study, by number.
   *
   * @param after how many to leave out
   * @param limit how many at most, 1 to 1,000
   */
  public CompletionStage<TrialLines> trials(String study, int after, int limit) {
    String query = "after=%d&limit=%d".formatted(after, limit);
    return ask("GET", path(study) + "/trials?" + query, new byte[0])
        .thenApply(body -> answers.read(body, TrialLines.class));
  }

  /**
   * The learning curves of a study, of the best trials if there are more than the limit.
   *
   * @param limit how many at most, 1 to 10,000
   */
  public CompletionStage<Curves> curves(String study, int limit) {
    return ask("GET", path(study) + "/curves?limit=" + limit, new byte[0])
        .thenApply(body -> answers.read(body, Curves.class));
  }

  /** The best value of a study against what it has spent. */
  public CompletionStage<StudyProgress> progress(String study) {
    return ask("GET", path(study) + "/progress", new byte[0])
        .thenApply(body -> answers.read(body, StudyProgress.class));
  }

  /**
   * The rows of a study's journal as they come, as lines of server-sent events: open until it is
   * closed, or the connection breaks.
   *
   * @param after the number of the row before the first; 0 for the beginning
   */
  public CompletionStage<Stream<String>> events(String study, long after) {
    var request =
        HttpRequest.newBuilder(URI.create(server + "/api/v1/studies" + path(study) + "/events"))
            .timeout(ANSWER_TIMEOUT)
            .header("Accept", STREAM + ", application/problem+json")
            .header("Last-Event-ID", Long.toString(after))
            .GET();
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return client
        .sendAsync(request.build(), this::lines)
        .handle(
            (response, failure) -> {
              if (response != null) {
                return response.body();
              }
              Throwable cause =
                  failure instanceof CompletionException wrapped && wrapped.getCause() != null
                      ? wrapped.getCause()
                      : failure;
              throw switch (cause) {
                case RefusedException refused -> refused;
                case UnreachableException foreign -> foreign;
                case null, default -> answers.unreachable(failure);
              };
            });
  }

  /** Whatever is no stream is an answer like others. */
  private HttpResponse.BodySubscriber<Stream<String>> lines(HttpResponse.ResponseInfo info) {
    String type = info.headers().firstValue("Content-Type").orElse("");
    return info.statusCode() == 200 && type.startsWith(STREAM)
        ? HttpResponse.BodySubscribers.ofLines(StandardCharsets.UTF_8)
        : HttpResponse.BodySubscribers.mapping(
            HttpResponse.BodySubscribers.ofByteArray(),
            body -> {
              throw answers.problem(info.statusCode(), type, body);
            });
  }

  /**
   * What a study found, as text.
   *
   * @param format csv, jsonl, trials or table
   */
  public CompletionStage<String> export(String study, String format) {
    return ask("GET", path(study) + "/export?format=" + format, new byte[0])
        .thenApply(body -> new String(body, StandardCharsets.UTF_8));
  }

  /**
   * Takes a checkpoint of a trial, as far as the server's machine has it.
   *
   * @param which latest or best
   * @param target the file that is written once all has come; a part of it lies beside it before
   */
  public CompletionStage<Path> checkpoint(String study, int trial, String which, Path target) {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    String path = path(study) + "/trials/%d/checkpoint?which=%s".formatted(trial, which);
    return client
        .sendAsync(
            request("GET", path, new byte[0], Map.of()),
            info ->
                info.statusCode() == 200
                    ? BodySubscribers.mapping(BodySubscribers.ofFile(part), _ -> new byte[0])
                    : BodySubscribers.ofByteArray())
        .handle(answers::body)
        .thenApply(
            all -> {
              try {
                return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
              } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
              }
            })
        .whenComplete((_, failure) -> forget(part));
  }

  private static void forget(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException stays) {
      throw new UncheckedIOException(stays);
    }
  }

  private static String path(String study) {
    return "/" + URLEncoder.encode(study, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private CompletionStage<byte[]> ask(String method, String path, byte[] body) {
    return ask(method, path, body, Map.of());
  }

  private CompletionStage<byte[]> ask(
      String method, String path, byte[] body, Map<String, String> headers) {
    return send(method, path, body, headers).handle(answers::body);
  }

  private CompletionStage<HttpResponse<byte[]>> send(String method, String path, byte[] body) {
    return send(method, path, body, Map.of());
  }

  private CompletionStage<HttpResponse<byte[]>> send(
      String method, String path, byte[] body, Map<String, String> headers) {
    return client.sendAsync(request(method, path, body, headers), BodyHandlers.ofByteArray());
  }

  private HttpRequest request(
      String method, String path, byte[] body, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create(server + "/api/v1/studies" + path))
            .timeout(ANSWER_TIMEOUT)
            .header("Accept", "application/json, application/problem+json")
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body.length > 0) {
      request.header("Content-Type", "application/json");
    }
    return request.build();
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
