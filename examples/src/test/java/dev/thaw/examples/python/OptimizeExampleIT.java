package dev.thaw.examples.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the script that searches by itself is right. Method: it is run as a user would. */
class OptimizeExampleIT {

  private static final Path SCRIPT = Path.of("python/optimize/search.py").toAbsolutePath();
  private static final Path MODULE =
      Path.of("../gpu-workers/src/main/resources/python").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void theScriptFindsSomethingAndSaysWhat() throws Exception {
    assumeTrue(isThere(), "There is no python3 on this machine.");
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    var builder =
        new ProcessBuilder("python3", "-B", SCRIPT.toString(), folder.resolve("s").toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("THAW_HOME", launcher().toString());
    builder.environment().put("PYTHONPATH", MODULE.toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    assertThat(Files.readString(out)).startsWith("Best(parameters={'rate': ").contains("'trial': ");
    assertThat(folder.resolve("s/report.html")).exists();
  }

  private static boolean isThere() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException none) {
      return false;
    }
  }

  /** The program with the classes of this test, in a folder of its own. */
  private Path launcher() throws IOException {
    String tests = System.getProperty("surefire.test.class.path");
    String classPath = tests == null ? System.getProperty("java.class.path") : tests;
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path file =
        Files.writeString(
            folder.resolve("thaw"),
            """
            #!/bin/sh
            exec '%s' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
            -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -cp '%s' dev.thaw.app.Main "$@"
            """
                .formatted(java, classPath));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }
}
