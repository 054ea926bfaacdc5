package dev.thaw.app.cli;

import dev.thaw.app.client.ServerAccess;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which token the command line shows to a server. */
final class TokenChoice {
  static final String VARIABLE = ServerAccess.TOKEN;

  private TokenChoice() {}

  /**
   * The token; empty for none.
   *
   * @param given the file that was given as --token-file; it goes before the variable, and that
   *     before the file in the user's home
   * @throws UserMistake if there is one that cannot be meant
   */
  static Optional<String> of(@Nullable Path given, Map<String, String> environment, Path home) {
    try {
      return given == null
          ? ServerAccess.token(environment, home)
          : Optional.of(ServerAccess.token(given, "--token-file"));
    } catch (IllegalArgumentException unusable) {
      throw new UserMistake(String.valueOf(unusable.getMessage()));
    }
  }
}
