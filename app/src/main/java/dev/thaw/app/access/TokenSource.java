package dev.thaw.app.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where a server learns which tokens are worth something. Safe for threads. */
@FunctionalInterface
public interface TokenSource {

  /** The tokens as they are now, those included that have expired. */
  List<Token> tokens();

  /** One token, of a scope, for all studies and for as long as the process lives. */
  static TokenSource of(String name, String secret, Scope scope) {
    var only = new Token(name, Token.hash(secret), scope, List.of(), Optional.empty());
    return () -> List.of(only);
  }

  /**
   * Who shows a token; empty if it is worth nothing.
   *
   * @param secret as it was sent; any text
   */
  default Optional<Caller> caller(String secret, Instant now) {
    if (!Token.isSecret(secret)) {
      return Optional.empty();
    }
    String hash = Token.hash(secret);
    Optional<Token> found = Optional.empty();
    for (Token token : tokens()) {
      if (token.hasHash(hash) && token.isValid(now)) {
        found = Optional.of(token);
      }
    }
    return found.map(Token::caller);
  }
}
