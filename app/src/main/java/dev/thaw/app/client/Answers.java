package dev.thaw.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.desk.Refusal;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.summary.StudyStatus;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes sense of what a server answers.
 *
 * @param server its URL, for messages
 */
record Answers(String server) {
  private static final String PROBLEM = "application/problem+json";

  /** The body of a good answer; everything else is thrown. */
  byte[] body(@Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
    if (response == null) {
      throw unreachable(failure);
    }
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    throw problem(response.statusCode(), type, response.body());
  }

  /** What an answer says that is not good. */
  RuntimeException problem(int status, String type, byte[] body) {
    return type.startsWith(PROBLEM)
        ? refused(status, read(body, JsonNode.class))
        : foreign("it answers with status " + status);
  }

  private RefusedException refused(int status, JsonNode problem) {
    Refusal refusal =
        switch (status) {
          case 404 -> Refusal.UNKNOWN;
          case 409 -> Refusal.CONFLICT;
          case 429 -> Refusal.UNAVAILABLE;
          default -> status < 500 ? Refusal.BAD_INPUT : Refusal.UNAVAILABLE;
        };
    List<String> details = new ArrayList<>();
    problem.path("errors").forEach(error -> details.add(error.path("message").asText()));
    String detail = problem.path("detail").asText();
    return new RefusedException(refusal, status == 401 ? unknown(detail) : detail, details);
  }

  /** What to do about a token is another thing here than for those who speak HTTP themselves. */
  private String unknown(String detail) {
    boolean shown = !detail.startsWith("a token is needed");
    return "server (%s) %s.\nMaybe %s: set THAW_TOKEN, or write it into ~/.config/thaw/token, or give --token-file FILE."
        .formatted(
            server,
            shown ? "does not know the token, or it has expired" : "wants a token",
            "whoever runs the server has made one for you by thaw token create");
  }

  UnreachableException unreachable(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String why =
        switch (cause) {
          case ConnectException refused -> "nobody listens there";
          case HttpTimeoutException late -> "no answer in time";
          case null, default -> "the connection broke";
        };
    return new UnreachableException(
        "server (%s) cannot be reached: %s.\nMaybe start one: thaw node --role both; or name another one by --server or THAW_SERVER."
            .formatted(server, why),
        cause == null ? new IOException(why) : cause);
  }

  private UnreachableException foreign(String what) {
    return new UnreachableException(
        "server (%s) must be one of Thaw, but %s.\nMaybe its port or path is another one."
            .formatted(server, what));
  }

  StudyStatus status(byte[] body) {
    JsonNode tree = read(body, JsonNode.class);
    int schema = tree.path("schema").asInt(0);
    if (schema != StudyStatus.SCHEMA) {
      throw foreign("its layout (%d) is not %d".formatted(schema, StudyStatus.SCHEMA));
    }
    return read(tree, StudyStatus.class);
  }

  <T> T read(byte[] body, Class<T> type) {
    try {
      return DeskJson.read(body, type);
    } catch (IOException damaged) {
      throw foreign("its answer cannot be read");
    }
  }

  <T> T read(JsonNode tree, Class<T> type) {
    try {
      return DeskJson.read(tree, type);
    } catch (IOException damaged) {
      throw foreign("its answer cannot be read");
    }
  }
}
