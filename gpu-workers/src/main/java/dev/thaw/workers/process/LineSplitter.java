package dev.thaw.workers.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Cuts a stream of bytes into lines of UTF-8; what is not UTF-8 becomes a replacement mark. */
final class LineSplitter {

  private final int limit;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  /**
   * A splitter.
   *
   * @param limit a line of so many bytes is taken to be complete
   */
  LineSplitter(int limit) {
    this.limit = limit;
  }

  /**
   * Takes bytes, and hands every line that they complete to {@code taker}, without its end.
   *
   * @return false, at once, if the taker returns false
   */
  boolean add(ByteBuffer bytes, Predicate<String> taker) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next != '\n') {
        begun.write(next);
      }
      if ((next == '\n' || begun.size() >= limit) && !taker.test(take())) {
        return false;
      }
    }
    return true;
  }

  /** What was begun after the last line. */
  String take() {
    String line = begun.toString(StandardCharsets.UTF_8);
    begun.reset();
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
