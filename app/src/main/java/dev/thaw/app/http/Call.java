package dev.thaw.app.http;

import dev.thaw.app.access.Caller;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.pekko.util.ByteString;

/**
 * A request that found its route.
 *
 * @param variables what stands in the path for the names in the route's template
 * @param query the last value of each parameter behind the question mark
 * @param headers those that routes ask for, by name in small letters
 * @param mediaType of the body, in small letters and without parameters; empty if it has none
 * @param body whole
 * @param caller who sends it
 * @param admitted whether they would be let in now, which those ask who answer for long
 * @param trace where it is kept for the audit what it is about
 */
record Call(
    Map<String, String> variables,
    Map<String, String> query,
    Map<String, String> headers,
    String mediaType,
    ByteString body,
    Caller caller,
    BooleanSupplier admitted,
    Trace trace) {

  /** The headers that routes ask for. */
  static final Set<String> HEADERS =
      Set.of("accept", "accept-encoding", "if-none-match", "idempotency-key", "last-event-id");

  /** The study that the path names. */
  String study() {
    return variables.getOrDefault("study", "");
  }

  byte[] bytes() {
    return body.toArrayUnsafe();
  }

  /**
   * The body as text.
   *
   * @throws CharacterCodingException if it is not in UTF-8
   */
  String text() throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(body.asByteBuffer()).toString();
  }
}
