package dev.thaw.app.doctor;

import dev.thaw.workers.launch.SearchPath;
import java.util.List;

/**
 * The programs that start a trial's script.
 *
 * @param missing those that are not on this machine
 */
record Tools(List<String> missing) {

  private static final List<String> NEEDED = List.of("sh", "setsid", "nice");

  /**
   * Looks for them.
   *
   * @param path the worker's {@code PATH}
   */
  static Tools read(String path) {
    String everywhere = path + ":" + SearchPath.USUAL;
    return new Tools(
        NEEDED.stream().filter(name -> SearchPath.find(name, everywhere).isEmpty()).toList());
  }

  List<Finding> findings() {
    return missing.isEmpty()
        ? List.of(Finding.ok("programs", String.join(", ", NEEDED) + ", which start scripts"))
        : List.of(
            Finding.problem(
                "programs",
                "%s not found, without which no script can be started. Maybe install the packages coreutils and util-linux."
                    .formatted(String.join(", ", missing))));
  }
}
