package dev.thaw.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.curve.Curve;
import dev.thaw.core.study.Advice;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class BandChecksTest {

  private static Curve curve(double... values) {
    double[] seconds = new double[values.length];
    Arrays.fill(seconds, 1);
    return Curve.of(values, seconds);
  }

  private static GuidedDecision decision(int known, Advice.Forecast... forecasts) {
    var evidence = new Advice.Evidence("r", 0, List.of(forecasts), List.of());
    return new GuidedDecision(
        1, 0, 0, GuidedDecision.Deed.THAWED, known, known + 1, null, evidence);
  }

  private static Advice.Forecast at(int epoch) {
    return new Advice.Forecast(epoch, 0.5, 0.4, 0.8);
  }

  @Test
  void countsTheBoundsAsInside() {
    BandChecks checks = BandChecks.none();

    for (double value : new double[] {0.4, 0.5, 0.8, 0.39, 0.81}) {
      checks = checks.and(decision(1, at(2)), curve(1, value), 4);
    }

    assertThat(checks).isEqualTo(new BandChecks(5, 3, 0, 0));
  }

  @Test
  void checksOnlyEpochsThatWereReached() {
    GuidedDecision decision = decision(1, at(2), at(3), at(4));

    assertThat(BandChecks.none().and(decision, curve(1, 0.5, 0.9), 4))
        .isEqualTo(new BandChecks(2, 1, 0, 0));
    assertThat(BandChecks.none().and(decision, curve(1, 0.5, 0.9, 0.5), 4))
        .isEqualTo(new BandChecks(3, 2, 1, 1));
  }

  @Test
  void ignoresForecastsOfWhatWasKnownOrIsNotFinite() {
    GuidedDecision decision =
        decision(2, at(2), new Advice.Forecast(3, 0.5, Double.NEGATIVE_INFINITY, 1), at(4));

    assertThat(decision.forecasts()).extracting(Advice.Forecast::epoch).containsExactly(4);
    assertThat(BandChecks.none().and(decision, curve(9, 9, 9), 4)).isEqualTo(BandChecks.none());
  }

  @Test
  void measuresASurpriseByTheHalfOfTheBandOnItsSide() {
    assertThat(BandChecks.surprise(at(2), 0.8)).isEqualTo(1.0);
    assertThat(BandChecks.surprise(at(2), 0.2)).isCloseTo(3.0, Offset.offset(1e-12));
    assertThat(BandChecks.surprise(at(2), 0.5)).isZero();
    assertThat(BandChecks.surprise(new Advice.Forecast(2, 0.5, 0.5, 0.5), 0.7)).isZero();
  }
}
