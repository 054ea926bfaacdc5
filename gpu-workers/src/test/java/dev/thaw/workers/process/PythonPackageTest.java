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

/** The Python module as a package that pip can install. */
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
  void isBuiltWithTheModulesVersionAndNoDependencies() throws Exception {
    Ended tools = run("-c", "import setuptools as s; assert int(s.__version__.split('.')[0]) > 60");
    assumeTrue(tools.code() == 0, "setuptools 61 or newer is not installed.");
    Ended version = run("-c", "import thaw; print(thaw.__version__)");

    Ended built = run("-c", BUILD);

    assertThat(built.code()).as(built.output()).isZero();
    assertThat(built.output())
        .contains("\nName: thaw-trial\nVersion: " + version.output().strip() + "\n")
        .contains("holds thaw.py")
        .doesNotContain("Requires-Dist");
  }

  /** Builds the source package as pip does, and prints what pip would read in it. */
  private static final String BUILD =
      """
      import setuptools.build_meta, tarfile
      with tarfile.open("out/" + setuptools.build_meta.build_sdist("out")) as built:
          for member in built.getmembers():
              parts = member.name.split("/")
              if parts[1:] == ["thaw.py"]:
                  print("holds thaw.py")
              if parts[1:] == ["PKG-INFO"]:
                  print(built.extractfile(member).read().decode())
      """;

  private Ended run(String... arguments) throws Exception {
    List<String> command = Stream.concat(Stream.of("python3"), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
