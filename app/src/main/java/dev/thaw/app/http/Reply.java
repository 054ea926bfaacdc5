package dev.thaw.app.http;

import dev.thaw.app.desk.DeskJson;
import dev.thaw.app.report.ReportFormat;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.japi.function.Creator;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamConverters;
import org.apache.pekko.util.ByteString;

/**
 * What is answered to a request.
 *
 * @param status the status of the response
 * @param entity its body, whole or as it comes
 * @param headers more of them, by name
 */
record Reply(int status, ResponseEntity entity, Map<String, String> headers) {
  private static final ContentType PROBLEM =
      ContentTypes.create(
          MediaTypes.customWithFixedCharset(
              "application", "problem+json", HttpCharsets.UTF_8, Map.of(), false));
  private static final ContentType PROMETHEUS =
      ContentTypes.create(
          MediaTypes.customWithFixedCharset(
              "text", "plain", HttpCharsets.UTF_8, Map.of("version", "0.0.4"), false));

  private static final ContentType MARKDOWN =
      ContentTypes.create(
          MediaTypes.customWithOpenCharset("text", "markdown", Map.of(), false),
          HttpCharsets.UTF_8);

  private static final ContentType EVENTS =
      ContentTypes.create(
          MediaTypes.customWithFixedCharset(
              "text", "event-stream", HttpCharsets.UTF_8, Map.of(), false));

  private static Reply whole(
      int status, ContentType type, ByteString body, Map<String, String> headers) {
    return new Reply(status, HttpEntities.create(type, body), headers);
  }

  static Reply json(int status, Object value) {
    return whole(
        status,
        ContentTypes.APPLICATION_JSON,
        ByteString.fromArrayUnsafe(DeskJson.bytes(value)),
        Map.of());
  }

  /** A text of some type. */
  static Reply text(ContentType type, String text) {
    return whole(200, type, ByteString.fromString(text, StandardCharsets.UTF_8), Map.of());
  }

  /** Server-sent events, for as long as the client listens; proxies must not hold them back. */
  static Reply events(Source<ByteString, ?> events) {
    return new Reply(
        200, HttpEntities.createChunked(EVENTS, events), Map.of("X-Accel-Buffering", "no"));
  }

  /** A ZIP, read from a stream while it is sent. */
  static Reply zip(Creator<InputStream> bytes) {
    return new Reply(
        200,
        HttpEntities.createChunked(
            ContentTypes.create(MediaTypes.APPLICATION_ZIP),
            StreamConverters.fromInputStream(bytes)),
        Map.of());
  }

  /** The text of a report. */
  static Reply report(ReportFormat format, String text) {
    ContentType type =
        switch (format) {
          case JSON -> ContentTypes.APPLICATION_JSON;
          case HTML -> ContentTypes.TEXT_HTML_UTF8;
          case MARKDOWN -> MARKDOWN;
        };
    return whole(
        200, type, ByteString.fromString(text, StandardCharsets.UTF_8), Map.of("Vary", "Accept"));
  }

  /** Metrics in the text format of Prometheus. */
  static Reply metrics(String text) {
    return whole(200, PROMETHEUS, ByteString.fromString(text, StandardCharsets.UTF_8), Map.of());
  }

  /** There is nothing to answer. */
  static Reply nothing() {
    return new Reply(204, HttpEntities.EMPTY, Map.of());
  }

  /** A file of the dashboard. */
  static Reply file(int status, ContentType type, ByteString body, Map<String, String> headers) {
    return whole(status, type, body, headers);
  }

  static Reply problem(Problem problem) {
    return whole(
        problem.status(), PROBLEM, ByteString.fromArray(DeskJson.bytes(problem)), Map.of());
  }

  Reply with(Map<String, String> more) {
    return new Reply(status, entity, more);
  }

  Reply with(String header, String value) {
    return new Reply(status, entity, Map.of(header, value));
  }
}
