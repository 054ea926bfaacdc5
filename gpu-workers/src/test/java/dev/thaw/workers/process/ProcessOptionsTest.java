package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessOptionsTest {

  private static final List<Object> COMMAND = List.of("sh", "-c", "true");

  @Test
  void acceptsACommandAlone() {
    Map<String, Object> options = Map.of("command", COMMAND);

    assertThat(new ProcessTrainer().problemsWith(options)).isEmpty();
    ProcessOptions read = ProcessOptions.of(options);
    assertThat(read.workingDirectory()).isEqualTo(Path.of("").toAbsolutePath());
    assertThat(read.startTimeLimit()).isEqualTo(Duration.ofMinutes(5));
    assertThat(read.speaks()).isTrue();
  }

  @Test
  void acceptsEveryOption() {
    Map<String, Object> options =
        Map.of(
            "command",
            List.of("sh", "{script}", 3, 0.5, true),
            "env",
            Map.of("A", 1),
            "workingDirectory",
            System.getProperty("java.io.tmpdir"),
            "metrics",
            Map.of("loss", "loss=([0-9.]+)"),
            "startTimeLimit",
            60L,
            "stopTimeLimit",
            0.5,
            "logs",
            "logs");

    assertThat(new ProcessTrainer().problemsWith(options)).isEmpty();
    ProcessOptions read = ProcessOptions.of(options);
    assertThat(read.command()).containsExactly("sh", "{script}", "3", "0.5", "true");
    assertThat(read.env()).isEqualTo(Map.of("A", "1"));
    assertThat(read.stopTimeLimit()).isEqualTo(Duration.ofMillis(500));
    assertThat(read.speaks()).isFalse();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("comand", COMMAND, "trainer.comand ([sh, -c, true]) is not an option."),
        Arguments.of("command", "python3 train.py", "(python3 train.py) must be a list"),
        Arguments.of("command", List.of(), "trainer.command ([]) must be a list"),
        Arguments.of("command", List.of("sh", List.of()), "must be a list"),
        Arguments.of("command", List.of("no-such-program"), "must be a program on the PATH"),
        Arguments.of("command", List.of("./no-such"), "must be a program that can be executed"),
        Arguments.of("workingDirectory", "/no/such", "(/no/such) must be a folder that exists"),
        Arguments.of("env", "A=b", "trainer.env (A=b) must be a map"),
        Arguments.of("env", Map.of("A B", "c"), "trainer.env.A B (c) must be a variable's name"),
        Arguments.of("env", Map.of("THAW_SEED", "1"), "must not be a variable that Thaw sets"),
        Arguments.of("env", Map.of("CUDA_VISIBLE_DEVICES", "1"), "that Thaw sets"),
        Arguments.of("metrics", Map.of(), "trainer.metrics ({}) must not be empty"),
        Arguments.of("metrics", Map.of("loss", "loss=.*"), "must hold one group"),
        Arguments.of("metrics", Map.of("loss", "(loss"), "must be a regular expression"),
        Arguments.of("startTimeLimit", 0, "(0) must be a positive number of seconds"),
        Arguments.of("stopTimeLimit", "10 s", "(10 s) must be a positive number of seconds"),
        Arguments.of("logs", 3, "trainer.logs (3) must be a text"),
        Arguments.of(
            "logLimit", "10 bytes", "trainer.logLimit (10 bytes) must be a size of at least"),
        Arguments.of("logLimit", "much", "(much) must be a size of at least 64 KiB"),
        Arguments.of("snapshot", "yes", "trainer.snapshot (yes) must be true or false"),
        Arguments.of("command", List.of("python3", "trian.py"), "(trian.py) must be a script that"),
        Arguments.of("command", List.of("sh", "no/such"), "(no/such) must be a script that"),
        Arguments.of("command", List.of("env", "no.sh"), "(no.sh) must be a script that"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("mistakes")
  void namesWhatIsWrong(String option, Object value, String problem) {
    Map<String, Object> options = new LinkedHashMap<>(Map.of("command", COMMAND));
    options.put(option, value);

    List<String> problems = new ProcessTrainer().problemsWith(options);

    assertThat(problems).singleElement().asString().contains(problem).contains("\nMaybe ");
  }

  @Test
  void areNotReadIfOneIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProcessOptions.of(Map.of("command", COMMAND, "logs", 3)))
        .withMessageContaining("trainer.logs (3) must be a text");
  }

  static Stream<Arguments> placeholders() {
    return Stream.of(
        Arguments.of("{lr}", ""),
        Arguments.of("{lr:0.1} {none:1} {{none}} {study} {trial} {seed} {} {1}", ""),
        Arguments.of(
            "--m={mometum}", "({mometum}) must be one of [lr, momentum, study, trial, seed]"),
        Arguments.of("--m={mometum}", "Maybe {momentum} is meant; {{mometum}} stands for the text"),
        Arguments.of("{Lr}", "Maybe {lr} is meant"),
        Arguments.of("{unheardof}", "Maybe {{unheardof}} is meant"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("placeholders")
  void refusesAPlaceholderThatNoTrialCanFill(String word, String problem) {
    Map<String, Object> inCommand = Map.of("command", List.of("sh", "-c", word));
    Map<String, Object> inEnv = Map.of("command", COMMAND, "env", Map.of("A", word));
    Set<String> parameters = new LinkedHashSet<>(List.of("lr", "momentum"));

    for (var options : List.of(inCommand, inEnv)) {
      List<String> problems = new ProcessTrainer().problemsWith(options, parameters);
      if (problem.isEmpty()) {
        assertThat(problems).isEmpty();
      } else {
        assertThat(problems).singleElement().asString().contains(problem);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100000, 100000",
    "64 MiB, 67108864",
    "64MB, 64000000",
    "1g, 1000000000",
    "500 kB, 500000"
  })
  void readsSizes(String text, long bytes) {
    assertThat(ProcessOptions.of(Map.of("command", COMMAND, "logLimit", text)).logLimit())
        .isEqualTo(bytes);
  }

  @Test
  void namesTheScriptThatIsProbablyMeant(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("train.py"), "");
    Map<String, Object> options =
        Map.of("command", List.of("sh", "trian.py"), "workingDirectory", folder.toString());

    assertThat(new ProcessTrainer().problemsWith(options))
        .containsExactly(
            "trainer.command (trian.py) must be a script that exists in %s.\nMaybe train.py is meant."
                .formatted(folder));
  }

  @Test
  void namesAllThatIsWrongAtOnce() {
    Map<String, Object> options = Map.of("logs", 3, "stopTimeLimit", -1);

    assertThat(new ArrayList<>(new ProcessTrainer().problemsWith(options)))
        .hasSize(3)
        .anyMatch(problem -> problem.contains("trainer.command (null)"));
  }
}
