package dev.thaw.examples.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NGramsTest {

  @Test
  void countsEverySequenceUpToTheLongestAndItsEdges() {
    var features = new NGrams(2, 1 << 14).features("aba");

    // Of " aba ": two spaces, two a, one b; one each of " a", "ab", "ba", "a ".
    var length = Math.sqrt(4 + 4 + 1 + 4);
    assertThat(features).usingComparatorWithPrecision(1e-6f).contains((float) (2 / length));
    assertThat(nonZero(features)).isEqualTo(7);
    assertThat(sum(features)).isCloseTo(9 / length, within(1e-6));
  }

  @Test
  void hasAEuclideanLengthOfOne() {
    var squares = 0.0;
    for (var feature : new NGrams(4, 100).features("república dominicana")) {
      squares += feature * feature;
    }

    assertThat(squares).isCloseTo(1, within(1e-6));
  }

  @Test
  void hashesAsItAlwaysHas() {
    assertThat(StableHash.of("thaw", 0, 4, 1)).isEqualTo(7_388_937_924_192_894_307L);
  }

  private static int nonZero(float[] features) {
    var n = 0;
    for (var feature : features) {
      n += feature == 0 ? 0 : 1;
    }
    return n;
  }

  private static double sum(float[] features) {
    var sum = 0.0;
    for (var feature : features) {
      sum += feature;
    }
    return sum;
  }
}
