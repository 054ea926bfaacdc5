package dev.thaw.app.http;

import dev.thaw.app.http.Failures.RequestException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has the token of a process that serves its own study.
 *
 * @param token which; null for everybody
 */
record TokenCheck(@Nullable String token) {

  private static final String API = "/api/";
  private static final String BEARER = "Bearer ";

  /**
   * Checks a request.
   *
   * @param authorization what it brings, if anything
   */
  void check(String path, Optional<String> authorization) throws RequestException {
    if (token == null || !path.startsWith(API)) {
      return;
    }
    String given = authorization.filter(text -> text.startsWith(BEARER)).orElse("");
    byte[] wanted = (BEARER + token).getBytes(StandardCharsets.UTF_8);
    // Takes as long for a token that is nearly right as for any other.
    if (!MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8))) {
      throw new RequestException(
          Problem.Status.UNAUTHORIZED,
          "the token is missing or wrong.\n"
              + "Maybe send: Authorization: Bearer TOKEN, with the one of server.json in the"
              + " study's folder.");
    }
  }
}
