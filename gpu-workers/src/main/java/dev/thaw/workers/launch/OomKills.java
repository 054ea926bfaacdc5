package dev.thaw.workers.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How often the kernel's out-of-memory killer was at work, by the counter that is nearest to us:
 * that of our control group (version 2, then version 1), otherwise that of the whole machine.
 */
final class OomKills {

  private OomKills() {}

  /**
   * The count so far; empty where the kernel does not tell.
   *
   * @param root {@code /}, or a folder that stands in for it
   */
  static OptionalLong count(Path root) {
    return candidates(root).stream()
        .map(OomKills::counter)
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  private static List<Path> candidates(Path root) {
    List<Path> files = new ArrayList<>();
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      // Hierarchy, controllers, path; version 2 has no controllers there.
      String[] fields = line.split(":", 3);
      if (fields.length == 3 && fields[1].isEmpty()) {
        files.add(root.resolve("sys/fs/cgroup" + fields[2]).resolve("memory.events"));
      } else if (fields.length == 3 && List.of(fields[1].split(",")).contains("memory")) {
        files.add(root.resolve("sys/fs/cgroup/memory" + fields[2]).resolve("memory.oom_control"));
      }
    }
    // In a container the path may be the host's, and the files are at the top.
    files.add(root.resolve("sys/fs/cgroup/memory.events"));
    files.add(root.resolve("sys/fs/cgroup/memory/memory.oom_control"));
    files.add(root.resolve("proc/vmstat"));
    return files;
  }

  private static OptionalLong counter(Path file) {
    return lines(file).stream()
        .filter(line -> line.matches("oom_kill \\d{1,18}"))
        .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }
}
