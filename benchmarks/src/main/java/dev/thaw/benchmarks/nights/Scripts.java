package dev.thaw.benchmarks.nights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the training processes of a night wrote down by their own clock.
 *
 * @param lives one for each process, in the order in which they began
 */
record Scripts(List<Life> lives) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINES = ".jsonl";

  Scripts {
    lives = List.copyOf(lives);
  }

  /**
   * A process.
   *
   * @param trial whose it is
   * @param begun when it first wrote something
   * @param lastAlive when it was last alive
   * @param epochs those that it began
   * @param hang where it hung; null if it did not
   */
  record Life(
      int trial, Instant begun, Instant lastAlive, List<Epoch> epochs, @Nullable Hang hang) {
    Life {
      epochs = List.copyOf(epochs);
    }

    boolean isBegunBefore(Instant at) {
      return begun.isBefore(at);
    }

    /**
     * What a process wrote.
     *
     * @param lines its lines of JSON; one that was cut off by its death is left out
     */
    static Life of(List<String> lines, Instant lastAlive) {
      int trial = -1;
      Instant begun = lastAlive;
      List<Epoch> epochs = new ArrayList<>();
      Hang hang = null;
      for (String line : lines) {
        JsonNode event = parse(line);
        if (!event.has("at")) {
          continue;
        }
        Instant at = instant(event.path("at").asDouble());
        int epoch = event.path("epoch").asInt();
        begun = at.isBefore(begun) ? at : begun;
        trial = event.path("trial").asInt(trial);
        switch (event.path("what").asText()) {
          case "begin" -> epochs.add(new Epoch(epoch, at, lastAlive, false));
          case "end" -> epochs.set(epochs.size() - 1, epochs.getLast().end(at));
          case "hang" ->
              hang =
                  new Hang(
                      trial,
                      epoch,
                      at,
                      lastAlive,
                      event.path("why").asText(),
                      event.path("ignores").asBoolean());
          default -> {}
        }
      }
      return new Life(trial, begun, lastAlive, epochs, hang);
    }
  }

  /**
   * An epoch that was begun.
   *
   * @param to when it ended, or its process did
   * @param whole whether it ended
   */
  record Epoch(int epoch, Instant from, Instant to, boolean whole) {
    Epoch end(Instant at) {
      return new Epoch(epoch, from, at, true);
    }
  }

  /**
   * An epoch that hung.
   *
   * @param until when its process was last alive
   * @param why {@code always}, {@code once} or {@code late}
   * @param ignores whether it ignored SIGTERM
   */
  record Hang(int trial, int epoch, Instant at, Instant until, String why, boolean ignores) {}

  /** What was left in a folder. */
  static Scripts read(Path folder) throws IOException {
    List<Life> lives = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(LINES)).sorted().toList()) {
        String name = file.toString();
        Path alive = Path.of(name.substring(0, name.length() - LINES.length()) + ".alive");
        lives.add(Life.of(Files.readAllLines(file), Files.getLastModifiedTime(alive).toInstant()));
      }
    }
    return new Scripts(lives);
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException cutOff) {
      return JSON.createObjectNode();
    }
  }

  private static Instant instant(double seconds) {
    return Instant.ofEpochSecond(0, (long) (seconds * 1e9));
  }

  List<Hang> hangs() {
    return lives.stream().map(Life::hang).filter(hang -> hang != null).toList();
  }

  /** Epochs that ended. */
  long wholeEpochs() {
    return lives.stream().flatMap(life -> life.epochs().stream()).filter(Epoch::whole).count();
  }
}
