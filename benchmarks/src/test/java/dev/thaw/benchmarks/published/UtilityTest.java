package dev.thaw.benchmarks.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class UtilityTest {

  private static final double[] REGRETS = {1, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};

  private static Utility utility(Utility.Prospect... prospects) {
    return new Utility(10, REGRETS, List.of(prospects));
  }

  @Test
  void isTheRegretAndThePriceOfTheEpochsSoFar() {
    assertThat(utility().at(4, 1)).isCloseTo(-0.1 - 0.4, within(1e-12));
  }

  @Test
  void hasNoRegretAtTheBestMomentAndThePriceOfWhatCameAfterIt() {
    assertThat(utility().regret(4, 1)).isZero();
    assertThat(utility().regret(10, 1)).isCloseTo(0.6, within(1e-12));
    assertThat(utility().regret(2, 0.1)).isCloseTo(0.4 - 0.02, within(1e-12));
  }

  @Test
  void stopsAtTheThirdPoorPromiseInARow() {
    Utility utility =
        utility(
            new Utility.Prospect(2, 0.05),
            new Utility.Prospect(3, 0.3),
            new Utility.Prospect(4, 0.05),
            new Utility.Prospect(5, 0.09),
            new Utility.Prospect(6, 0.01));

    assertThat(utility.whenPoor(1)).isEqualTo(6);
    assertThat(utility.whenPoor(0.1)).isEqualTo(10);
  }

  @Test
  void stopsWhenNothingImprovedForAsLongAsItWaits() {
    assertThat(utility().whenStale(3)).isEqualTo(7);
    assertThat(utility().whenStale(20)).isEqualTo(10);
  }
}
