package dev.thaw.app.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What the trainers of one process did, a line each, in a file that is only appended to: it holds
 * every epoch that was trained to its end, whatever became of the process afterwards.
 */
public final class EpochLog {

  private static final long PROCESS = ProcessHandle.current().pid();

  private final OutputStream file;
  private final AtomicInteger sessions = new AtomicInteger();

  /**
   * A session of a trial.
   *
   * @param process the process that it was in
   * @param number which one of that process, from 1
   * @param trial the trial
   * @param slot where it trained, on its node
   * @param resumed the epoch that it went on from; 0 for none
   */
  public record Session(long process, int number, int trial, int slot, int resumed) {}

  /**
   * An epoch that was trained to its end.
   *
   * @param begunMs when it began, in milliseconds since 1970 by the clock of its node
   * @param endedMs when it ended
   */
  public record Epoch(int number, long begunMs, long endedMs) {}

  private EpochLog(OutputStream file) {
    this.file = file;
  }

  /** Opens the log of this process in a folder. */
  static EpochLog append(Path folder) throws IOException {
    Path file = Files.createDirectories(folder).resolve("epochs-%d.log".formatted(PROCESS));
    return new EpochLog(
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  Session open(int trial, int slot, int resumed) {
    var session = new Session(PROCESS, sessions.incrementAndGet(), trial, slot, resumed);
    write("open %d %d %d %d %d".formatted(PROCESS, session.number(), trial, slot, resumed));
    return session;
  }

  void trained(Session session, int epoch, long begunMs, long endedMs) {
    write("epoch %d %d %d %d".formatted(session.number(), epoch, begunMs, endedMs));
  }

  void closed(Session session) {
    write("close %d".formatted(session.number()));
  }

  /** One write for a line, so that a killed process leaves whole lines. */
  private synchronized void write(String line) {
    try {
      file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads all logs in a folder. */
  public static Map<Session, List<Epoch>> read(Path folder) throws IOException {
    Map<Session, List<Epoch>> all = new LinkedHashMap<>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        readInto(all, Files.readAllLines(file));
      }
    }
    return all;
  }

  private static void readInto(Map<Session, List<Epoch>> all, List<String> lines) {
    Map<String, List<Epoch>> open = new LinkedHashMap<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "open" -> {
          var session =
              new Session(
                  Long.parseLong(words[1]),
                  Integer.parseInt(words[2]),
                  Integer.parseInt(words[3]),
                  Integer.parseInt(words[4]),
                  Integer.parseInt(words[5]));
          List<Epoch> epochs = new ArrayList<>();
          all.put(session, epochs);
          open.put(words[2], epochs);
        }
        case "epoch" -> {
          List<Epoch> epochs = open.get(words[1]);
          if (epochs != null) {
            epochs.add(
                new Epoch(
                    Integer.parseInt(words[2]),
                    Long.parseLong(words[3]),
                    Long.parseLong(words[4])));
          }
        }
        default -> {}
      }
    }
  }
}
