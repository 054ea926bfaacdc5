package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.trainer.EpochResult;
import dev.thaw.trainer.TrainingSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The options {@code venv} and {@code conda}. */
class PythonEnvironmentTest {

  @TempDir private Path folder;

  @Test
  void aScriptRunsInItsVirtualEnvironment() throws Exception {
    Bench.needsPython();
    Path venv = folder.resolve(".venv");
    assertThat(
            new ProcessBuilder("python3", "-m", "venv", "--without-pip", venv.toString())
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
    Bench bench = new Bench(folder).with("venv", ".venv").with("env", Map.of("PATH", "/usr/bin"));
    bench.python(
        """
        import os, sys, thaw
        trial = thaw.trial()
        print(sys.prefix, os.environ["VIRTUAL_ENV"], os.environ["PATH"])
        for epoch in trial.epochs():
            trial.report(loss=1)
        """);
    assertThat(new ProcessTrainer().problemsWith(bench.options)).isEmpty();

    try (TrainingSession session = bench.open()) {
      assertThat(session.trainEpoch(1)).isEqualTo(EpochResult.of("loss", 1));
    }

    assertThat(bench.log()).contains("%s %s %s/bin:/usr/bin".formatted(venv, venv, venv));
  }

  @Test
  void aScriptRunsInItsCondaEnvironment() throws Exception {
    Path prefix = environment("envs/torch");
    Bench bench = new Bench(folder).with("conda", prefix.toString());
    bench
        .shell("python; echo $CONDA_PREFIX $CONDA_DEFAULT_ENV; echo loss=1")
        .with("metrics", Map.of("loss", "loss=([0-9]+)"));
    assertThat(new ProcessTrainer().problemsWith(bench.options)).isEmpty();

    try (TrainingSession session = bench.open()) {
      session.trainEpoch(1);
    }

    assertThat(bench.log()).contains("python of torch", prefix + " " + prefix);
  }

  static Stream<Arguments> placesOfConda() {
    return Stream.of(
        Arguments.of("CONDA_ENVS_PATH", "a:envs", "envs/torch"),
        Arguments.of("CONDA_ENVS_DIRS", "envs", "envs/torch"),
        Arguments.of("CONDA_PREFIX", "root", "root/envs/torch"),
        Arguments.of("CONDA_PREFIX", "root/envs/other", "root/envs/torch"),
        Arguments.of("CONDA_PREFIX", "anywhere/torch", "anywhere/torch"),
        Arguments.of("CONDA_EXE", "root/bin/conda", "root/envs/torch"),
        Arguments.of("MAMBA_ROOT_PREFIX", "root", "root/envs/torch"),
        Arguments.of("NONE", "", "home/.conda/envs/torch"),
        Arguments.of("NONE", "", "home/miniforge3/envs/torch"));
  }

  @ParameterizedTest(name = "{0}={1}: {2}")
  @MethodSource("placesOfConda")
  void findsACondaEnvironmentByItsName(String variable, String value, String prefix)
      throws IOException {
    Path expected = environment(prefix);
    var paths = Stream.of(value.split(":", -1)).map(path -> folder.resolve(path).toString());
    var folders =
        new CondaFolders(
            Map.of(variable, String.join(":", paths.toList())), folder.resolve("home"));

    assertThat(folders.prefixOf("torch")).contains(expected);
    assertThat(folders.prefixOf("torch2")).isEmpty();
  }

  @Test
  void findsACondaEnvironmentThatCondaHasNoted() throws IOException {
    Path expected = environment("somewhere/torch");
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectory(home.resolve(".conda"));
    Files.writeString(home.resolve(".conda/environments.txt"), "/no/such\n" + expected + "\n");

    assertThat(new CondaFolders(Map.of(), home).prefixOf("torch")).contains(expected);
  }

  @Test
  void findsTheBaseEnvironment() throws IOException {
    Path expected = environment("root");
    var variables = Map.of("CONDA_EXE", expected.resolve("bin/conda").toString());

    assertThat(new CondaFolders(variables, folder).prefixOf("base")).contains(expected);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(Map.of("venv", "no"), "trainer.venv (", "python3 -m venv"),
        Arguments.of(Map.of("conda", "./no"), "must be a conda environment", "conda env list"),
        Arguments.of(Map.of("conda", "no-such"), "must be the name or the folder", "its folder"),
        Arguments.of(Map.of("venv", "a", "conda", "./b"), "together with venv", "one of them"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void namesAnEnvironmentThatIsNotThere(Map<String, Object> wrong, String says, String maybe) {
    Bench bench = new Bench(folder).with("command", List.of("sh", "-c", "true"));
    bench.options.putAll(wrong);

    assertThat(new ProcessTrainer().problemsWith(bench.options))
        .singleElement()
        .asString()
        .contains(says, "\nMaybe ", maybe);
  }

  @Test
  void looksForTheProgramInTheEnvironment() throws IOException {
    Path prefix = environment("env");
    Bench bench = new Bench(folder).with("conda", prefix.toString());

    bench.with("command", List.of("only-here"));
    assertThat(new ProcessTrainer().problemsWith(bench.options)).isNotEmpty();
    executable(prefix.resolve("bin/only-here"), "true");
    assertThat(new ProcessTrainer().problemsWith(bench.options)).isEmpty();
  }

  @Test
  void aSessionWhoseEnvironmentIsGoneIsRefused() {
    Bench bench =
        new Bench(folder).with("command", List.of("sh", "-c", "true")).with("conda", "gone");

    assertThatThrownBy(() -> bench.open()).hasMessageContaining("trainer.conda (gone)");
  }

  private Path environment(String prefix) throws IOException {
    Path place = folder.resolve(prefix);
    executable(place.resolve("bin/python"), "echo python of " + place.getFileName());
    return place;
  }

  private static void executable(Path file, String line) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
