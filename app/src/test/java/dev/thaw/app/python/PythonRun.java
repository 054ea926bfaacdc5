package dev.thaw.app.python;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.app.fixture.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A script that Python has run.
 *
 * @param exitCode 128 and the number of the signal if it was killed
 * @param out its standard output
 * @param err its standard error
 */
record PythonRun(int exitCode, String out, String err) {

  private static final long PATIENCE_SECONDS = 60;

  /** Skips a test visibly where there is no Python. */
  static void assumePython() {
    assumeTrue(Programs.has("python3"), "There is no python3 on this machine.");
  }

  /**
   * Runs a script that finds the module {@code thaw}, and the program by {@code THAW_HOME}.
   *
   * @param folder where it runs, and where all that is needed is put
   */
  static PythonRun of(Path folder, String script, String... arguments)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("home"));
    launcher(home.resolve("thaw"));
    try (InputStream module = PythonRun.class.getResourceAsStream("/python/thaw.py")) {
      Files.write(home.resolve("thaw.py"), Objects.requireNonNull(module).readAllBytes());
    }
    Path file = Files.writeString(folder.resolve("script.py"), script);
    List<String> command = new ArrayList<>(List.of("python3", file.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("PYTHONPATH", home.toString());
    builder.environment().put("THAW_HOME", home.toString());
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the script goes on; it said:\n" + read(err));
    }
    return new PythonRun(process.exitValue(), read(out), read(err));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program with the classes of this test. */
  private static void launcher(Path file) throws IOException {
    String tests = System.getProperty("surefire.test.class.path");
    String classPath = tests == null ? System.getProperty("java.class.path") : tests;
    Files.writeString(
        file,
        """
        #!/bin/sh
        exec '%s' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -cp '%s' dev.thaw.app.Main "$@"
        """
            .formatted(Path.of(System.getProperty("java.home"), "bin", "java"), classPath));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  /** The last line of the output. */
  String last() {
    return out.lines().toList().getLast();
  }
}
