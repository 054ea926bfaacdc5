package dev.thaw.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.DeskJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Asks a server for work, and tells it what came of it. Blocks. */
public final class AskClient implements AutoCloseable {

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  private final String url;
  private final @Nullable String token;
  private final HttpClient client;

  /**
   * A client.
   *
   * @param url of the server, without a slash at its end
   * @param token that every request brings; null for none
   */
  public AskClient(String url, @Nullable String token) {
    this(url, token, null);
  }

  /**
   * A client of a server with a certificate.
   *
   * @param tls whom to believe; null for the authorities of this Java
   */
  public AskClient(String url, @Nullable String token, @Nullable SSLContext tls) {
    this.url = url;
    this.token = token;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5));
    if (tls != null) {
      builder.sslContext(tls);
    }
    this.client = builder.build();
  }

  /**
   * What was answered.
   *
   * @param status of the response
   * @param body its JSON; missing if it has none
   */
  public record Answered(int status, JsonNode body) {}

  /**
   * Asks one thing about a study.
   *
   * @param verb {@code ask} or {@code tell}
   * @throws UnreachableException if nobody answers
   */
  public Answered send(String study, String verb, Map<String, ?> body) throws InterruptedException {
    String place = URLEncoder.encode(study, StandardCharsets.UTF_8).replace("+", "%20");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/studies/" + place + "/" + verb))
            .timeout(ANSWER_TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, application/problem+json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(DeskJson.bytes(body)));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answered(response.statusCode(), DeskJson.tree(response.body()));
    } catch (IOException broken) {
      throw new UnreachableException(
          "server (%s) does not answer.\nMaybe the study has ended: thaw show".formatted(url),
          broken);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
