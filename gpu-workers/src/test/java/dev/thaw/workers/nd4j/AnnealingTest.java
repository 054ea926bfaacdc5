package dev.thaw.workers.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnealingTest {

  private static final Annealing PATH = new Annealing(3, 2, 4, 10, 0.25, 20);

  @Test
  void overfitsFirstAndThenClimbsALevelEverySoManyEpochsToTheLast() {
    assertThat(IntStream.rangeClosed(1, 14).map(PATH::level))
        .containsExactly(0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4, 4);
  }

  @Test
  void raisesWeightDecayAndDropoutAndHalvesTheBatches() {
    MlpSettings settings = settings(1e-4, 0.2, 128);

    assertThat(PATH.regime(0, settings)).isEqualTo(settings.regime());
    assertThat(PATH.regime(1, settings).weightDecay()).isCloseTo(1e-3, within(1e-12));
    assertThat(PATH.regime(2, settings).weightDecay()).isCloseTo(1e-2, within(1e-12));
    assertThat(PATH.regime(2, settings).dropout()).isEqualTo(0.7);
    assertThat(IntStream.rangeClosed(0, 4).map(level -> PATH.regime(level, settings).batchSize()))
        .containsExactly(128, 64, 32, 20, 20);
  }

  @Test
  void neverSilencesMoreThanNineUnitsOfTenAndNeverTakesLargerBatches() {
    MlpSettings settings = settings(0, 0.5, 8);

    assertThat(PATH.regime(4, settings).dropout()).isEqualTo(0.9);
    assertThat(PATH.regime(4, settings).batchSize()).isEqualTo(8);
    assertThat(new Annealing(1, 1, 100, 1, 0, 1).regime(100, settings).batchSize()).isEqualTo(1);
  }

  @Test
  void refusesAPathThatLeadsDown() {
    assertThatThrownBy(() -> new Annealing(1, 1, 1, 0.5, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("decayFactor (0.5) must be a finite number of at least 1");
    assertThatThrownBy(() -> new Annealing(1, 1, 1, 2, -0.1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dropoutStep (-0.1)");
  }

  @Test
  void trainsAnEpochByItsRegimeAndTheNextByAnother() throws Exception {
    Samples silent = Samples.ofInputs(2).add(new float[] {0, 0}, 0).build();
    try (var network = new MlpClassifier(settings(0.1, 0, 1))) {
      float before = network.parameters()[0];
      network.trainEpoch(silent, 1);
      network.trainEpoch(silent, 2, new Regime(0.5, 0, 1));

      // The learning rate is 1, and nothing pulls at a weight whose input is silent.
      assertThat(network.parameters()[0]).isCloseTo(before * 0.9f * 0.5f, within(1e-6f));
    }
  }

  @Test
  void takesTheBatchesOfTheRegime() throws Exception {
    Samples.Builder silent = Samples.ofInputs(2);
    for (int row = 0; row < 12; row++) {
      silent.add(new float[] {0, 0}, row % 2);
    }
    try (var network = new MlpClassifier(settings(0.1, 0, 12))) {
      float before = network.parameters()[0];
      network.trainEpoch(silent.build(), 1, new Regime(0.1, 0, 4));

      // Twelve rows in batches of four are three steps.
      assertThat(network.parameters()[0])
          .isCloseTo((float) (before * Math.pow(0.9, 3)), within(1e-6f));
    }
  }

  private static MlpSettings settings(double decay, double dropout, int batch) {
    return new MlpSettings(2, 2, 3, 0, dropout, decay, new Optimizer.Sgd(0, false), 1, batch, 5);
  }
}
