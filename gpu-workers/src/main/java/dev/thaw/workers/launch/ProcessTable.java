package dev.thaw.workers.launch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The machine's processes, as {@code /proc} on Linux tells. What vanishes meanwhile is left out.
 */
final class ProcessTable {

  private static final Path PROC = Path.of("/proc");
  private static final boolean AVAILABLE = row(ProcessHandle.current().pid()).isPresent();

  private ProcessTable() {}

  /**
   * One process.
   *
   * @param state R, S, D, T, ...; Z for one that has ended and that its parent has not asked yet
   * @param start clock ticks since the machine's start
   * @param worked clock ticks in which processors worked for it, or for those of its children that
   *     ended and that it asked
   */
  record Row(long pid, char state, long group, long session, long start, long worked) {
    Identity identity() {
      return new Identity(pid, start);
    }

    boolean running() {
      return state != 'Z' && state != 'X';
    }

    /** Reads a line of {@code /proc/PID/stat}; empty if it is none. */
    static Optional<Row> parse(String stat) {
      // The second field is a name in parentheses, which may hold blanks and parentheses itself.
      int name = stat.indexOf('(');
      int afterName = stat.lastIndexOf(')');
      if (name < 2 || afterName < name) {
        return Optional.empty();
      }
      String[] fields = stat.substring(afterName + 1).strip().split(" ", -1);
      if (fields.length < 20) {
        return Optional.empty();
      }
      return Optional.of(
          new Row(
              Long.parseLong(stat.substring(0, name - 1)),
              fields[0].charAt(0),
              Long.parseLong(fields[2]),
              Long.parseLong(fields[3]),
              Long.parseLong(fields[19]),
              ticks(fields)));
    }
  }

  /** In user mode and for the system, its own and that of its children. */
  private static long ticks(String[] fields) {
    long sum = 0;
    for (int field = 11; field < 15; field++) {
      sum += Long.parseLong(fields[field]);
    }
    return sum;
  }

  /** Whether this machine has such a table. */
  static boolean available() {
    return AVAILABLE;
  }

  static Optional<Row> row(long pid) {
    try {
      return Row.parse(Files.readString(PROC.resolve(pid + "/stat"), ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        row(Long.parseLong(entry.getFileName().toString())).ifPresent(rows::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new IllegalStateException("The list of processes in /proc cannot be read.", e);
    }
    return rows;
  }

  /**
   * Whether a variable was set to a text that holds a word when a process was started. False for
   * processes of other users, and for one that has overwritten its environment with a title.
   */
  static boolean started(long pid, String variable, String word) {
    try {
      String environment = Files.readString(PROC.resolve(pid + "/environ"), ISO_8859_1);
      for (String entry : environment.split("\0", -1)) {
        if (entry.startsWith(variable + "=") && entry.contains(word)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }
}
