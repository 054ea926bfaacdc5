package dev.thaw.workers.slot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The main memory of the machine, as Linux tells.
 *
 * @param file its {@code meminfo}
 */
record HostMemory(Path file) {

  /** A process that sleeps may stay while this share of the memory is there for others. */
  private static final double SPARE = 0.4;

  static HostMemory ofThisMachine() {
    return new HostMemory(Path.of("/proc/meminfo"));
  }

  /** Whether so much is free that nobody would miss what one more sleeping process holds. */
  boolean hasRoom() {
    try {
      String text = Files.readString(file);
      OptionalLong total = kibibytes("MemTotal", text);
      OptionalLong available = kibibytes("MemAvailable", text);
      return total.isPresent()
          && available.isPresent()
          && available.getAsLong() >= SPARE * total.getAsLong();
    } catch (IOException e) {
      // Another operating system: nobody can tell.
      return false;
    }
  }

  private static OptionalLong kibibytes(String name, String text) {
    Matcher matcher = Pattern.compile("(?m)^" + name + ":\\s+(\\d{1,15}) kB$").matcher(text);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
