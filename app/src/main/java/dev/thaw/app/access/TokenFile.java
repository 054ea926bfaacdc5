package dev.thaw.app.access;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The file of a server's tokens: one on a line, words separated by blanks; what begins with {@code
 * #} is for people. The order of the words behind the name does not matter.
 *
 * <pre>
 * anna sha256=3f...9c scope=submit projects=team-*,digits expires=2027-01-31T12:00:00Z
 * </pre>
 *
 * <p>It is replaced as a whole, so whoever reads it never sees half of it.
 */
public final class TokenFile {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private static final String HEAD =
      "# Tokens of the HTTP API: only their hashes. See thaw token --help.";

  private TokenFile() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a line is wrong; the message is for people, and has no hash
   */
  public static List<Token> read(Path file) throws IOException {
    List<Token> tokens = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        Token token = parse(line, "%s, line %d".formatted(file, i + 1));
        if (!names.add(token.name())) {
          throw new IllegalArgumentException(
              "%s, line %d: name (%s) must be there once.".formatted(file, i + 1, token.name()));
        }
        tokens.add(token);
      }
    }
    return List.copyOf(tokens);
  }

  private static Token parse(String line, String place) {
    String[] words = line.split("\\s+", -1);
    String hash = "";
    Scope scope = null;
    List<String> projects = List.of();
    Optional<Instant> expires = Optional.empty();
    try {
      for (int i = 1; i < words.length; i++) {
        int equals = words[i].indexOf('=');
        String value = words[i].substring(equals + 1);
        switch (equals < 0 ? "" : words[i].substring(0, equals)) {
          case "sha256" -> hash = value;
          case "scope" -> scope = scope(value);
          case "projects" -> projects = List.of(value.split(",", -1));
          case "expires" -> expires = Optional.of(Instant.parse(value));
          default ->
              throw new IllegalArgumentException(
                  "word %d must be sha256=, scope=, projects= or expires=.".formatted(i + 1));
        }
      }
      if (scope == null) {
        throw new IllegalArgumentException("scope= is missing.");
      }
      return new Token(words[0], hash, scope, projects, expires);
    } catch (DateTimeException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "%s: %s\nMaybe take the line out, and say: thaw token create %s"
              .formatted(place, wrong.getMessage(), words[0]),
          wrong);
    }
  }

  private static Scope scope(String word) {
    return Scope.of(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "scope (%s) must be one of %s.".formatted(word, Scope.ADMIN.words())));
  }

  private static String line(Token token) {
    StringBuilder line = new StringBuilder(token.name());
    line.append(" sha256=").append(token.hash()).append(" scope=").append(token.scope().word());
    if (!token.projects().isEmpty()) {
      line.append(" projects=").append(String.join(",", token.projects()));
    }
    token.expires().ifPresent(at -> line.append(" expires=").append(at));
    return line.toString();
  }

  /**
   * Adds a token at the end. Makes the file if there is none.
   *
   * @return whether that was done; not if there is one of that name
   * @throws IllegalArgumentException as {@link #read}
   */
  public static boolean add(Path file, Token token) throws IOException {
    return alone(
        file,
        () -> {
          List<String> lines = new ArrayList<>();
          if (Files.exists(file)) {
            if (read(file).stream().anyMatch(other -> other.name().equals(token.name()))) {
              return false;
            }
            lines.addAll(Files.readAllLines(file));
          } else {
            lines.add(HEAD);
          }
          lines.add(line(token));
          replace(file, lines);
          return true;
        });
  }

  /** A change of the file. */
  @FunctionalInterface
  private interface Change {
    boolean make() throws IOException;
  }

  /** Makes a change that no other one comes between, also of other processes. */
  private static synchronized boolean alone(Path file, Change change) throws IOException {
    Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = Objects.requireNonNull(real.getParent(), "a file is in a folder");
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("." + real.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      return lock.isValid() && change.make();
    }
  }

  /**
   * Takes a token out, and leaves all else as it is.
   *
   * @return whether there was one of that name
   */
  public static boolean remove(Path file, String name) throws IOException {
    return alone(
        file,
        () -> {
          List<String> lines = new ArrayList<>(Files.readAllLines(file));
          boolean there = lines.removeIf(line -> line.strip().split("\\s+", -1)[0].equals(name));
          if (there) {
            replace(file, lines);
          }
          return there;
        });
  }

  /** Whether others than its owner may write to it, and so let themselves in. */
  public static boolean isOpenToOthers(Path file) throws IOException {
    return POSIX
        && Files.getPosixFilePermissions(file).stream()
            .anyMatch(right -> right.name().matches("(GROUP|OTHERS)_WRITE"));
  }

  /** Others may not read it: names and scopes are worth something to those who guess. */
  private static void replace(Path file, List<String> lines) throws IOException {
    Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = Objects.requireNonNull(real.getParent(), "a file is in a folder");
    Files.createDirectories(folder);
    Path fresh =
        POSIX
            ? Files.createTempFile(
                folder,
                ".tokens",
                ".new",
                PosixFilePermissions.asFileAttribute(fromString("rw-------")))
            : Files.createTempFile(folder, ".tokens", ".new");
    try {
      Files.write(fresh, lines);
      move(fresh, real);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void move(Path fresh, Path file) throws IOException {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException elsewhere) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
