package dev.thaw.workers.launch;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchTest {

  private static final Path HERE = Path.of(".");

  @Test
  void refusesAnEmptyCommand() {
    refuses("7", List.of(), Map.of(), 0, "command ([]) must begin with a program.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lr.0", "a=b", "1st", "a-b"})
  void refusesAVariableThatAShellWouldDrop(String name) {
    refuses("7", List.of("true"), Map.of(name, "1"), 0, "environment has a variable (" + name);
  }

  @Test
  void refusesTheCharacterZero() {
    refuses("7", List.of("true", "a\0b"), Map.of(), 0, "command (a?b) must not hold");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 20})
  void refusesANicenessThatTheKernelDoesNotKnow(int niceness) {
    refuses("7", List.of("true"), Map.of(), niceness, "niceness (" + niceness + ") must be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7\npid 1"})
  void refusesATrialThatIsNotOneLine(String trial) {
    refuses(trial, List.of("true"), Map.of(), 0, "trial (");
  }

  private static void refuses(
      String trial,
      List<String> command,
      Map<String, String> environment,
      int niceness,
      String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Launch(trial, command, environment, HERE, HERE, niceness))
        .withMessageStartingWith(message);
  }
}
