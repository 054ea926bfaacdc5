package dev.thaw.core.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.random.Draws;
import org.junit.jupiter.api.Test;

class HorizonsTest {

  @Test
  void looksToTheEndOnEvenDecisions() {
    assertThat(Horizons.alternating(0, 51, 0.1)).isEqualTo(51);
    assertThat(Horizons.alternating(1, 51, 0.1)).isEqualTo(6);
    assertThat(Horizons.alternating(2, 51, 0.1)).isEqualTo(51);
  }

  @Test
  void drawsEveryHorizonAsOften() {
    int[] counts = new int[5];
    Draws draws = Draws.of(7, "horizon", 0);
    for (int i = 0; i < 10_000; i++) {
      counts[Horizons.random(4, draws.uniform(i))]++;
    }

    assertThat(counts[0]).isZero();
    for (int h = 1; h <= 4; h++) {
      assertThat(counts[h]).isBetween(2300, 2700);
    }
    assertThat(Horizons.random(4, 1)).isEqualTo(4);
  }

  @Test
  void neverLooksPastTheLastEpoch() {
    assertThat(Horizons.epoch(10, 20, 51)).isEqualTo(30);
    assertThat(Horizons.epoch(40, 20, 51)).isEqualTo(51);
    assertThat(Horizons.epoch(0, Integer.MAX_VALUE, 51)).isEqualTo(51);
  }

  @Test
  void asksForAShareOfTheGapToTheReference() {
    assertThat(Horizons.threshold(2, 3, 0)).isCloseTo(2 - 1e-4, within(1e-12));
    assertThat(Horizons.threshold(2, 4, 1)).isCloseTo(2 - 0.2, within(1e-12));
    assertThat(Horizons.threshold(2, 1, 0.5)).isEqualTo(2);
  }
}
