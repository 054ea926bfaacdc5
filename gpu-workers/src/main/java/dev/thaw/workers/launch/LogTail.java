package dev.thaw.workers.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** The end of what one child wrote to a log that it shares with the children before it. */
final class LogTail {

  private static final int MOST_BYTES = 1 << 16;
  private static final int MOST_CHARACTERS = 1000;

  private LogTail() {}

  /**
   * The last lines; none if the log cannot be read.
   *
   * @param from where in the file the child's own output begins, in bytes
   * @param most how many lines at most
   */
  static List<String> read(Path log, long from, int most) {
    try (FileChannel file = FileChannel.open(log)) {
      long start = Math.max(Math.min(from, file.size()), file.size() - MOST_BYTES);
      ByteBuffer bytes = ByteBuffer.allocate((int) (file.size() - start));
      while (bytes.hasRemaining() && file.read(bytes, start + bytes.position()) >= 0) {
        // Until the end that the file had.
      }
      String text = new String(bytes.array(), 0, bytes.position(), UTF_8);
      List<String> lines = text.lines().map(LogTail::shortened).toList();
      return lines.subList(Math.max(0, lines.size() - most), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String shortened(String line) {
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS);
  }
}
