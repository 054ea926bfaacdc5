package dev.thaw.app.http;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may ask the API and how much, from {@code thaw.http}.
 *
 * @param tokens the file of the tokens; empty if nobody has to show one
 * @param authenticatedByProxy whether something in front of the API lets nobody in whom it does not
 *     know
 * @param certificate the API's certificate and those that signed it, in PEM; empty for plain HTTP
 * @param key the certificate's key, in PEM; there if the certificate is
 * @param audit where it is written down who changed what; empty for the log of the process
 * @param specSizeMax the largest spec, in bytes
 * @param studiesMax how many studies may be there that have not ended
 * @param studiesPerProjectMax the same among those that a token with projects sees
 * @param requestsPerSecond how many requests a token, or an address without one, may send for ever
 * @param requestBurst how many at once
 */
record AccessSettings(
    Optional<Path> tokens,
    boolean authenticatedByProxy,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Path> audit,
    long specSizeMax,
    int studiesMax,
    int studiesPerProjectMax,
    double requestsPerSecond,
    int requestBurst) {

  AccessSettings {
    check(specSizeMax > 0 && specSizeMax <= 1 << 30, "spec-size-max", specSizeMax, "in 1B..1GiB");
    check(studiesMax > 0, "studies-max", studiesMax, "at least 1");
    check(studiesPerProjectMax > 0, "studies-per-project-max", studiesPerProjectMax, "at least 1");
    check(
        requestsPerSecond > 0 && requestsPerSecond <= 1e6,
        "requests-per-second",
        requestsPerSecond,
        "more than 0 and at most 1000000");
    check(requestBurst > 0, "request-burst", requestBurst, "at least 1");
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "thaw.http.tls.certificate (%s) and thaw.http.tls.key (%s) must both be given, or neither."
              .formatted(text(certificate), text(key)));
    }
  }

  private static void check(boolean condition, String key, Object value, String constraint) {
    if (!condition) {
      throw new IllegalArgumentException(
          "thaw.http.%s (%s) must be %s.".formatted(key, value, constraint));
    }
  }

  private static String text(Optional<Path> path) {
    return path.map(Path::toString).orElse("");
  }

  /** Reads them; {@code http} is the section {@code thaw.http}. */
  static AccessSettings from(Config http) {
    return new AccessSettings(
        path(http, "tokens-file"),
        http.getBoolean("authenticated-by-proxy"),
        path(http, "tls.certificate"),
        path(http, "tls.key"),
        path(http, "audit-file"),
        http.getBytes("spec-size-max"),
        http.getInt("studies-max"),
        http.getInt("studies-per-project-max"),
        http.getDouble("requests-per-second"),
        http.getInt("request-burst"));
  }

  /** The same for a process that is given its tokens, and whose callers are its own user. */
  AccessSettings ofOneProcess() {
    return new AccessSettings(
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        specSizeMax,
        studiesMax,
        studiesPerProjectMax,
        1e6,
        Integer.MAX_VALUE);
  }

  private static Optional<Path> path(Config http, String key) {
    return Optional.of(http.getString(key).strip()).filter(text -> !text.isEmpty()).map(Path::of);
  }
}
