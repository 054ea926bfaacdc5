package dev.thaw.app.cli;

import dev.thaw.app.access.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which token the command line shows to a server. It is never an argument, which everybody on the
 * machine could read in the list of processes.
 */
final class TokenChoice {
  static final String VARIABLE = "THAW_TOKEN";

  private static final Path USUAL = Path.of(".config", "thaw", "token");

  private TokenChoice() {}

  /**
   * The token; empty for none.
   *
   * @param given the file that was given as --token-file; it goes before the variable, and that
   *     before the file in the user's home
   * @throws UserMistake if there is one that cannot be meant
   */
  static Optional<String> of(@Nullable Path given, Map<String, String> environment, Path home) {
    if (given != null) {
      return Optional.of(read(given, "--token-file"));
    }
    String named = environment.getOrDefault(VARIABLE, "").strip();
    if (!named.isEmpty()) {
      return Optional.of(checked(named, VARIABLE));
    }
    Path usual = home.resolve(USUAL);
    return Files.exists(usual) ? Optional.of(read(usual, "file")) : Optional.empty();
  }

  private static String read(Path file, String name) {
    try {
      if (isExposed(file)) {
        throw new UserMistake(
            "%s (%s) must be readable by its owner only.\nMaybe say: chmod 600 %s"
                .formatted(name, file, file));
      }
      return checked(Files.readString(file).strip(), "%s (%s)".formatted(name, file));
    } catch (IOException | UncheckedIOException unreadable) {
      throw new UserMistake("%s (%s) must be a file that can be read.".formatted(name, file));
    }
  }

  /** What it is instead is not said: it may be another secret. */
  private static String checked(String text, String source) {
    if (!Token.isSecret(text)) {
      throw new UserMistake(
          "%s must be a token, which begins with %s.\nMaybe something was cut off when it was copied."
              .formatted(source, Token.PREFIX));
    }
    return text;
  }

  private static boolean isExposed(Path file) throws IOException {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(file).stream()
            .anyMatch(right -> right.name().matches("(GROUP|OTHERS)_.*"));
  }
}
