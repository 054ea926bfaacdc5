package dev.thaw.workers.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint consists of: SHA-256 and size of each file by its path within the folder.
 *
 * <p>Written as {@value #FILE}, one line {@code digest size path} a file, sorted by path, with
 * {@code /} between the parts of a path, in UTF-8; not listed in itself.
 */
final class Manifest {

  static final String FILE = "checksums.txt";

  private static final Pattern LINE =
      Pattern.compile("(?<digest>[0-9a-f]{64}) (?<bytes>\\d{1,18}) (?<path>.+)");
  private static final int BUFFER_BYTES = 1 << 16;

  private final SortedMap<String, Entry> entries;

  private Manifest(SortedMap<String, Entry> entries) {
    this.entries = entries;
  }

  private record Entry(String digest, long bytes) {}

  /** The files by their paths within the folder, and their sizes in bytes. */
  SortedMap<String, Long> files() {
    SortedMap<String, Long> files = new TreeMap<>();
    entries.forEach((path, entry) -> files.put(path, entry.bytes));
    return files;
  }

  /** The size of all files together. */
  long bytes() {
    return entries.values().stream().mapToLong(Entry::bytes).sum();
  }

  /**
   * Reads all files of a folder and writes its manifest.
   *
   * @throws IOException if a file cannot be read or written, has a name that a manifest cannot
   *     hold, or is no regular file
   */
  static Manifest seal(Path folder) throws IOException {
    if (Files.exists(folder.resolve(FILE))) {
      throw new IOException("The trainer wrote a file %s; that name is taken.".formatted(FILE));
    }
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (Map.Entry<String, Path> file : filesIn(folder).entrySet()) {
      Path path = file.getValue();
      entries.put(file.getKey(), new Entry(digestOf(path), Files.size(path)));
    }
    StringBuilder text = new StringBuilder();
    entries.forEach(
        (path, entry) -> text.append("%s %d %s\n".formatted(entry.digest, entry.bytes, path)));
    Files.writeString(folder.resolve(FILE), text);
    return new Manifest(entries);
  }

  /**
   * The manifest that a folder carries.
   *
   * @throws IOException if it is missing or is not a manifest
   */
  static Manifest read(Path folder) throws IOException {
    try {
      return parse(Files.readString(folder.resolve(FILE)));
    } catch (NoSuchFileException e) {
      throw new IOException(FILE + " is missing.", e);
    }
  }

  /**
   * The manifest of a text.
   *
   * @throws IOException if it is none
   */
  static Manifest parse(String text) throws IOException {
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IOException("%s has a line that is none: %s".formatted(FILE, line));
      }
      long bytes = Long.parseLong(matcher.group("bytes"));
      entries.put(matcher.group("path"), new Entry(matcher.group("digest"), bytes));
    }
    return new Manifest(entries);
  }

  /** The first difference between this manifest and a folder, as a sentence; empty if none. */
  Optional<String> differenceFrom(Path folder) throws IOException {
    SortedMap<String, Path> found = filesIn(folder);
    found.remove(FILE);
    for (Map.Entry<String, Entry> expected : entries.entrySet()) {
      Path file = found.remove(expected.getKey());
      Optional<String> difference = difference(expected.getKey(), expected.getValue(), file);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of("%s is not in %s.".formatted(found.firstKey(), FILE));
  }

  private static Optional<String> difference(String name, Entry expected, @Nullable Path file)
      throws IOException {
    if (file == null) {
      return Optional.of("%s is missing.".formatted(name));
    }
    long bytes = Files.size(file);
    if (bytes != expected.bytes) {
      return Optional.of("%s has %d bytes, not %d.".formatted(name, bytes, expected.bytes));
    }
    return digestOf(file).equals(expected.digest)
        ? Optional.empty()
        : Optional.of("%s does not match its SHA-256.".formatted(name));
  }

  private static SortedMap<String, Path> filesIn(Path folder) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = folder.relativize(file).toString().replace('\\', '/');
            requireStorable(name, attributes);
            files.put(name, file);
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static void requireStorable(String name, BasicFileAttributes attributes)
      throws IOException {
    if (!attributes.isRegularFile()) {
      throw new IOException("%s is not a regular file.\nMaybe copy it.".formatted(name));
    }
    if (name.lines().count() != 1) {
      throw new IOException("A file's name has a line break: %s".formatted(name.strip()));
    }
  }

  private static String digestOf(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
