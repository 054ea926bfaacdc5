package dev.thaw.app.http;

import dev.thaw.app.access.Caller;
import dev.thaw.app.access.RateLimit;
import dev.thaw.app.access.Scope;
import dev.thaw.app.access.TokenSource;
import dev.thaw.app.desk.RefusedException;
import dev.thaw.app.http.Failures.RequestException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in or not, by the token that it shows.
 *
 * <p>A study that a token may not see is answered for as one that is not there, before anybody is
 * asked for it: neither words nor time tell the two apart. Whatever needs no token costs nobody's
 * share of requests.
 */
final class Guard {
  private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S{1,200})");
  private static final String CHALLENGE = "WWW-Authenticate";

  private final @Nullable TokenSource tokens;
  private final RateLimit rate;
  private final InstantSource clock;

  private Guard(@Nullable TokenSource tokens, RateLimit rate, InstantSource clock) {
    this.tokens = tokens;
    this.rate = rate;
    this.clock = clock;
  }

  /** Lets everybody in. */
  static Guard open() {
    return new Guard(null, new RateLimit(1, 1), InstantSource.system());
  }

  /** Lets in who shows one of the tokens; everybody if there is no source of them. */
  static Guard of(Optional<TokenSource> tokens, AccessSettings settings) {
    return new Guard(
        tokens.orElse(null),
        new RateLimit(settings.requestsPerSecond(), settings.requestBurst()),
        InstantSource.system());
  }

  /** Whether tokens are in use. */
  boolean isStrict() {
    return tokens != null;
  }

  /**
   * Who sends a request.
   *
   * @param address where it comes from, for those without a token
   * @param authorization the values of its header {@code Authorization}
   * @param needed the scope of its route; empty if everybody may ask that
   * @throws RequestException if they are not known, or ask too often
   */
  Caller admit(String address, List<String> authorization, Optional<Scope> needed)
      throws RequestException {
    if (tokens == null || needed.isEmpty()) {
      return Caller.ANYONE;
    }
    Optional<Caller> known =
        secret(authorization).flatMap(secret -> tokens.caller(secret, clock.instant()));
    String who = known.map(caller -> "token " + caller.name()).orElse("address " + address);
    int seconds = rate.take(who, System.nanoTime());
    if (seconds > 0) {
      throw tooMany(who, seconds);
    }
    return known.orElseThrow(() -> unknown(!authorization.isEmpty()));
  }

  /** Whether who was let in before would be now; costs nobody's share of requests. */
  boolean knows(List<String> authorization, Optional<Scope> needed) {
    return tokens == null
        || needed.isEmpty()
        || secret(authorization)
            .flatMap(secret -> tokens.caller(secret, clock.instant()))
            .isPresent();
  }

  private static Optional<String> secret(List<String> authorization) {
    if (authorization.size() != 1) {
      return Optional.empty();
    }
    Matcher matcher = BEARER.matcher(authorization.getFirst());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /**
   * Checks that somebody may use a route.
   *
   * @param variables what stands in the path for its names
   * @throws RequestException if the scope is not theirs
   * @throws RefusedException if the study is not, as if there were none
   */
  static void check(Caller caller, Optional<Scope> needed, Map<String, String> variables)
      throws RequestException {
    if (needed.isPresent() && !caller.scope().includes(needed.get())) {
      String scope = needed.get().word();
      throw forbidden(
          "this needs the scope (%s); the token of %s has only %s.\nMaybe ask whoever runs the server for another one: thaw token create NAME --scope %s"
              .formatted(scope, caller.name(), caller.scope().words(), scope),
          scope);
    }
    String study = variables.get("study");
    if (study != null && !caller.sees(study)) {
      throw RefusedException.noStudy(study);
    }
  }

  private static RequestException unknown(boolean shown) {
    String detail =
        shown
            ? "the token is not known here, or has expired.\n"
                + "Maybe it was revoked: ask whoever runs the server for another one."
            : "a token is needed: Authorization: Bearer TOKEN.\n"
                + "Maybe ask whoever runs the server for one: thaw token create NAME";
    return new RequestException(
        Problem.Status.UNAUTHORIZED,
        detail,
        Map.of(CHALLENGE, "Bearer realm=\"thaw\"" + (shown ? ", error=\"invalid_token\"" : "")));
  }

  private static RequestException forbidden(String detail, String scope) {
    return new RequestException(
        Problem.Status.FORBIDDEN,
        detail,
        Map.of(
            CHALLENGE,
            "Bearer realm=\"thaw\", error=\"insufficient_scope\", scope=\"%s\"".formatted(scope)));
  }

  private static RequestException tooMany(String who, int seconds) {
    return new RequestException(
        Problem.Status.TOO_MANY,
        "%s sends too many requests.\nMaybe ask again in %d s, and less often; thaw.http.requests-per-second says how often."
            .formatted(who, seconds),
        Map.of("Retry-After", Integer.toString(seconds)));
  }
}
