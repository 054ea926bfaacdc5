package dev.thaw.app.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shifts the clocks of nodes while they run, by libfaketime where that is installed (Debian's
 * package {@code faketime}). What measures durations is left alone, as on a real machine.
 */
public final class FakeTime {

  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  private FakeTime() {}

  /** The library; empty if it is not installed. */
  public static Optional<Path> library() {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      return Stream.concat(Stream.of(Path.of("/usr/lib")), folders)
          .map(folder -> folder.resolve(LIBRARY))
          .filter(Files::exists)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What stands in front of the command line of a node whose clock can be shifted. */
  public static List<String> launcher(Path library, Path clocks, String node) {
    shift(clocks, node, 0);
    return List.of(
        "env",
        "LD_PRELOAD=" + library,
        "FAKETIME_TIMESTAMP_FILE=" + clocks.resolve(node),
        "FAKETIME_CACHE_DURATION=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1");
  }

  /** Sets by how much the clock of a node is ahead. It notices within about a second. */
  public static void shift(Path clocks, String node, long seconds) {
    try {
      Files.createDirectories(clocks);
      Path next = Files.writeString(clocks.resolve(node + ".next"), "%+d\n".formatted(seconds));
      Files.move(next, clocks.resolve(node), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
