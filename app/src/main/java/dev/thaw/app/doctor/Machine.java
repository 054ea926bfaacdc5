package dev.thaw.app.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.thaw.app.summary.Figures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Processors and memory, as far as this process may use them.
 *
 * @param system the operating system and the kind of processor
 * @param processors the processors that may be used, limits of a container respected
 * @param memory the memory that may be used, limits of a container respected, in bytes
 * @param built the memory of the whole machine, in bytes, where the system tells
 * @param heap the most that Java's heap may take, in bytes
 */
record Machine(String system, int processors, long memory, OptionalLong built, long heap) {

  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d{1,15}) kB");

  static Machine read() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        "%s %s".formatted(system.getName(), system.getArch()),
        system.getAvailableProcessors(),
        system.getTotalMemorySize(),
        total(Path.of("/proc/meminfo")),
        JavaRuntime.read().heap());
  }

  private static OptionalLong total(Path meminfo) {
    try (Stream<String> lines = Files.lines(meminfo)) {
      return lines
          .map(TOTAL::matcher)
          .filter(m -> m.matches())
          .mapToLong(m -> Long.parseLong(m.group(1)) << 10)
          .findFirst();
    } catch (IOException absent) {
      return OptionalLong.empty();
    }
  }

  List<Finding> findings() {
    String what =
        "%s, %s, %s of memory%s"
            .formatted(
                system, Figures.count(processors, "processor"), Bytes.text(memory), limited());
    if (heap > memory / 4 * 3) {
      String text =
          "%s, of which Java's heap may take %s. Maybe set THAW_HEAP=%dm, and leave the rest to trials."
              .formatted(what, Bytes.text(heap), Math.max(256, memory / 2 / Bytes.MIB));
      return List.of(Finding.warning("machine", text));
    }
    return List.of(Finding.ok("machine", what));
  }

  private String limited() {
    // Hardware keeps a little for itself, so that the two never agree to the byte.
    return built.isPresent() && memory < built.getAsLong() / 10 * 9
        ? " (a container's limit; the machine has %s)".formatted(Bytes.text(built.getAsLong()))
        : "";
  }
}
