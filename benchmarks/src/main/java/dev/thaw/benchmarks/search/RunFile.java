package dev.thaw.benchmarks.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file of runs as JSON Lines that grows by whole lines; safe for many threads of one process. */
public final class RunFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;

  private final Clock clock;

  /** A file of runs over epochs, which need not exist yet. */
  public RunFile(Path path) {
    this(path, Clock.EPOCHS);
  }

  /** A file, which need not exist yet. */
  RunFile(Path path, Clock clock) {
    this.path = path;
    this.clock = clock;
  }

  /**
   * The runs of a file.
   *
   * @throws IOException also if a line is not JSON
   */
  static List<LoggedRun> read(Path path, Clock clock) throws IOException {
    List<LoggedRun> runs = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(path)) {
      number++;
      try {
        if (!line.isBlank()) {
          runs.add(LoggedRun.of(JSON.readTree(line), clock));
        }
      } catch (JsonProcessingException notJson) {
        throw new IOException("line %d of %s is not JSON.".formatted(number, path), notJson);
      }
    }
    return runs;
  }

  /** The runs so far; what a process that was killed left of a last line is cut off. */
  public List<LoggedRun> resume() throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    byte[] bytes = Files.readAllBytes(path);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end < bytes.length) {
      try (var file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(end);
      }
    }
    return read(path, clock);
  }

  /** Appends a line in one write. */
  public synchronized void append(String line) throws IOException {
    Files.write(
        path,
        (line + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
