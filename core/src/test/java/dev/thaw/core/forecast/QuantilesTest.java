package dev.thaw.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class QuantilesTest {

  @Test
  void interpolatesBetweenRanks() {
    assertThat(Quantiles.of(DoubleStream.of(5, 1, 2, 3, 4))).isEqualTo(new Quantiles(1.4, 3, 4.6));
  }

  @Test
  void isThreeTimesTheOnlyDraw() {
    assertThat(Quantiles.of(DoubleStream.of(7))).isEqualTo(new Quantiles(7, 7, 7));
  }

  @Test
  void keepsItsOrderWhenItsUnitIsTurnedRound() {
    assertThat(new Quantiles(1, 2, 4).times(-1)).isEqualTo(new Quantiles(-4, -2, -1));
  }

  @Test
  void refusesNoDraws() {
    assertThatThrownBy(() -> Quantiles.of(DoubleStream.empty()))
        .hasMessageContaining("must be at least one");
  }
}
