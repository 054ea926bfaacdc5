package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0.9341, 0.93410",
    "0.1, 0.10000",
    "12.25, 12.250",
    "64, 64",
    "1234567.8, 1234568",
    "1e-7, 1e-7",
    "-0.5, -0.50000",
    "0, 0",
    "NaN, NaN",
    "-Infinity, -inf",
    "1.23456789e12, 1.2346e12",
    "0.999999, 1.0000"
  })
  void writesValuesWithFiveDigits(double value, String text) {
    assertThat(Figures.value(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.00031622776, 0.0003162", "0.1, 0.1", "3.16e-6, 3.16e-6", "100, 100", "0.99999, 1"})
  void writesNumbersWithoutTrailingZeros(double value, String text) {
    assertThat(Figures.number(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "59, 59 s",
    "60, 1 min",
    "61, 1 min 1 s",
    "3600, 1 h",
    "7500, 2 h 5 min",
    "90000, 1 d 1 h",
    "-5, 0 s"
  })
  void writesDurationsInTwoUnits(long seconds, String text) {
    assertThat(Figures.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 %", "0.0001, 0.1 %", "0.5, 50 %", "0.9999, 99.9 %", "1, 100 %"})
  void neverRoundsToAllOrNothing(double share, String text) {
    assertThat(Figures.percent(share)).isEqualTo(text);
  }

  @Test
  void addsTheDateOfAnotherDay() {
    Instant now = Instant.parse("2026-03-01T22:30:00Z");

    assertThat(Figures.clock(now.plusSeconds(600), now, ZoneId.of("UTC"))).isEqualTo("22:40");
    assertThat(Figures.clock(now.plusSeconds(7200), now, ZoneId.of("UTC")))
        .isEqualTo("2 Mar 00:30");
    assertThat(Figures.clock(now, now, ZoneId.of("Asia/Tokyo"))).isEqualTo("07:30");
  }

  @Test
  void writesTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("de-DE"));
      assertThat(Figures.value(0.5) + Figures.count(1234, "trial") + Figures.percent(0.0001))
          .isEqualTo("0.500001,234 trials0.1 %");
    } finally {
      Locale.setDefault(before);
    }
  }
}
