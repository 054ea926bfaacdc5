package dev.thaw.app.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "90s, PT1M30S",
    "1h30m, PT1H30M",
    "1h 30m, PT1H30M",
    "1 h 30 min, PT1H30M",
    "250ms, PT0.25S",
    "8h, PT8H",
    "8H, PT8H",
    "2d, PT48H",
    "1.5h, PT1H30M",
    "0.1s, PT0.1S",
    "0s, PT0S",
    "PT1H30M, PT1H30M",
    "pt5s, PT5S",
    "P1DT1H, PT25H"
  })
  void readsEveryWayToWriteADuration(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        " ",
        "90",
        "s",
        "3 weeks",
        "1h30",
        "1h-30m",
        "-5m",
        "1:30",
        "PT",
        "9999999999999999d"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("duration (%s) must be numbers with units".formatted(text))
        .hasMessageContaining("\nMaybe ");
  }

  @Test
  void proposesSecondsForABareNumber() {
    assertThatThrownBy(() -> Durations.parse("90")).hasMessageEndingWith("Maybe 90s.");
  }

  @ParameterizedTest(name = "{0} is printed as {1}")
  @CsvSource({
    "PT1H30M, 1h 30m",
    "PT90S, 1m 30s",
    "PT0.25S, 250ms",
    "PT48H, 2d",
    "PT0S, 0s",
    "PT-5S, -5s",
    "PT0.0000005S, 0.0005ms"
  })
  void printsCompactly(Duration duration, String text) {
    assertThat(Durations.print(duration)).isEqualTo(text);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsBackWhatItPrints(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      Duration duration =
          Duration.ofSeconds(random.nextLong(1_000_000_000), random.nextLong(1_000_000_000));
      String text = Durations.print(duration);

      assertThat(Durations.parse(text)).as("seed %d: %s", seed, text).isEqualTo(duration);
    }
  }
}
