package dev.thaw.workers.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log that grows, and finds metrics in it. As soon as every metric was found, an epoch is
 * complete; if one is found twice before that, the later one counts.
 */
final class LogFollower implements LogKeeper.Listener {

  private static final int LINE_LIMIT = 1 << 16;

  private final TrialLog log;
  private final Map<String, Pattern> patterns;
  private final LineSplitter lines = new LineSplitter(LINE_LIMIT);
  private final byte[] bytes = new byte[1 << 16];
  private final Queue<Map<String, Double>> complete = new ArrayDeque<>();
  private long position;
  private @Nullable IllegalArgumentException wrong;
  private Map<String, Double> found = new LinkedHashMap<>();

  /**
   * Follows a log.
   *
   * @param position where to begin, in bytes
   */
  LogFollower(TrialLog log, Map<String, Pattern> patterns, long position) {
    this.log = log;
    this.patterns = patterns;
    this.position = position;
  }

  /**
   * The metrics of the next epoch, if it is in the log by now.
   *
   * @throws IllegalArgumentException if what a pattern found is no number
   * @throws IOException if the log cannot be read
   */
  Optional<Map<String, Double>> next() throws IOException {
    if (complete.isEmpty() && wrong != null) {
      throw wrong;
    }
    if (complete.isEmpty()) {
      read(complete::isEmpty);
    }
    return Optional.ofNullable(complete.poll());
  }

  @Override
  public void readAll() throws IOException {
    try {
      read(() -> true);
    } catch (IllegalArgumentException e) {
      // What was no number is heard of when its turn comes.
      wrong = e;
    }
  }

  @Override
  public void goOnAt(long newPosition) {
    position = newPosition;
  }

  private void read(BooleanSupplier goOn) throws IOException {
    // Not a channel, which an interrupt would close.
    try (RandomAccessFile file = new RandomAccessFile(log.file().toFile(), "r")) {
      file.seek(position);
      int read = file.read(bytes);
      while (read > 0) {
        position += read;
        lines.add(ByteBuffer.wrap(bytes, 0, read), this::take);
        read = goOn.getAsBoolean() ? file.read(bytes) : -1;
      }
    }
  }

  /** As {@link #next}, where nothing more will be printed: the last line may lack its end. */
  Optional<Map<String, Double>> last() throws IOException {
    Optional<Map<String, Double>> next = next();
    if (next.isEmpty()) {
      take(lines.take());
      return Optional.ofNullable(complete.poll());
    }
    return next;
  }

  private boolean take(String line) {
    patterns.forEach((metric, pattern) -> find(metric, pattern, line));
    if (found.size() == patterns.size()) {
      complete.add(found);
      found = new LinkedHashMap<>();
    }
    return true;
  }

  private void find(String metric, Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    if (matcher.find() && matcher.group(1) != null) {
      found.put(metric, number(metric, matcher.group(1)));
    }
  }

  private static double number(String metric, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "-nan" -> Double.NaN;
      case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> parse(metric, text);
    };
  }

  private static double parse(String metric, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "metric (%s) must be a number, but its pattern found (%s).%nMaybe the pattern's group takes too much"
              .formatted(metric, text),
          e);
    }
  }
}
