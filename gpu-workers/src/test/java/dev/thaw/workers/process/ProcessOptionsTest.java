package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
        Arguments.of("logs", 3, "trainer.logs (3) must be a text"));
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

  @Test
  void namesAllThatIsWrongAtOnce() {
    Map<String, Object> options = Map.of("logs", 3, "stopTimeLimit", -1);

    assertThat(new ArrayList<>(new ProcessTrainer().problemsWith(options)))
        .hasSize(3)
        .anyMatch(problem -> problem.contains("trainer.command (null)"));
  }
}
