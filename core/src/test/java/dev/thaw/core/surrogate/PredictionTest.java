package dev.thaw.core.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PredictionTest {
  private final Prediction prediction = new Prediction(2, 0.09, 0.16);

  @Test
  void tellsTheCurveFromItsObservations() {
    assertThat(prediction.deviation()).isCloseTo(0.3, within(1e-15));
    assertThat(prediction.observedDeviation()).isCloseTo(0.5, within(1e-15));
  }

  @Test
  void knowsItsQuantiles() {
    assertThat(prediction.quantile(0.5)).isEqualTo(2);
    assertThat(prediction.quantile(0.975)).isCloseTo(2 + 0.3 * 1.959963984540054, within(1e-8));
    assertThat(new Prediction(2, 0, 0).quantile(0)).isEqualTo(2);
  }

  @Test
  void saysHowWellItForetold() {
    double peak = -0.5 * Math.log(2 * Math.PI * 0.25);

    assertThat(prediction.logDensity(2)).isCloseTo(peak, within(1e-14));
    assertThat(prediction.logDensity(3)).isCloseTo(peak - 2, within(1e-14));
    assertThat(new Prediction(2, 0, 0).logDensity(2)).isFinite();
  }
}
