package dev.thaw.workers.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessTableTest {

  private static final String REST =
      "S 1 77 78 0 -1 4194560 108 0 0 0 150 30 7 2 20 0 1 0 112233 2842624 240"
          + " 18446744073709551615";

  @ParameterizedTest
  @ValueSource(strings = {"python3", "a b", "x) Z 1 2 3 (y", "))"})
  void readsALineWhateverTheProcessIsCalled(String name) {
    assertThat(ProcessTable.Row.parse("4711 (%s) %s\n".formatted(name, REST)))
        .contains(new ProcessTable.Row(4711, 'S', 77, 78, 112233, 189));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4711", "4711 (a)", "4711 (a) S 1 2"})
  void findsNobodyInALineThatIsNone(String line) {
    assertThat(ProcessTable.Row.parse(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-5, 0, 1})
  void sendsNoSignalToEverybody(long pid) {
    assertThatIllegalArgumentException().isThrownBy(() -> Signal.TERM.toProcess(pid));
    assertThatIllegalArgumentException().isThrownBy(() -> Signal.TERM.toGroup(pid));
  }

  @Test
  void sendsNoSignalToItself() {
    long self = ProcessHandle.current().pid();

    assertThatIllegalArgumentException().isThrownBy(() -> Signal.TERM.toProcess(self));
  }
}
