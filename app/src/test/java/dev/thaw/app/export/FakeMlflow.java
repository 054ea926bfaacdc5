package dev.thaw.app.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tracking server that keeps to the REST contract of MLflow: it refuses batches over its limits,
 * names with odd characters, parameters that change, and runs and experiments that it does not
 * have. Like a file store, it keeps a metric that is logged twice twice.
 */
public final class FakeMlflow implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "[A-Za-z0-9_. :/-]{1,250}";
  private static final int PAGE = 3;

  /** A run as it is kept. */
  static final class Kept {
    final Map<String, String> tags = new LinkedHashMap<>();
    final Map<String, String> params = new LinkedHashMap<>();
    final List<String> metrics = new ArrayList<>();
    final List<Long> times = new ArrayList<>();
    String status = "RUNNING";
    long start;
    @Nullable Long end;
  }

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    final int status;

    Refused(int status, String code, String message) {
      super("{\"error_code\": \"%s\", \"message\": \"%s\"}".formatted(code, message));
      this.status = status;
    }
  }

  private final HttpServer server;
  private final Map<String, String> experiments = new LinkedHashMap<>();
  private final Map<String, Kept> runs = new LinkedHashMap<>();
  private final List<String> authorizations = new ArrayList<>();
  private int requests;
  private int failAfter = Integer.MAX_VALUE;

  /** Begins to listen. */
  public FakeMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where it listens. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  synchronized List<Kept> runs() {
    return List.copyOf(runs.values());
  }

  synchronized Map<String, String> experiments() {
    return Map.copyOf(experiments);
  }

  synchronized List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  synchronized int requests() {
    return requests;
  }

  /** After so many more requests each is answered with a fault. */
  synchronized void failAfter(int more) {
    failAfter = more == Integer.MAX_VALUE ? more : requests + more;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    int status = 200;
    String body;
    try (exchange) {
      try {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header != null) {
          authorizations.add(header);
        }
        if (++requests > failAfter) {
          throw new Refused(503, "TEMPORARILY_UNAVAILABLE", "busy");
        }
        body = JSON.writeValueAsString(answer(exchange, exchange.getRequestURI()));
      } catch (Refused refused) {
        status = refused.status;
        body = String.valueOf(refused.getMessage());
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Object answer(HttpExchange exchange, URI uri) throws IOException, Refused {
    String method = exchange.getRequestMethod() + " " + uri.getPath();
    JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
    return switch (method) {
      case "GET /api/2.0/mlflow/experiments/get-by-name" -> byName(uri.getRawQuery());
      case "POST /api/2.0/mlflow/experiments/create" -> createExperiment(text(body, "name"));
      case "POST /api/2.0/mlflow/runs/create" -> createRun(body);
      case "POST /api/2.0/mlflow/runs/search" -> search(body);
      case "POST /api/2.0/mlflow/runs/log-batch" -> log(body);
      case "POST /api/2.0/mlflow/runs/update" -> update(body);
      default -> throw new Refused(404, "ENDPOINT_NOT_FOUND", method);
    };
  }

  private static Refused bad(String message) {
    return new Refused(400, "INVALID_PARAMETER_VALUE", message);
  }

  private static String text(JsonNode body, String field) throws Refused {
    if (!body.path(field).isTextual()) {
      throw bad("Missing value for required parameter " + field);
    }
    return body.path(field).asText();
  }

  private Object byName(String query) throws Refused {
    String name = URLDecoder.decode(query.replace("experiment_name=", ""), StandardCharsets.UTF_8);
    String id = experiments.get(name);
    if (id == null) {
      throw new Refused(404, "RESOURCE_DOES_NOT_EXIST", "Could not find experiment");
    }
    return Map.of(
        "experiment", Map.of("experiment_id", id, "name", name, "lifecycle_stage", "active"));
  }

  private Object createExperiment(String name) throws Refused {
    if (experiments.containsKey(name)) {
      throw new Refused(400, "RESOURCE_ALREADY_EXISTS", name);
    }
    experiments.put(name, "e" + (experiments.size() + 1));
    return Map.of("experiment_id", String.valueOf(experiments.get(name)));
  }

  private Object createRun(JsonNode body) throws Refused {
    if (!experiments.containsValue(text(body, "experiment_id"))) {
      throw new Refused(404, "RESOURCE_DOES_NOT_EXIST", "No experiment");
    }
    var run = new Kept();
    run.start = body.path("start_time").asLong();
    for (JsonNode tag : body.path("tags")) {
      run.tags.put(text(tag, "key"), text(tag, "value"));
    }
    String id = "r" + (runs.size() + 1);
    runs.put(id, run);
    return Map.of("run", described(id, run));
  }

  private static Map<String, Object> described(String id, Kept run) {
    List<Map<String, String>> tags = new ArrayList<>();
    run.tags.forEach((key, value) -> tags.add(Map.of("key", key, "value", value)));
    return Map.of(
        "info",
        Map.of("run_id", id, "status", run.status, "start_time", run.start),
        "data",
        Map.of("tags", tags));
  }

  private Object search(JsonNode body) throws Refused {
    String filter = text(body, "filter");
    if (!filter.matches("tags\\.`[^`]+` = '[^']+'")) {
      throw bad("Invalid filter");
    }
    if (body.path("max_results").asInt() > 50_000) {
      throw bad("max_results");
    }
    String key = filter.substring(6, filter.indexOf('`', 6));
    String value = filter.substring(filter.indexOf('\'') + 1, filter.length() - 1);
    List<Map<String, Object>> found = new ArrayList<>();
    runs.forEach(
        (id, run) -> {
          if (value.equals(run.tags.get(key))) {
            found.add(described(id, run));
          }
        });
    int from = body.path("page_token").asInt();
    int to = Math.min(found.size(), from + PAGE);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("runs", found.subList(from, to));
    if (to < found.size()) {
      answer.put("next_page_token", Integer.toString(to));
    }
    return answer;
  }

  private Kept run(JsonNode body) throws Refused {
    Kept run = runs.get(text(body, "run_id"));
    if (run == null) {
      throw new Refused(404, "RESOURCE_DOES_NOT_EXIST", "No run");
    }
    return run;
  }

  private Object log(JsonNode body) throws Refused {
    Kept run = run(body);
    int metrics = body.path("metrics").size();
    int params = body.path("params").size();
    int tags = body.path("tags").size();
    if (metrics > 1_000 || params > 100 || tags > 100 || metrics + params + tags > 1_000) {
      throw bad("A batch logging request can contain at most 1000 entities, 100 params");
    }
    for (JsonNode param : body.path("params")) {
      String key = name(param);
      String value = text(param, "value");
      String before = run.params.putIfAbsent(key, value);
      if (value.length() > 500 || (before != null && !before.equals(value))) {
        throw bad("Changing param values is not allowed");
      }
    }
    for (JsonNode metric : body.path("metrics")) {
      if (!metric.path("value").isNumber()
          || !metric.path("timestamp").isIntegralNumber()
          || !metric.path("step").isIntegralNumber()) {
        throw bad("Got invalid value for metric");
      }
      run.metrics.add(
          "%s %s %s".formatted(name(metric), metric.path("step"), metric.path("value")));
      run.times.add(metric.path("timestamp").asLong());
    }
    for (JsonNode tag : body.path("tags")) {
      run.tags.put(name(tag), text(tag, "value"));
    }
    return Map.of();
  }

  private static String name(JsonNode entity) throws Refused {
    String key = text(entity, "key");
    if (!key.matches(NAME)) {
      throw bad("Invalid name");
    }
    return key;
  }

  private Object update(JsonNode body) throws Refused {
    Kept run = run(body);
    String status = text(body, "status");
    if (!List.of("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED").contains(status)) {
      throw bad("Invalid status");
    }
    run.status = status;
    run.end = body.has("end_time") ? (Long) body.path("end_time").asLong() : null;
    return Map.of("run_info", Map.of());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
