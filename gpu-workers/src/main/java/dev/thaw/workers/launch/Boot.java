package dev.thaw.workers.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Within what process numbers mean something: a machine, from one start to the next.
 *
 * @param host the machine's name, which a container may have for itself
 * @param start what Linux draws at random each time the machine starts
 * @param space the space of process numbers; each container has its own
 */
record Boot(String host, String start, String space) {

  private static final String UNKNOWN = "unknown";

  /** That in which we run. */
  static Boot current() {
    return new Boot(
        hostName(),
        text(Path.of("/proc/sys/kernel/random/boot_id")).orElse(UNKNOWN),
        processSpace());
  }

  /** Whether this is certainly over, seen from another: the machine has started again since. */
  boolean isOver(Boot now) {
    return host.equals(now.host) && !start.equals(now.start);
  }

  private static String hostName() {
    return text(Path.of("/proc/sys/kernel/hostname"))
        .or(() -> Optional.ofNullable(System.getenv("HOSTNAME")))
        .filter(name -> !name.isBlank())
        .orElse(UNKNOWN);
  }

  private static String processSpace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return UNKNOWN;
    }
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
