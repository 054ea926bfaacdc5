package dev.thaw.app.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of a file as it is now: it is read again when it has changed, so that a token that was
 * revoked is worth nothing from the next request on. While the file is missing or wrong nobody is
 * let in, and the log says why.
 */
public final class LiveTokens implements TokenSource {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTokens.class);

  /** What tells one version of a file from another; a file that is replaced has another key. */
  private record Version(@Nullable Object key, FileTime modified, long size) {}

  private final Path file;
  private @Nullable Version version;
  private List<Token> tokens = List.of();

  private LiveTokens(Path file) {
    this.file = file;
  }

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException if it cannot be used, or has no token; the message is for
   *     people
   */
  public static LiveTokens open(Path file) {
    var live = new LiveTokens(file);
    try {
      live.version = live.look();
      live.tokens = TokenFile.read(file);
      if (TokenFile.isOpenToOthers(file)) {
        throw new IllegalArgumentException(
            "thaw.http.tokens-file (%s) must not be writable by others, who could let themselves in.\nMaybe say: chmod 600 %s"
                .formatted(file, file));
      }
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "thaw.http.tokens-file (%s) must be a file that can be read.\nMaybe make the first token: thaw token create NAME --scope admin --file %s"
              .formatted(file, file),
          unreadable);
    }
    if (live.tokens.isEmpty()) {
      throw new IllegalArgumentException(
          "thaw.http.tokens-file (%s) must have at least one token.\nMaybe say: thaw token create NAME --scope admin --file %s"
              .formatted(file, file));
    }
    return live;
  }

  private Version look() throws IOException {
    var now = Files.readAttributes(file, BasicFileAttributes.class);
    return new Version(now.fileKey(), now.lastModifiedTime(), now.size());
  }

  @Override
  public synchronized List<Token> tokens() {
    try {
      Version now = look();
      if (!now.equals(version)) {
        version = now;
        tokens = List.of();
        tokens = TokenFile.read(file);
        LOG.info("thaw.http.tokens-file ({}) was read again: {} tokens", file, tokens.size());
      }
    } catch (IOException | IllegalArgumentException wrong) {
      tokens = List.of();
      LOG.error("nobody is let in: thaw.http.tokens-file ({}): {}", file, wrong.getMessage());
    }
    return tokens;
  }
}
