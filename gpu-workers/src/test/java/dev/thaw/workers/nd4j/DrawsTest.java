package dev.thaw.workers.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.workers.nd4j.Draws.Purpose;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawsTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE})
  void putsEveryNumberSomewhere(long seed) {
    var order = new Draws(seed, Purpose.ORDER, 1).permutation(1_000);

    Arrays.sort(order);
    assertThat(order).containsExactly(IntStream.range(0, 1_000).toArray());
  }

  @Test
  void ordersEachEpochAndEachSeedDifferently() {
    var order = new Draws(7, Purpose.ORDER, 1).permutation(100);

    assertThat(new Draws(7, Purpose.ORDER, 1).permutation(100)).isEqualTo(order);
    assertThat(new Draws(7, Purpose.ORDER, 2).permutation(100)).isNotEqualTo(order);
    assertThat(new Draws(8, Purpose.ORDER, 1).permutation(100)).isNotEqualTo(order);
    assertThat(new Draws(7, Purpose.DROPOUT, 1).permutation(100)).isNotEqualTo(order);
  }

  @Test
  void favoursNoPlaceInAnOrder() {
    var sumOfFirst = 0.0;
    for (var epoch = 1; epoch <= 10_000; epoch++) {
      sumOfFirst += new Draws(7, Purpose.ORDER, epoch).permutation(9)[0];
    }

    // Mean 4, standard error 0.026.
    assertThat(sumOfFirst / 10_000).isCloseTo(4, within(0.13));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void silencesTheShareAskedForAndScalesTheRest(double p) {
    var mask = new float[100_001];
    new Draws(7, Purpose.DROPOUT, 1).mask(mask, mask.length, p, 3);

    var silenced = 0;
    for (var value : mask) {
      assertThat(value).isIn(0f, 3f);
      silenced += value == 0 ? 1 : 0;
    }
    assertThat((double) silenced / mask.length).isCloseTo(p, within(0.01));
  }
}
