package dev.thaw.workers.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void givesBackEveryRowThatWasAdded() {
    var builder = Samples.ofInputs(7);
    for (var row = 0; row < 500; row++) {
      builder.add(features(row), row % 3);
    }
    var samples = builder.build();

    assertThat(samples.size()).isEqualTo(500);
    for (var row = 0; row < 500; row++) {
      var dense = new float[9];
      samples.scatter(row, dense, 2);
      var expected = new float[9];
      System.arraycopy(features(row), 0, expected, 2, 7);
      assertThat(dense).as("row %d", row).isEqualTo(expected);
      assertThat(samples.label(row)).isEqualTo(row % 3);
    }
  }

  @Test
  void refusesARowOfAnotherLength() {
    assertThatThrownBy(() -> Samples.ofInputs(3).add(new float[2], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("features (2 values) must have one for each of the 3 inputs");
  }

  private static float[] features(int row) {
    var features = new float[7];
    for (var column = 0; column < 7; column++) {
      features[column] = (row >> column) % 2 == 0 ? 0 : row + column / 10f;
    }
    return features;
  }
}
