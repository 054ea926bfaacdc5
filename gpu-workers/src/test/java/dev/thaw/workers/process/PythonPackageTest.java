package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python module as a package that pip installs, without a network. */
class PythonPackageTest {

  @TempDir private Path folder;

  record Ended(int code, String output) {}

  @BeforeEach
  void copyThePackage() throws Exception {
    Bench.needsPython();
    for (String name : List.of("thaw.py", "pyproject.toml")) {
      try (InputStream file = getClass().getResourceAsStream("/python/" + name)) {
        Files.copy(Objects.requireNonNull(file), folder.resolve(name));
      }
    }
  }

  @Test
  void becomesAWheelWithTheModulesVersionAndNoDependencies() throws Exception {
    Ended tools = run("-c", "import pip, setuptools; assert setuptools.__version__ >= '61'");
    assumeTrue(tools.code() == 0, "pip and setuptools 61 or newer are not installed.");
    Ended version = run("-c", "import thaw; print(thaw.__version__)");

    Ended built =
        run("-m", "pip", "wheel", "--no-index", "--no-build-isolation", "-w", "wheels", ".");

    assertThat(built.code()).as(built.output()).isZero();
    try (Stream<Path> wheels = Files.list(folder.resolve("wheels"))) {
      assertThat(wheels.map(wheel -> wheel.getFileName().toString()))
          .containsExactly("thaw_trial-%s-py3-none-any.whl".formatted(version.output().strip()));
    }
  }

  private Ended run(String... arguments) throws Exception {
    List<String> command = Stream.concat(Stream.of("python3"), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
