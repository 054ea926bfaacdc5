package dev.thaw.app.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks a tracking server of MLflow, by its REST API 2.0. Follows no redirections: nobody else is
 * asked than who was named.
 */
final class MlflowClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
  private static final int WORDS_MAX = 500;

  private final String server;
  private final @Nullable String authorization;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /**
   * A client; nothing is sent yet.
   *
   * @param authorization the header of that name; null for none
   */
  MlflowClient(URI server, @Nullable String authorization) {
    String text = server.toString();
    this.server = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.authorization = authorization;
  }

  /** The identifier of the experiment of a name; null if there is none. */
  @Nullable String experiment(String name) throws IOException {
    String query = URLEncoder.encode(name, StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        send(request("experiments/get-by-name?experiment_name=" + query).GET().build());
    if (answer.statusCode() == 404 && answer.body().contains("RESOURCE_DOES_NOT_EXIST")) {
      return null;
    }
    JsonNode experiment = read(answer).path("experiment");
    if (experiment.path("lifecycle_stage").asText().equals("deleted")) {
      throw new IOException(
          "%s has an experiment %s that was deleted.\nMaybe restore it, or remove it for good."
              .formatted(server, name));
    }
    return experiment.path("experiment_id").asText();
  }

  /** Posts a request and answers what is answered. */
  JsonNode post(String what, Map<String, ?> body) throws IOException {
    return read(
        send(
            request(what)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build()));
  }

  private HttpRequest.Builder request(String what) {
    var request =
        HttpRequest.newBuilder(URI.create(server + "/api/2.0/mlflow/" + what))
            .timeout(ANSWER_TIMEOUT);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + server + " was asked", interrupted);
    } catch (IOException silent) {
      throw new IOException("%s does not answer: %s".formatted(server, silent), silent);
    }
  }

  private JsonNode read(HttpResponse<String> answer) throws IOException {
    String body = answer.body();
    if (answer.statusCode() != 200) {
      throw new IOException(
          "%s answers with status %d: %s"
              .formatted(
                  server,
                  answer.statusCode(),
                  body.substring(0, Math.min(body.length(), WORDS_MAX)).strip()));
    }
    return JSON.readTree(body);
  }

  @Override
  public void close() {
    client.close();
  }
}
