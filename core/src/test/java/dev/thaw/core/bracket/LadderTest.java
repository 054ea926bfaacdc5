package dev.thaw.core.bracket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderTest {

  @ParameterizedTest(name = "from {0} to {1} by {2}: {3}")
  @CsvSource({
    "1, 81, 3, '[1, 3, 9, 27, 81]'",
    "1, 51, 3, '[1, 3, 9, 27, 51]'",
    "1, 28, 3, '[1, 3, 9, 28]'",
    "2, 50, 4, '[2, 8, 50]'",
    "5, 5, 3, '[5]'",
    "1, 2, 3, '[1, 2]'",
    "1, 1, 2, '[1]'"
  })
  void levelsGrowByTheReductionFactorAndEndAtTheMaximum(
      int min, int max, int eta, String expected) {
    assertThat(Ladder.of(min, max, eta).epochs()).hasToString(expected);
  }

  @ParameterizedTest(name = "from {0} to {1} by {2}")
  @CsvSource({"0, 5, 3", "6, 5, 3", "1, 5, 1"})
  void nonsenseIsRefusedWithTheValues(int min, int max, int eta) {
    assertThatThrownBy(() -> Ladder.of(min, max, eta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(" + min + ")")
        .hasMessageContaining("(" + eta + ")");
  }

  @Test
  void aVeryLongLadderDoesNotOverflow() {
    assertThat(Ladder.of(1, Integer.MAX_VALUE, 2).epochs().getLast()).isEqualTo(Integer.MAX_VALUE);
  }
}
