package dev.thaw.core.seeded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: bugs such as schedulers have had for years would be found here. Method: one at a time is
 * built into the core, and whatever looks for bugs looks at one study after the other, until it is
 * found. With {@code -Dthaw.sim.percent=100} all of them look: which finds it, and after how many
 * studies, is written to {@code target/seeded-bugs.md}.
 */
class SeededBugsTest {

  private static final Path TABLE = Path.of("target/seeded-bugs.md");

  /** In which order they are asked. */
  private static final List<String> DETECTORS =
      List.of("checkers", "oracle", "replay", "simulation");

  private static final Map<Long, List<String>> JOURNALS = new TreeMap<>();

  @TempDir private Path folder;

  static List<SeededBug> bugs() {
    return SeededBugs.all();
  }

  private static long seeds() {
    return Seeds.percent() >= 100 ? 200 : 40;
  }

  @BeforeAll
  static void begin() throws IOException {
    Files.createDirectories(TABLE.toAbsolutePath().getParent());
    Files.writeString(
        TABLE,
        "The first of %d studies in which a bug is found.%n%n| bug | %s |%n|---|%s%n"
            .formatted(seeds(), String.join(" | ", DETECTORS), "---:|".repeat(DETECTORS.size())));
  }

  private static List<String> journal(long seed) {
    return JOURNALS.computeIfAbsent(seed, Detectors::journal);
  }

  private static boolean finds(SeededBuild build, String detector, long seed) {
    if (detector.equals("replay")) {
      return !build.ask("journal", seed).equals(journal(seed));
    }
    return !build.ask(detector, seed).equals("");
  }

  /** The number of the first study in which something is found; 0 if nothing is. */
  private static long first(LongPredicate finds) {
    for (long seed = 1; seed <= seeds(); seed++) {
      if (finds.test(seed)) {
        return seed;
      }
    }
    return 0;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bugs")
  void isFound(SeededBug bug) throws IOException {
    Map<String, Long> found = new LinkedHashMap<>();
    try (var build = SeededBuild.of(bug, folder)) {
      for (String detector : DETECTORS) {
        boolean needed = Seeds.percent() >= 100 || found.values().stream().noneMatch(s -> s > 0);
        found.put(detector, needed ? first(seed -> finds(build, detector, seed)) : 0);
      }
    }
    StringBuilder line = new StringBuilder("| " + bug.name());
    found.values().forEach(seed -> line.append(" | ").append(seed == 0 ? "-" : seed));
    Files.writeString(TABLE, line + " |\n", StandardOpenOption.APPEND);

    assertThat(found.getOrDefault("checkers", 0L) + found.getOrDefault("oracle", 0L))
        .as("found without a journal of a build that is right: %s", found)
        .isPositive();
  }

  @Test
  void nothingIsFoundWhereThereIsNoBug() throws IOException {
    try (var build = SeededBuild.of(null, folder)) {
      for (String detector : DETECTORS) {
        for (long seed = 1; seed <= 10; seed++) {
          assertThat(finds(build, detector, seed)).as("%s, seed %d", detector, seed).isFalse();
        }
      }
    }
  }
}
