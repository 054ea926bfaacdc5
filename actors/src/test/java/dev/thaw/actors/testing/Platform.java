package dev.thaw.actors.testing;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Whether a PostgreSQL server can be started on this machine. */
final class Platform {

  private Platform() {}

  /** Skips the test that asks if it cannot. */
  static void assume() {
    String obstacle = obstacle();
    Assumptions.assumeTrue(obstacle == null, obstacle);
  }

  private static @Nullable String obstacle() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    if (!hasBinaries(system.contains("mac") ? "darwin" : system.split(" ", 2)[0], processor)) {
      return "there are no PostgreSQL binaries for %s on %s".formatted(system, processor);
    }
    return System.getProperty("user.name").equals("root") && !LinuxUtils.isUnshareAvailable()
        ? "PostgreSQL does not run as root, and root may not make a user namespace here"
        : null;
  }

  private static boolean hasBinaries(String system, String processor) {
    try (InputStream binaries =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, processor)) {
      return binaries != null;
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }
}
