package dev.thaw.app.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder as a ZIP that is made piece by piece while somebody reads it. A file that
 * cannot be read any more fails the reading, so that nobody takes a part for the whole.
 */
final class FolderZip extends InputStream {

  private static final int PIECE = 1 << 16;

  private final Path folder;
  private final Deque<Path> files;
  private final ByteArrayOutputStream made = new ByteArrayOutputStream(2 * PIECE);
  private final ZipOutputStream zip = new ZipOutputStream(made);
  private final byte[] piece = new byte[PIECE];
  private byte[] ready = new byte[0];
  private int next;
  private @Nullable InputStream file;
  private boolean ended;

  FolderZip(Path folder) throws IOException {
    this.folder = folder;
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> found = all.filter(Files::isRegularFile).sorted().toList();
      files = new ArrayDeque<>(found);
    }
    // Weights hardly shrink.
    zip.setLevel(Deflater.BEST_SPEED);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, target.length);
    if (count == 0) {
      return 0;
    }
    while (next == ready.length) {
      if (ended) {
        return -1;
      }
      advance();
      ready = made.toByteArray();
      made.reset();
      next = 0;
    }
    int part = Math.min(count, ready.length - next);
    System.arraycopy(ready, next, target, from, part);
    next += part;
    return part;
  }

  private void advance() throws IOException {
    if (file != null) {
      int read = file.read(piece);
      if (read >= 0) {
        zip.write(piece, 0, read);
        return;
      }
      file.close();
      file = null;
      zip.closeEntry();
    } else if (files.isEmpty()) {
      zip.close();
      ended = true;
    } else {
      Path path = files.removeFirst();
      var entry = new ZipEntry(folder.relativize(path).toString());
      FileTime written = Files.getLastModifiedTime(path);
      entry.setLastModifiedTime(written);
      file = Files.newInputStream(path);
      zip.putNextEntry(entry);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
    if (!ended) {
      ended = true;
      zip.close(); // It holds memory that is not Java's.
    }
  }
}
