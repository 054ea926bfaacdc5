package dev.thaw.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShiftedClocksTest {

  @TempDir private Path temp;

  /** Prints what time it is. */
  public static final class Now {
    private Now() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
      System.out.println(Instant.now());
    }
  }

  @Test
  void shiftsTheWallClockOfAProcess() throws Exception {
    Optional<ShiftedClocks> clocks = ShiftedClocks.in(temp);
    assumeTrue(clocks.isPresent(), "There is no C compiler here; nothing was tested.");
    List<String> launcher = clocks.get().launcher("a");
    assertThat(Duration.between(now(launcher), Instant.now())).isLessThan(Duration.ofMinutes(5));

    clocks.get().shift("a", -3_600);

    assertThat(Duration.between(now(launcher), Instant.now()))
        .isBetween(Duration.ofMinutes(60), Duration.ofMinutes(65));
  }

  private static Instant now(List<String> launcher) throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classes = Now.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    command.addAll(List.of("-cp", classes, Now.class.getName()));
    Process process = new ProcessBuilder(command).start();
    byte[] printed = process.getInputStream().readAllBytes();
    return Instant.parse(new String(printed, StandardCharsets.UTF_8).strip());
  }
}
