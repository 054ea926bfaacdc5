package dev.thaw.core.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.core.curve.Curve;
import dev.thaw.core.simulation.LearningCurves.Epoch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ContenderTest {

  private static Curve curve(int epochs, java.util.function.IntToDoubleFunction value) {
    return Curve.of(
        IntStream.rangeClosed(1, epochs).mapToDouble(value).toArray(),
        IntStream.rangeClosed(1, epochs).mapToDouble(i -> 1).toArray());
  }

  @Test
  void estimatesTheScatterOfTheLastEpochs() {
    Curve noisy = curve(4_000, epoch -> 0.3 * Taught.noise(1, epoch));
    double mean =
        IntStream.range(0, 200)
            .mapToDouble(
                shift ->
                    Noise.of(curve(20, epoch -> noisy.value(1 + shift * 20 + epoch - 1)))
                        .orElseThrow())
            .average()
            .orElseThrow();

    assertThat(mean).isCloseTo(0.3, within(0.03));
  }

  @Test
  void takesASteadySlopeForNoScatter() {
    assertThat(Noise.of(curve(20, epoch -> 3.0 * epoch)).orElseThrow()).isCloseTo(0, within(1e-9));
  }

  @Test
  void knowsNoScatterOfAShortCurve() {
    assertThat(Noise.of(curve(9, epoch -> epoch))).isEmpty();
  }

  @Test
  void ranksByTheBestValueAndGivesNoIntervalToShortCurves() {
    Taught study =
        Taught.by(
            Taught.full(12).epochs(1, 4).spec(),
            (configuration, seed, epoch) -> new Epoch(Taught.rate(configuration), 1));
    List<Contender> contenders = Contender.of(study.run().state(), 5);

    assertThat(contenders)
        .hasSize(5)
        .isSortedAccordingTo((a, b) -> Double.compare(a.value(), b.value()));
    assertThat(contenders)
        .allSatisfy(
            contender -> {
              assertThat(contender.basis()).isEqualTo(Contender.Basis.NONE);
              assertThat(contender.low()).isNull();
              assertThat(contender.tied()).isFalse();
            });
  }

  @Test
  void callsTiedWhatTheScatterCannotTellApart() {
    Taught study =
        Taught.by(
            Taught.full(12).spec(),
            (configuration, seed, epoch) ->
                new Epoch((seed % 2 == 0 ? 0.2 : 0.9) + 0.01 * Taught.noise(seed, epoch), 1));
    List<Contender> contenders = Contender.of(study.run().state(), 12);
    double winner = contenders.getFirst().value();

    assertThat(contenders.getFirst().tied()).isFalse();
    assertThat(contenders).filteredOn(Contender::tied).isNotEmpty();
    assertThat(contenders)
        .filteredOn(c -> c.value() > winner + 0.5)
        .isNotEmpty()
        .noneMatch(Contender::tied);
  }
}
