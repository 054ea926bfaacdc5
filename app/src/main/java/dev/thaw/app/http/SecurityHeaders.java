package dev.thaw.app.http;

import java.util.Map;

/** What browsers are told with every answer. */
final class SecurityHeaders {

  /**
   * What an HTML page of this server may load and do: nothing of other servers, no scripts inline.
   */
  static final String HTML_POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " frame-ancestors 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'";

  /** The header of that policy. */
  static final String POLICY = "Content-Security-Policy";

  /** On every answer, whatever its type; a reply may have others for the same names. */
  static final Map<String, String> EVERY =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cache-Control", "no-store");

  private SecurityHeaders() {}
}
