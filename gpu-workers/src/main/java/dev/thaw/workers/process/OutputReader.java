package dev.thaw.workers.process;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a script prints, writes it to the log, and finds the metrics in it. As soon as every
 * metric was found, an epoch is complete. It reads one epoch ahead; a script that prints more than
 * a pipe holds then waits.
 */
final class OutputReader implements AutoCloseable {

  private static final int LINE_LIMIT = 1 << 16;

  private final Child child;
  private final TrialLog log;
  private final Map<String, Pattern> patterns;
  private final BlockingQueue<Event> events;
  private final Semaphore ahead = new Semaphore(1);
  private final LineSplitter lines = new LineSplitter(LINE_LIMIT);
  private final Thread thread;
  private Map<String, Double> found = new LinkedHashMap<>();

  OutputReader(
      Child child, TrialLog log, Map<String, Pattern> patterns, BlockingQueue<Event> events) {
    this.child = child;
    this.log = log;
    this.patterns = patterns;
    this.events = events;
    this.thread = Thread.ofPlatform().daemon().name("thaw-output").start(this::run);
  }

  /** An epoch was taken: the next one may be read. */
  void goOn() {
    ahead.release();
  }

  private void run() {
    byte[] bytes = new byte[1 << 14];
    try (InputStream output = child.output();
        OutputStream file = new FileOutputStream(log.file().toFile(), true)) {
      int read = output.read(bytes);
      while (read >= 0) {
        file.write(bytes, 0, read);
        if (!lines.add(ByteBuffer.wrap(bytes, 0, read), this::take)) {
          return;
        }
        read = output.read(bytes);
      }
      take(lines.take());
    } catch (IOException e) {
      events.add(new Event.Garbage("", "its output cannot be read or logged: " + e.getMessage()));
    } finally {
      events.add(new Event.Closed());
    }
  }

  /** Whether to go on reading. */
  private boolean take(String line) {
    try {
      patterns.forEach((metric, pattern) -> find(metric, pattern, line));
      if (found.size() == patterns.size()) {
        ahead.acquire();
        events.add(new Event.Printed(found));
        found = new LinkedHashMap<>();
      }
      return true;
    } catch (IllegalArgumentException e) {
      events.add(new Event.Garbage(line, String.valueOf(e.getMessage())));
      return false;
    } catch (InterruptedException e) {
      // The session was closed.
      return false;
    }
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
          "metric (%s) must be a number, but its pattern found (%s)".formatted(metric, text), e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
