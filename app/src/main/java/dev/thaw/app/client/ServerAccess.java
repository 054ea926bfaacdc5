package dev.thaw.app.client;

import dev.thaw.app.access.Token;
import dev.thaw.app.certificates.PemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a server is shown, and whom to believe that it is one, by the environment and the user's
 * home. A token is never an argument, which everybody on the machine could read in the list of
 * processes.
 */
public final class ServerAccess {

  /** The variable of the token. */
  public static final String TOKEN = "THAW_TOKEN";

  /** The variable of the file of authorities. */
  public static final String AUTHORITIES = "THAW_SERVER_CA";

  private static final Path USUAL = Path.of(".config", "thaw", "token");

  private ServerAccess() {}

  /** The home of whoever runs this process. */
  public static Path home() {
    return Path.of(System.getProperty("user.home"));
  }

  /**
   * The token of the variable, or else that of the file in the user's home; empty for none.
   *
   * @throws IllegalArgumentException if there is one that cannot be meant
   */
  public static Optional<String> token(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault(TOKEN, "").strip();
    if (!named.isEmpty()) {
      return Optional.of(checked(named, TOKEN));
    }
    Path usual = home.resolve(USUAL);
    return Files.exists(usual) ? Optional.of(token(usual, "file")) : Optional.empty();
  }

  /**
   * The token of a file.
   *
   * @param name what the file is called in messages
   * @throws IllegalArgumentException if it has none, or others can read it
   */
  public static String token(Path file, String name) {
    try {
      if (isExposed(file)) {
        throw new IllegalArgumentException(
            "%s (%s) must be readable by its owner only.\nMaybe say: chmod 600 %s"
                .formatted(name, file, file));
      }
      return checked(Files.readString(file).strip(), "%s (%s)".formatted(name, file));
    } catch (IOException | UncheckedIOException unreadable) {
      throw new IllegalArgumentException(
          "%s (%s) must be a file that can be read.".formatted(name, file), unreadable);
    }
  }

  /** What it is instead is not said: it may be another secret. */
  private static String checked(String text, String source) {
    if (!Token.isSecret(text)) {
      throw new IllegalArgumentException(
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

  /**
   * Whom to believe besides the authorities of this Java; null for those.
   *
   * @throws IllegalArgumentException if the file that is named has no certificates
   */
  public static @Nullable SSLContext authorities(Map<String, String> environment) {
    String file = environment.getOrDefault(AUTHORITIES, "").strip();
    try {
      return file.isEmpty() ? null : PemFiles.client(Path.of(file));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
      throw new IllegalArgumentException(
          "%s (%s) must be a file of certificates in PEM: %s"
              .formatted(AUTHORITIES, file, unusable.getMessage()),
          unusable);
    }
  }
}
