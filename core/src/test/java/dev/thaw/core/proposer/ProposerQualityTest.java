package dev.thaw.core.proposer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a model pays. Method: the median of some searches, seeds from 0 on, and random search. */
class ProposerQualityTest {

  private static final double LEAST = 0.1;

  static List<String> proposers() {
    return Mixed.MODELS;
  }

  /** How far the median of the best scores is above the least that there is. */
  private static double regret(int seeds, Supplier<Proposer> proposer) {
    double[] best =
        LongStream.range(0, seeds)
            .mapToDouble(
                seed ->
                    Mixed.best(
                        Mixed.search(
                            proposer.get(), Mixed.SPACE, Mixed::score, Mixed.PLANNED, seed)))
            .sorted()
            .toArray();
    return (best[(seeds - 1) / 2] + best[seeds / 2]) / 2 - LEAST;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void isLeftWithLessThanHalfTheRegretOfRandomSearch(String name) {
    assertThat(regret(10, () -> Mixed.proposer(name))).isLessThan(regret(10, Mixed::random) / 2);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(value = Measure.class, names = "HIGHEST_VARIANCE", mode = EnumSource.Mode.EXCLUDE)
  void everyMeasureThatExploitsFindsTheLeast(Measure measure) {
    var options = GpProposer.Options.defaults().by(measure);

    assertThat(regret(3, () -> new GpProposer(options))).isLessThan(0.01);
  }

  @Test
  void pureExplorationFindsLessThanWhatExploits() {
    var options = GpProposer.Options.defaults().by(Measure.HIGHEST_VARIANCE);

    assertThat(regret(3, () -> new GpProposer(options))).isGreaterThan(0.01);
  }
}
