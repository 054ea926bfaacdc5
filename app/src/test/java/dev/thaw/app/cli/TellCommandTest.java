package dev.thaw.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics as scripts of any language print them. */
class TellCommandTest {

  @ParameterizedTest
  @CsvSource({
    "nan, NaN",
    "NaN, NaN",
    "-nan, NaN",
    "inf, Infinity",
    "-Infinity, -Infinity",
    "+INF, Infinity",
    "2.5e-3, 0.0025"
  })
  void readsNumbersOfAnyProgram(String text, double value) {
    assertThat(TellCommand.metrics(List.of("loss=" + text))).containsEntry("loss", value);
  }

  @Test
  void readsAllMetricsOfAnEpoch() {
    assertThat(TellCommand.metrics(List.of("loss=1", "error=0.5")))
        .containsEntry("loss", 1.0)
        .containsEntry("error", 0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"loss=0,4", "loss=", "loss", "=3", "loss=infinite"})
  void namesWhatIsNoMetric(String text) {
    assertThatThrownBy(() -> TellCommand.metrics(List.of("error=1", text)))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("METRIC=VALUE (" + text + ") must");
  }
}
